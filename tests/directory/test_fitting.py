"""What a record's words say of whom and what it is for."""

import csv

from bot.directory import fitting


def test_one_need_is_answered_better_than_one_of_many() -> None:
    alone = fitting.strengths(("food",), "food pantry")["food"]
    among = fitting.strengths(("legal", "jobs", "housing", "food"), "case work")["food"]
    assert 0 < among < alone <= 1


def test_words_lift_a_need_and_words_beside_it_lower_it() -> None:
    diapers = fitting.strengths(("food", "baby_supplies"), "food pantries, some with diapers")
    plain = fitting.strengths(("food", "baby_supplies"), "food pantries")
    assert diapers["baby_supplies"] > plain["baby_supplies"]
    loans = fitting.strengths(("housing",), "first home loans")
    shelter = fitting.strengths(("housing",), "family shelter")
    assert loans["housing"] < shelter["housing"]


def test_who_only_can_get_it() -> None:
    assert fitting.is_restricted(("native",), "food boxes; enrolled tribal members")
    assert not fitting.is_restricted(("native",), "clinic; Native people; everyone also seen")
    assert not fitting.is_restricted((), "food; enrolled tribal members")
    assert fitting.groups_in("transitional housing; current or former foster youth") == (
        "foster youth",
        "youth",
    )
    assert fitting.groups_in("food; anyone") == ()


def test_ages_become_months() -> None:
    assert fitting.months(3, 5) == (36, 71)
    assert fitting.months(0, 0.5) == (0, 6)
    assert fitting.months(None, None) == (None, None)


def test_every_need_has_words_and_something_related() -> None:
    with (fitting.VOCABULARY.parents[1] / "taxonomy" / "needs.csv").open(encoding="utf-8") as file:
        needs = {row["code"] for row in csv.DictReader(file)}
    assert set(fitting.need_words()) == needs
    for need in needs:
        assert fitting.related(need) and set(fitting.related(need)) <= needs
    for group in fitting.groups().values():
        assert group.needs <= needs
