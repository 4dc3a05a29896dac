"""What a public channel corrects in what the model understood: menu words, and what is plainly wrong with a place."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels import understood


def read(text: str, act: str = "nlu_fallback", confidence: float = 0.5, **more: Any) -> understood.Understood:
    return understood.of({"intent": {"name": act, "confidence": confidence}, "entities": [], **more}, text)


def option(message: understood.Understood) -> str | None:
    return next((e["value"] for e in message.parse_data["entities"] if e["entity"] == "option"), None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("WRONG", None),
        ("wrong 2", "2"),
        ("2 mal", "2"),
        ("Sai 1!", "1"),
        ("有误2", "2"),
        ("mali 3", "3"),
        ("틀려요 1", "1"),
    ],
)
def test_one_word_says_that_something_is_wrong(text: str, number: str | None) -> None:
    assert read(text).act == "report_problem" and option(read(text)) == number


@pytest.mark.parametrize("act", ["nlu_fallback", "choose", "privacy", "out_of_scope", "deny"])
@pytest.mark.parametrize(
    "text", ["nobody answers that number", "marqué y nadie contesta", "they turned me away there"]
)
def test_plain_words_do_too_whatever_they_were_taken_for(text: str, act: str) -> None:
    assert read(text, act).act == "report_problem"


def test_an_option_she_named_is_kept() -> None:
    entities = [{"entity": "option", "value": "2"}]
    assert option(read("nobody answers at the second", "choose", entities=entities)) == "2"


@pytest.mark.parametrize(
    ("text", "act", "more"),
    [
        ("wrong number, stop texting me", "opt_out", {}),
        ("nobody answers, can a person help me", "ask_person", {}),
        (
            "nobody answers at the food bank and we have nothing",
            "find_help",
            {"needs": [{"code": "food", "score": 0.9}]},
        ),
        ("what time do they open", "details", {}),
    ],
)
def test_other_wishes_stay_what_they_are(text: str, act: str, more: dict[str, Any]) -> None:
    assert read(text, act, 0.9, **more).act == act


def test_a_number_with_another_word_is_not_a_complaint() -> None:
    assert read("more 2", "more").act == "more"


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("they turned me away at the first one", "1"),
        ("no contestan en el 1", "1"),
        ("it is 3 blocks away", None),
    ],
)
def test_a_report_names_its_place_in_the_words_it_has(text: str, option: str | None) -> None:
    read = understood.of({"intent": {"name": "report_problem", "confidence": 0.9}, "entities": []}, text)
    assert [e["value"] for e in read.parse_data["entities"]] == ([option] if option else [])


def test_a_sentence_of_danger_is_found_far_down() -> None:
    text = "my day was long and the bus was late. " * 60 + "i want to kill myself"
    assert understood.sentences_of_danger(text) == ["i want to kill myself"]
    assert understood.sentences_of_danger("my day was long. " * 60) == []
