"""Hours of the week in which navigators are on shift, in each one's own time zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff.models import Navigator, Shift

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WRITTEN = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?\s+(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)")


@dataclass(frozen=True)
class Hours:
    """One day's hours: weekday 0 (Monday) to 6, minutes since midnight; an end before the start is next day."""

    weekday: int
    starts: int
    ends: int


def read(text: str) -> list[Hours]:
    """Hours as written: «mon-fri 9:00-17:00, sat 10:00-14:00». Raises ValueError."""
    hours = []
    for part in text.lower().split(","):
        found = _WRITTEN.fullmatch(part.strip())
        if found is None or found[1] not in DAYS or (found[2] or found[1]) not in DAYS:
            raise ValueError(f"{part.strip()!r} are no hours; write them like mon-fri 9:00-17:00")
        starts, ends = int(found[3]) * 60 + int(found[4]), int(found[5]) * 60 + int(found[6])
        if starts >= 24 * 60 or ends > 24 * 60 or int(found[4]) > 59 or int(found[6]) > 59:
            raise ValueError(f"{part.strip()!r} has a time that no clock shows")
        first, last = DAYS.index(found[1]), DAYS.index(found[2] or found[1])
        days = range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)]
        hours += [Hours(day, starts, ends) for day in days]
    return hours


def of(session: Session, navigator: Navigator) -> list[Shift]:
    """A navigator's hours; none when she comes and goes by AWAY and BACK alone."""
    return list(session.execute(select(Shift).where(Shift.navigator_id == navigator.id)).scalars())


def is_on(hours: Iterable[Shift | Hours], zone: str, at: datetime) -> bool:
    """True when the moment falls into one of the hours."""
    return any(start <= at < end for start, end in _spans(hours, zone, at))


def next_change(hours: Iterable[Shift | Hours], zone: str, at: datetime) -> datetime | None:
    """The next moment after `at` at which a shift starts or ends."""
    edges = [edge for span in _spans(hours, zone, at) for edge in span if edge > at]
    return min(edges, default=None)


def next_start(session: Session, can: Callable[[Navigator], bool], at: datetime) -> datetime | None:
    """When the next shift of someone who can take a case starts; None when none is known."""
    starts = []
    for navigator in session.execute(select(Navigator).where(Navigator.active)).scalars():
        if navigator.stopped_at is None and can(navigator):
            spans = _spans(of(session, navigator), navigator.time_zone, at)
            starts += [start for start, _ in spans if start > at]
    return min(starts, default=None)


def _spans(hours: Iterable[Shift | Hours], zone: str, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The spans of eight days around a moment, as moments."""
    local = ZoneInfo(zone)
    today = at.astimezone(local).date()
    by_day = list(hours)
    for ahead in range(-1, 8):
        day = today + timedelta(days=ahead)
        for one in by_day:
            if one.weekday == day.weekday():
                until = day if one.ends > one.starts else day + timedelta(days=1)
                yield _moment(day, one.starts, local), _moment(until, one.ends, local)


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    if minutes == 24 * 60:
        day, minutes = day + timedelta(days=1), 0
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone)
