"""What a steward checks next: what most families see, what is said to be wrong, and what is old, first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory import records
from bot.directory.entries import Entry
from bot.directory.freshness import Today
from bot.directory.meaning import day_of
from bot.directory.records import Found
from bot.directory.shapes import SHAPES
from bot.directory.trust import shown
from bot.directory.trust.tables import UNDECIDED, Correction
from bot.store import now

A_REPORT = 25
"""A report counts as much as so many families who were shown a record that nobody can vouch for."""
FAMILIES_OVER = 90
"""Days over which families are counted."""


@dataclass(frozen=True)
class Waiting:
    """One service to be checked."""

    card: Found
    families: int
    """How often it was shown in the last three months."""
    reports: int
    days: int | None
    """Since it was last verified; None when nobody knows."""
    points: float

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "id": self.card.id,
            "service_id": self.card.service_id,
            "organization": self.card.organization,
            "service": self.card.service,
            "phone": next((phone.number for phone in self.card.phones), None),
            "url": self.card.url,
            "last_verified": self.card.assured_text,
            "days": self.days,
            "shown": self.families,
            "reports": self.reports,
            "points": round(self.points, 1),
        }


def next_ones(session: Session, most: int = 20, county: str | None = None) -> list[Waiting]:
    """The services to check, the most pressing first: families × doubt + A_REPORT for each open report.

    Doubt grows from 0, checked today, to 1, as old as KINPATH_STALE_AFTER_DAYS, and to 2 beyond that; what has no
    date, or asks to be confirmed, has 1 at least. A service that no family was shown counts as one family.
    """
    today = Today.at(now())
    service, attribute = SHAPES["service"].table, SHAPES["attribute"].table
    rechecks = set(
        session.execute(
            select(attribute.c.link_id).where(attribute.c.label == "recheck", attribute.c.value == "true")
        ).scalars()
    )
    families = shown.lately(session, FAMILIES_OVER)
    reports = Counter(
        session.execute(
            select(Correction.service_id).where(
                Correction.state.in_(UNDECIDED), Correction.service_id.is_not(None)
            )
        ).scalars()
    )
    there = select(Entry.service_id).distinct()
    rated: list[tuple[float, str, int | None]] = []
    for key, assured in session.execute(
        select(service.c.id, service.c.assured_date).where(service.c.id.in_(there))
    ):
        day = day_of(assured)
        days = (today.day - day).days if day else None
        doubt = 1.0 if days is None else min(max(days, 0) / today.stale_after, 2.0)
        doubt = max(doubt, 1.0) if key in rechecks else doubt
        rated.append(((1 + families.get(key, 0)) * doubt + A_REPORT * reports[key], key, days))
    rated.sort(key=lambda one: (-one[0], one[1]))
    found: list[Waiting] = []
    for points, key, days in rated:
        if len(found) >= most:
            break
        card = records.of_service(session, key)
        if card is not None and (county is None or county in card.counties):
            found.append(Waiting(card, families.get(key, 0), reports[key], days, points))
    return found
