"""What a family leaves out of the summary, in her words, and what is a plain yes or no."""

from __future__ import annotations

import pytest

from bot.conversations import remembering, striking, summary
from bot.conversations.striking import Part
from bot.languages import CATALOGS

SLOTS = {
    "needs": ["baby_supplies", "housing"],
    "later_needs": ["food"],
    "place": "90022",
    "child_age_months": 2.0,
    "weeks_pregnant": None,
    "community": ["latino"],
}
SHOWN = summary.parts("en", SLOTS)
KEYS = ["need:baby_supplies", "need:housing", "need:food", "place", "child", "community:latino"]


def test_everything_that_would_be_told_has_a_number() -> None:
    assert [part.key for part in SHOWN] == KEYS
    assert [part.words for part in SHOWN][:4] == ["baby supplies", "housing", "food", "in 90022"]


@pytest.mark.parametrize(
    ("said", "needs", "keys"),
    [
        ("2", (), ["need:housing"]),
        ("1 and 4", (), ["need:baby_supplies", "place"]),
        ("1,2, 3", (), ["need:baby_supplies", "need:housing", "need:food"]),
        ("not 4", (), ["place"]),
        ("0", (), KEYS),
        ("nothing", (), KEYS),
        ("leave out everything", (), KEYS),
        ("9", (), []),
        ("not the rent", ("housing",), ["need:housing"]),
        ("without food please", ("food",), ["need:food"]),
        ("don't share my zip code", (), ["place"]),
        ("quite mi código postal", (), ["place"]),
        ("sin la edad de mi hijo", (), ["child"]),
        ("đừng nói tuổi của bé", (), ["child"]),
        ("bỏ 2", (), ["need:housing"]),
        ("不要说地址", (), ["place"]),
        ("去掉2", (), ["need:housing"]),
        ("huwag sabihin ang tirahan ko", (), ["place"]),
        ("2번은 빼 주세요", (), ["need:housing"]),
        ("주소는 빼 주세요", (), ["place"]),
    ],
)
def test_what_is_left_out(said: str, needs: tuple[str, ...], keys: list[str]) -> None:
    assert striking.is_strike(said, needs)
    assert list(striking.struck(said, SHOWN, needs)) == keys


@pytest.mark.parametrize(
    "said",
    ["yes", "no", "NO", "sí", "không", "不", "hindi", "네", "ok", "", "I do not know who that would be"],
)
def test_a_yes_or_no_leaves_nothing_out(said: str) -> None:
    assert not striking.is_strike(said) and striking.struck(said, SHOWN) == ()


def test_what_is_left_is_what_is_told() -> None:
    left = summary.without(SLOTS, ["need:housing", "place", "community:latino"])
    assert [part.key for part in summary.parts("en", left)] == ["need:baby_supplies", "need:food", "child"]
    assert summary.of("en", left) == "Wants help with baby supplies and food; child of 2 months."
    nothing = summary.without(SLOTS, KEYS)
    assert summary.parts("en", nothing) == [] and summary.of("en", nothing) == "Wants to talk with someone."


@pytest.mark.parametrize("catalog", CATALOGS)
def test_her_words_in_every_language(catalog: str) -> None:
    shown = summary.parts(catalog, SLOTS)
    assert len({part.words for part in shown}) == len(KEYS)
    assert all(isinstance(part, Part) and part.words for part in shown)
    if catalog != "en":
        assert shown[0].words != SHOWN[0].words


def test_at_the_question_of_consent_a_change_asks_again_and_a_yes_is_a_yes() -> None:
    asked = {"share_consent": None}
    assert remembering.answer("choose", {}, "share_consent", "2") == asked
    assert remembering.answer("deny", {}, "share_consent", "not the rent", ("housing",)) == asked
    assert remembering.answer("ask_person", {}, "share_consent", "una mujer por favor") == asked
    assert remembering.answer("give_info", {"community": "hmong"}, "share_consent", "we are Hmong") == asked
    assert remembering.answer("affirm", {}, "share_consent", "yes") == {"share_consent": True}
    assert remembering.answer("deny", {}, "share_consent", "no") == {"share_consent": False}
    assert remembering.answer("affirm", {}, None, "yes") == {}
