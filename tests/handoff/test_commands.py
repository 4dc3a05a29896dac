"""What navigators text, as people text it on a flip phone."""

from __future__ import annotations

import pytest

from bot.conversations import contacts
from bot.handoff import desk, grammar
from bot.handoff.models import Case
from bot.handoff.states import CaseState
from tests.handoff.conftest import ROSA, Desk


@pytest.mark.parametrize(
    ("typed", "command", "code", "words"),
    [
        ("YES", "accept", None, ""),
        ("yes KT4", "accept", "KT4", ""),
        ("kt4 sí", "accept", "KT4", ""),
        ("Yes.", "accept", None, ""),
        ("listo!", "done", None, ""),
        ("DONE kt4", "done", "KT4", ""),
        ("nota KT4 llamar el lunes", "note", "KT4", "llamar el lunes"),
        ("KT4 hola, ya voy", None, "KT4", "hola, ya voy"),
        ("yes we can do that tomorrow", None, None, "yes we can do that tomorrow"),
        ("no te preocupes", None, None, "no te preocupes"),
        ("ayuda", "help", None, ""),
        ("KT4", None, "KT4", ""),
    ],
)
def test_the_grammar_is_forgiving(typed: str, command: str | None, code: str | None, words: str) -> None:
    said = grammar.read(typed)
    assert (said.command, said.code, said.words) == (command, code, words)


def _second_case(at_desk: Desk) -> Case:
    other = contacts.for_phone(at_desk.session, "+12135550199")
    return desk.request(at_desk.session, other, summary="otra", needs=[], language="es", at=at_desk.at)


def test_with_one_case_plain_words_go_to_the_family(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    at_desk.request()
    at_desk.says(ana, "yes")
    at_desk.says(ana, "Hola Rosa")
    assert at_desk.all(ROSA)[-1] == "Ana: Hola Rosa"


def test_yes_to_the_familys_question_is_not_a_command(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    at_desk.request()
    at_desk.says(ana, "yes")
    at_desk.says(ana, "sí")
    assert at_desk.all(ROSA)[-1] == "Ana: sí"


def test_with_two_cases_nothing_is_guessed_and_nothing_is_lost(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    first = at_desk.request()
    at_desk.says(ana, "yes")
    second = _second_case(at_desk)
    at_desk.says(ana, f"YES {second.code}")
    before = len(at_desk.all(ROSA))
    asked = at_desk.says(ana, "¿cómo está el bebé?")
    assert first.code in asked[-1] and second.code in asked[-1]
    assert len(at_desk.all(ROSA)) == before
    at_desk.says(ana, first.code.lower())
    assert at_desk.all(ROSA)[-1] == "Ana: ¿cómo está el bebé?"


def test_a_code_that_is_not_hers_is_said_to_be_so(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    case = at_desk.request()
    at_desk.says(ana, "yes")
    assert case.code in at_desk.says(ana, "XX9 hola")[-1]


def test_words_without_a_case_reach_nobody_and_she_is_told(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    at_desk.request()
    before = len(at_desk.all(ROSA))
    assert at_desk.says(ana, "hola?")
    assert len(at_desk.all(ROSA)) == before


def test_a_note_is_kept_and_the_family_does_not_see_it(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    at_desk.request()
    at_desk.says(ana, "yes")
    before = len(at_desk.all(ROSA))
    at_desk.says(ana, "NOTE llamar a WIC")
    assert len(at_desk.all(ROSA)) == before


def test_stop_stops_new_families(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    at_desk.says(ana, "STOP")
    case = at_desk.request()
    assert case.state == CaseState.SCHEDULED.value


@pytest.mark.parametrize("typed", ["HELP", "help", "¿ayuda?", "TRỢ GIÚP"])
def test_help_says_what_to_do_next(at_desk: Desk, typed: str) -> None:
    ana = at_desk.navigator("Ana", ["en"])
    assert "YES" in at_desk.says(ana, typed)[-1]


def test_long_words_are_split_where_words_end_and_marked(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    case = at_desk.request()
    at_desk.says(ana, "yes")
    at_desk.rosa_says(case, "palabra " * 120)
    parts = [words for words in at_desk.all(ana.phone) if case.code in words and "palabra" in words]
    assert len(parts) > 1 and parts[0].endswith(f"(1/{len(parts)})")
    assert " ".join(parts).count("palabra") == 120
