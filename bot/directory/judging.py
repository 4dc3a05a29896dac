"""The candidates for a request, read and judged."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.directory import candidates
from bot.directory.entries import Entry
from bot.directory.fit import Fit
from bot.directory.freshness import Today
from bot.directory.kept import Kept
from bot.directory.ranking import Judged, judge
from bot.directory.requests import Request

ENOUGH = 3
"""How many times the number asked for must fit before no more are looked at."""
memory: Kept[tuple[str, Fit]] = Kept(30_000)
"""Fits read lately, by entry."""


_ENTRY = Entry.__table__.c
_FITS = select(_ENTRY.id, _ENTRY.record_id, _ENTRY.fit).where(
    _ENTRY.id.in_(bindparam("entries", expanding=True))
)


def judged(
    session: Session, terms: Iterable[str], request: Request, today: Today, program: str | None = None
) -> list[Judged]:
    """The candidates of these shelves that fit, with their points, in no order."""
    terms = list(terms)
    fitting_ones: list[Judged] = []
    known = 0
    for times in (1, 4, 16):
        ids = candidates.pick(session, terms, request, today, times)
        fitting_ones = [
            one
            for entry, (record, fit) in fits(session, ids).items()
            if record not in request.exclude and (one := judge(entry, record, fit, request, today, program))
        ]
        if len(ids) == known or len(fitting_ones) >= ENOUGH * request.limit:
            break
        known = len(ids)
    return fitting_ones


def fits(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, Fit]]:
    """Record id and fit of these entries."""
    found = {entry: memory.get(entry) for entry in ids}
    missing = [entry for entry, kept in found.items() if kept is None]
    if missing:
        for entry, record, fit in session.execute(_FITS, {"entries": missing}).all():
            found[entry] = memory.put(entry, (record, Fit.from_json(fit)))
    return {entry: kept for entry, kept in found.items() if kept is not None}
