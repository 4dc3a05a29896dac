"""What to check next: reports, then what most families see and nobody vouches for."""

from datetime import datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.directory import importing
from bot.directory.trust import checking, deciding, queue, reporting, shown
from tests.directory.made import an_id, service, write

THEN = datetime(2026, 11, 24, 20, 0, tzinfo=timezone.utc)


@pytest.fixture()
def four(empty: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Four services: new, old and seen by many, old and seen by nobody, and never dated."""
    for module in (queue, shown):
        monkeypatch.setattr(module, "now", lambda: THEN)
    many = [
        service("new", "food", assured="2026-11-20"),
        service("old", "food", assured="2025-11-20"),
        service("older", "food", assured="2020-11-20"),
        service("undated", "food", county="Mendocino"),
    ]
    importing.import_path(empty, write(tmp_path, *many))
    for _ in range(10):
        shown.note(empty, [an_id("new"), an_id("old")])
    return empty


def names(session: Session, **more: str) -> list[str]:
    return [one.card.service for one in queue.next_ones(session, **more)]  # type: ignore[arg-type]


def test_what_most_families_see_and_is_old_comes_first(four: Session) -> None:
    assert names(four) == ["old", "older", "undated", "new"]


def test_a_report_comes_before_all(four: Session) -> None:
    reporting.report(four, an_id("undated"), "family", "no contestan", "hers")
    first = queue.next_ones(four)[0]
    assert (first.card.service, first.reports, first.days) == ("undated", 1, None)


def test_what_was_decided_and_checked_goes_to_the_end(four: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "now", lambda: THEN)
    correction = reporting.report(four, an_id("old"), "family", "no contestan", "hers")
    deciding.apply(four, correction, "Ana", {"phone": "213-555-0177"})
    assert names(four)[-1] == "old"


def test_a_county_has_its_own_queue(four: Session) -> None:
    assert names(four, county="Mendocino") == ["undated"]


def test_figures_are_of_months_and_of_nobody(four: Session) -> None:
    rows = {tuple(row) for row in four.execute(text("SELECT service_id, month, times FROM directory_shown"))}
    assert rows == {(an_id("new"), "2026-11", 10), (an_id("old"), "2026-11", 10)}
    later = datetime(2027, 6, 1, tzinfo=timezone.utc)
    assert shown.lately(four, at=later) == {}
