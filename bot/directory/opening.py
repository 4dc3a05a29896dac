"""Whether a service is open at a moment, as far as its schedule says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
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
        opens, closes = _clock(opens), _clock(closes)
        if not (opens and closes and byday):
            return None
        by_week: dict[int | None, list[str]] = {}
        for written in str(byday).replace(" ", "").split(","):
            day, nth = written[-2:].upper(), written[:-2]
            if day not in WEEK or (nth and not nth.isdigit()):
                return None
            by_week.setdefault(int(nth) if nth else None, []).append(day)
        found += [Hours(tuple(days), opens, closes, nth) for nth, days in by_week.items()]
    return tuple(found) or None


def is_open(schedule: tuple[Hours, ...] | None, at: datetime) -> bool | None:
    """True or False where the schedule says it, None where it is not known. `at` carries its time zone."""
    if not schedule:
        return None
    local = at.astimezone(PACIFIC)
    clock, yesterday = local.strftime("%H:%M"), local - timedelta(days=1)
    for hours in schedule:
        overnight = hours.closes < hours.opens
        if _is_on(hours, local) and hours.opens <= clock and (overnight or clock <= hours.closes):
            return True
        if overnight and _is_on(hours, yesterday) and clock <= hours.closes:
            return True
    return False


def hours_of_week(schedule: tuple[Hours, ...] | None) -> int:
    """The hours of a week, Monday's first as bit 0, in which it may be open for a while; 0 when not known."""
    bits = 0
    for hours in schedule or ():
        first, last = int(hours.opens[:2]), int(hours.closes[:2])
        if hours.closes < hours.opens:
            last += 24
        for day in hours.days:
            start = WEEK.index(day) * 24
            for hour in range(start + first, start + last + 1):
                bits |= 1 << hour % 168
    return bits


def hour_of_week(at: datetime) -> int:
    """The bit of this moment in `hours_of_week`."""
    local = at.astimezone(PACIFIC)
    return local.weekday() * 24 + local.hour


def _clock(written: Any) -> str | None:
    """«8:00:00Z» as «08:00»; None when it is no time of day."""
    match = re.match(r"(\d{1,2}):(\d{2})", str(written or ""))
    return f"{int(match[1]):02}:{match[2]}" if match and int(match[1]) < 25 else None


def _is_on(hours: Hours, day: datetime) -> bool:
    return WEEK[day.weekday()] in hours.days and hours.nth in (None, (day.day - 1) // 7 + 1)
