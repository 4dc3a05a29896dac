"""Shelves: what is kept in numbers of every entry that answers a need in a county, and how it is read.

A shelf is one value in the database. What was read is kept by its version, which is made of its content:
a server that keeps an old one sees by the version, asked for in every search, that there is a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from bot.directory import fitting, ranking, saying
from bot.directory import weights as w
from bot.directory.entries import STATEWIDE, Shelf, number_of
from bot.directory.fit import Fit
from bot.directory.freshness import Today
from bot.directory.kept import Kept
from bot.directory.opening import hours_of_week

ROW = np.dtype(
    [
        ("entry", "<i8"),
        ("service", "<i8"),
        ("organization", "<i8"),
        ("merit", "<f4"),
        ("others", "<f4"),  # what it loses by being for others
        ("area", "<f4"),  # points where no nearness can be judged
        ("latitude", "<f4"),  # NaN: nowhere in particular
        ("longitude", "<f4"),
        ("uncertain_km", "<f4"),
        ("needs", "<u8"),
        ("languages", "<u8"),
        ("communities", "<u8"),
        ("day", "<i4"),  # the day it was verified; 0: not dated
        ("youngest", "<i2"),  # months; -1: not said
        ("oldest", "<i2"),
        ("flags", "<u2"),
        ("hours", "u1", 21),  # a bit for every hour of the week in which it may be open
    ]
)
Rows = Any
"""An array of ROW."""
Numbers = Any
"""An array of numbers, one for each row."""
STATE, TOWN, RECHECK, ENGLISH, FREE, SLIDING, UNDOCUMENTED = (1 << bit for bit in range(7))
KEPT_BYTES = 96_000_000
"""How much of what was read a process keeps: more than all shelves of a directory of 100,000 services."""
NO_AGE = -1


class Shelved:
    """The rows of one shelf, each of their numbers in an array of its own."""

    def __init__(self, rows: Rows) -> None:
        self.entry, self.service, self.organization = (
            np.ascontiguousarray(rows[name]) for name in ("entry", "service", "organization")
        )
        self.needs, self.languages, self.communities = (
            np.ascontiguousarray(rows[name]) for name in ("needs", "languages", "communities")
        )
        self.merit, self.others, self.area = (
            np.ascontiguousarray(rows[name]) for name in ("merit", "others", "area")
        )
        self.youngest, self.oldest = (np.ascontiguousarray(rows[name]) for name in ("youngest", "oldest"))
        self.day, self.flags, self.hours = (
            np.ascontiguousarray(rows[name]) for name in ("day", "flags", "hours")
        )
        self.placed = ~np.isnan(rows["latitude"])
        self.is_placed = bool(self.placed.any())
        """True when there is any row whose place is known."""
        self.latitude, self.longitude = np.nan_to_num(rows["latitude"]), np.nan_to_num(rows["longitude"])
        self.uncertain = rows["uncertain_km"] ** 2
        self._worth: tuple[Today, Numbers] | None = None

    def __len__(self) -> int:
        return len(self.entry)

    def has(self, flags: int) -> Numbers:
        """True where a row has any of these flags."""
        return (self.flags & flags) != 0

    def worth(self, today: Today) -> Numbers:
        """The points that any family would give on this day, before it is asked where and for whom."""
        known = self._worth
        if known is None or known[0] != today:
            days, number = np.unique(self.day, return_inverse=True)
            trust = np.array([ranking.trust(day or None, False, today) for day in days.tolist()], "<f4")
            recheck = np.where(self.has(RECHECK), w.RECHECK, 0)
            known = self._worth = (today, self.merit + trust[number] + recheck)
        return known[1]


def rows_of(entry_id: int, fit: Fit) -> Iterator[tuple[str, Rows]]:
    """What stands on an entry's shelves, by their term: a row for each place it is reached from."""
    spots = list(fit.spots) if not fit.statewide else []
    terms: list[tuple[str, str | None]] = [(f"need:{need}", need) for need in fit.strengths]
    terms += [(f"program:{name}", None) for name in fit.programs]
    flags = (
        STATE * fit.statewide
        | RECHECK * fit.recheck
        | ENGLISH * ("en" in fit.languages)
        | FREE * (fit.cost == saying.FREE)
        | SLIDING * (fit.cost == saying.SLIDING)
        | UNDOCUMENTED * fit.undocumented
    )
    hours = hours_of_week(fit.schedule).to_bytes(21, "little")
    rows = np.zeros(max(1, len(spots)), ROW)
    rows["entry"] = entry_id
    rows["service"] = number_of(fit.service_id)
    rows["organization"] = number_of(fit.organization_id or fit.service_id)
    rows["area"] = ranking.area(fit)
    rows["latitude"] = [spot.latitude for spot in spots] or np.nan
    rows["longitude"] = [spot.longitude for spot in spots] or np.nan
    rows["uncertain_km"] = [spot.uncertain_km for spot in spots] or 0
    rows["languages"], rows["communities"] = bits(fit.languages), bits(fit.communities)
    rows["needs"] = sum(need_bit(need) for need in fit.strengths)
    rows["day"] = fit.assured_day or 0
    rows["youngest"] = NO_AGE if fit.youngest_months is None else min(fit.youngest_months, 30000)
    rows["oldest"] = NO_AGE if fit.oldest_months is None else min(fit.oldest_months, 30000)
    rows["flags"] = [flags | TOWN * (spot.name is not None) for spot in spots] or flags
    rows["hours"] = np.frombuffer(hours, "u1")
    for term, need in terms:
        rows["merit"], rows["others"] = ranking.merit(fit, need)
        yield term, rows.copy()


def areas_of(fit: Fit) -> tuple[str, ...]:
    """The areas on whose shelves an entry stands."""
    return (STATEWIDE,) if fit.statewide or not fit.counties else tuple(fit.counties)


def bits(codes: Iterable[str]) -> int:
    """Codes as a set of bits; two codes may share one, so what seems to match is looked at again."""
    found = 0
    for code in codes:
        found |= _bit(code)
    return found


def need_bit(need: str) -> int:
    """A need's own bit."""
    return _need_bits().get(need, 0)


@cache
def _need_bits() -> dict[str, int]:
    return {need: 1 << number for number, need in enumerate(sorted(fitting.need_words()))}


@lru_cache(maxsize=4096)
def _bit(code: str) -> int:
    return 1 << number_of(code) % 64


def rewrite(
    session: Session,
    gone: set[int],
    added: Mapping[tuple[str, str], list[Rows]],
    where: set[tuple[str, str]],
) -> None:
    """Take entries off the shelves `where` they stood, and put others on. Only one may do so at a time."""
    for term, area in sorted(where | added.keys()):
        key = {"term": term, "area": area}
        packed = session.execute(select(Shelf.packed).filter_by(**key)).scalar()
        old = np.frombuffer(packed or b"", ROW)
        kept = old[~np.isin(old["entry"], list(gone))] if gone and len(old) else old
        rows = np.concatenate([kept, *added.get((term, area), ())])
        rows = rows[np.argsort(rows["entry"], kind="stable")]
        content = rows.tobytes()
        if content == packed:
            continue
        if content:
            session.execute(_PUT, {**key, "version": number_of(content), "packed": content})
        else:
            session.execute(_REMOVE, key)


_PUT = text(
    """
    INSERT INTO directory_shelf (term, area, version, packed) VALUES (:term, :area, :version, :packed)
    ON CONFLICT (term, area) DO UPDATE SET version = excluded.version, packed = excluded.packed
    """
)
_REMOVE = text("DELETE FROM directory_shelf WHERE term = :term AND area = :area")


_HELD = Shelf.__table__.c
_THERE = (
    _HELD.term.in_(bindparam("terms", expanding=True)),
    _HELD.area.in_(bindparam("areas", expanding=True)),
)
_VERSIONS = select(_HELD.term, _HELD.area, _HELD.version).where(*_THERE)
_PACKED = select(_HELD.term, _HELD.area, _HELD.version, _HELD.packed).where(
    *_THERE, _HELD.version.notin_(bindparam("known", expanding=True))
)


def read(session: Session, terms: Sequence[str], areas: Sequence[str]) -> dict[str, list[Shelved]]:
    """The rows of these shelves by term."""
    asked = {"terms": terms, "areas": areas}
    versions = session.execute(_VERSIONS, asked).all()
    shelves = {(term, area): memory.get(version) for term, area, version in versions}
    if None in shelves.values():
        known = [version for term, area, version in versions if shelves[term, area] is not None]
        for term, area, version, packed in session.execute(_PACKED, {**asked, "known": known}).all():
            shelved = Shelved(np.frombuffer(bytes(packed), ROW))
            shelves[term, area] = memory.put(version, shelved, len(packed))
    found: dict[str, list[Shelved]] = {term: [] for term in terms}
    for term, area in sorted(shelves):
        there = shelves[term, area]
        if there is not None:  # else it was taken away between the two queries
            found[term].append(there)
    return found


memory: Kept[Shelved] = Kept(KEPT_BYTES)
"""Shelves read lately, by version."""
