"""Whether a service is open at a moment, as far as its schedule says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.directory.records import Hours

PACIFIC = ZoneInfo("America/Los_Angeles")
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def hours_of(schedules: Iterable[dict[str, Any]]) -> tuple[Hours, ...] | None:
    """The openings of HSDS schedules; None when one of them does not say both days and times."""
    found: list[Hours] = []
    for schedule in schedules:
        opens, closes, byday = (schedule.get(key) for key in ("opens_at", "closes_at", "byday"))
        if not (opens and closes and byday):
            return None
        by_week: dict[int | None, list[str]] = {}
        for written in str(byday).replace(" ", "").split(","):
            day, nth = written[-2:].upper(), written[:-2]
            if day not in WEEK or (nth and not nth.isdigit()):
                return None
            by_week.setdefault(int(nth) if nth else None, []).append(day)
        found += [Hours(tuple(days), opens[:5], closes[:5], nth) for nth, days in by_week.items()]
    return tuple(found) or None


def is_open(schedule: tuple[Hours, ...] | None, at: datetime) -> bool | None:
    """True or False where the schedule says it, None where it is not known. `at` carries its time zone."""
    if not schedule:
        return None
    local = at.astimezone(PACIFIC)
    day, clock, week = WEEK[local.weekday()], local.strftime("%H:%M"), (local.day - 1) // 7 + 1
    return any(
        day in hours.days and hours.nth in (None, week) and hours.opens <= clock <= hours.closes
        for hours in schedule
    )
