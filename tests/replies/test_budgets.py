"""What SMS cost: every wording keeps to its budget, and no typographic character makes one dear."""

import pytest

from bot.replies import budgets, check


def test_every_message_keeps_to_its_budget() -> None:
    wrong, _ = check.costs()
    assert wrong == []


def test_what_is_texted_and_what_is_only_shown_are_told_apart() -> None:
    kinds = budgets.kinds()
    assert kinds["Sending…"] == budgets.SHOWN
    assert kinds["I got an empty message. Please tell me in words what you need."] == budgets.REPLY
    assert sum(kind == budgets.CRISIS for kind in kinds.values()) == 5, "four crises and the fallback"


@pytest.fixture()
def a_reply(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(budgets, "kinds", lambda: {"Hello": budgets.REPLY})
    return "Hello"


def test_a_typographic_character_is_named(a_reply: str) -> None:
    assert list(budgets.problems("en", a_reply, "It's here - and free")) == []
    (problem,) = budgets.problems("en", a_reply, "It’s here")
    assert "’" in problem and "plainly" in problem
    assert list(budgets.problems("es", a_reply, "Está aquí…")) == [], "á is outside GSM-7 anyway"
    assert list(budgets.problems("ko", a_reply, "안녕…")) == []


def test_a_wording_over_its_budget_is_named(a_reply: str) -> None:
    assert list(budgets.problems("en", a_reply, "x" * 459)) == []
    assert "4 SMS segments" in next(budgets.problems("en", a_reply, "x" * 460))
    assert "4 SMS segments" in next(budgets.problems("zh_Hans", a_reply, "中" * 202))


def test_one_stray_that_costs_a_segment_is_told(a_reply: str) -> None:
    dear = "Diga qué necesita y le mando lugares cerca. ¿En qué ciudad está usted ahora con su familia?"
    assert budgets.one_stray("es", a_reply, dear) == "takes 2 segments instead of 1 because of one á"
    assert budgets.one_stray("es", a_reply, dear.replace("á", "a")) is None
    assert budgets.one_stray("es", a_reply, f"{dear} ¿Y qué edad tiene su niña más pequeña?") is None
    assert budgets.one_stray("vi", a_reply, dear) is None


@pytest.mark.parametrize("beginning", budgets.WHY_LONGER)
def test_every_exception_is_of_a_message_that_there_is(beginning: str) -> None:
    assert any(english.startswith(beginning) for english in budgets.kinds()), beginning
