"""What leaves services out, and what makes them rank lower: money, papers, hours, coverage, age of the record."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.directory import importing, places, records, saying, search
from bot.directory.opening import PACIFIC
from bot.directory.places import Place
from bot.directory.requests import Cost, Request
from tests.directory import made


def at(**where: str) -> Place:
    place = places.resolve(**where)
    assert isinstance(place, Place)
    return place


EAST_LA = at(zip="90022")
FOOD = Request(("food",), EAST_LA, limit=9)


def load(session: Session, folder: Path, *services: dict[str, Any]) -> None:
    assert not importing.import_files(session, [made.write(folder, *services)]).refused


def found(session: Session, request: Request) -> list[str]:
    return [one.service for one in search.find(session, request)]


def pantry(name: str, **more: Any) -> dict[str, Any]:
    return made.service(name, "food", phone=f"213-555-01{len(name):02}", **more)


def test_only_what_says_it_is_free_is_free(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        pantry("Free", fees_description="free"),
        pantry("By income", fees_description="sliding scale"),
        pantry("For money", cost_options=[{"id": made.an_id("c"), "amount": 20, "currency": "USD"}]),
        pantry("Says nothing of it"),
    )
    assert found(empty, replace(FOOD, cost=Cost.FREE)) == ["Free"]
    assert set(found(empty, replace(FOOD, cost=Cost.SLIDING))) == {"Free", "By income"}
    assert len(found(empty, FOOD)) == 4
    assert "cost:free" in search.find(empty, replace(FOOD, cost=Cost.FREE))[0].why


def test_only_what_says_so_takes_families_without_papers(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        pantry("Anyone", eligibility_description="everyone; papers not required"),
        pantry("Citizens", eligibility_description="must be citizens"),
        pantry("No word"),
    )
    assert found(empty, replace(FOOD, undocumented=True)) == ["Anyone"]
    assert "any_status" in search.find(empty, replace(FOOD, undocumented=True))[0].why


@pytest.mark.parametrize(
    ("text", "takes"),
    [
        ("workers of any immigration status", True),
        ("regardless of immigration status", True),
        ("undocumented families welcome", True),
        ("we do not ask about immigration", True),
        ("everyone", False),
        ("citizens or legal residents; any status of income", False),
        ("undocumented people are not eligible", False),
        ("not available to the undocumented", False),
    ],
)
def test_what_counts_as_saying_so(text: str, takes: bool) -> None:
    assert saying.takes_undocumented(text) is takes


def test_only_what_is_surely_open_is_shown_as_open(empty: Session, tmp_path: Path) -> None:
    def hours(name: str, byday: str, opens: str, closes: str) -> list[dict[str, str]]:
        return [
            {"id": made.an_id(name), "freq": "WEEKLY", "byday": byday, "opens_at": opens, "closes_at": closes}
        ]

    load(
        empty,
        tmp_path,
        pantry("Mornings", schedules=hours("m", "MO", "08:00", "12:00")),
        pantry("All night", schedules=hours("n", "SU", "20:00", "10:00")),
        pantry("Third Mondays only", schedules=hours("t", "3MO", "08:00", "12:00")),
        pantry("Tuesdays", schedules=hours("u", "TU", "08:00", "12:00")),
        pantry("Unknown"),
    )
    fourth_monday = datetime(2026, 11, 23, 9, 0, tzinfo=PACIFIC)
    request = replace(FOOD, open_at=fourth_monday, only_open=True)
    assert set(found(empty, request)) == {"Mornings", "All night"}
    third_monday = replace(request, open_at=datetime(2026, 11, 16, 11, 30, tzinfo=PACIFIC))
    assert set(found(empty, third_monday)) == {"Mornings", "Third Mondays only"}


def test_coverage_comes_before_distance(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        pantry("In Ukiah, for Lake County", county="Lake", zip_code="95482"),
        pantry("In Santa Rosa, for Mendocino", county="Mendocino", zip_code="95404"),
    )
    assert found(empty, replace(FOOD, place=at(city="Ukiah"))) == ["In Santa Rosa, for Mendocino"]


def test_a_stale_record_comes_after_and_says_so(
    empty: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(
        empty,
        tmp_path,
        pantry("Old", assured="2025-06-01"),
        pantry("Lately", assured="2026-06-01"),
        pantry("Undated"),
    )
    shown = {one.service: one for one in search.find(empty, FOOD)}
    assert list(shown)[0] == "Lately"
    assert {name: one.stale for name, one in shown.items()} == {
        "Old": True,
        "Lately": False,
        "Undated": False,
    }
    assert "stale" in shown["Old"].why
    again = records.get(empty, shown["Old"].id)
    assert again and again.stale
    monkeypatch.setenv("KINPATH_STALE_AFTER_DAYS", "1000")
    assert not any(one.stale for one in search.find(empty, FOOD))


def test_words_of_the_family_find_what_no_need_names(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        made.service("Swimming lessons", "parenting", phone="213-555-0111"),
        made.service("Playground", "parenting", phone="213-555-0112", description="a pool with swimming"),
        made.service("Swimming in Oakland", "parenting", county="Alameda", phone="213-555-0113"),
        made.service("Tax help", "tax_credits", phone="213-555-0114"),
    )
    shown = search.find(empty, Request((), EAST_LA, words="swimming"))
    assert [one.service for one in shown] == ["Swimming lessons", "Playground"]
    assert shown[0].why[0] == "words:swimming"
    with_need = search.find(empty, Request(("tax_credits",), EAST_LA, words="swimming lessons"))
    assert [one.service for one in with_need][:2] == ["Tax help", "Swimming lessons"]
    assert search.find(empty, Request((), EAST_LA, words="the and of")) == []
    assert search.find(empty, Request((), EAST_LA, words="\"' OR *:& (")) == []


def test_filters_hold_for_related_needs_too(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        made.service("Cash for money", "cash", phone="213-555-0111"),
        made.service("Free cash", "cash", phone="213-555-0112", fees_description="free"),
    )
    assert found(empty, replace(FOOD, cost=Cost.FREE)) == ["Free cash"]
