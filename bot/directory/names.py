"""Finds entries by name, typing errors allowed. One small interface: `search`."""

from __future__ import annotations

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory.entries import Entry
from bot.gazetteer import fold

LEAST = 72.0
"""The likeness (0 to 100) below which a name is another name."""
ROUGHLY = 25
"""How many times the number asked for are looked at closely after a quick pass over all names."""


SHORT = 4
"""A name of so few letters must stand as words of its own in the longer name."""


def search(session: Session, text: str, limit: int) -> list[tuple[int, float]]:
    """(entry id, likeness) of the best, one for each service, best first."""
    asked = plain(text)
    if len(asked) < 3:
        return []
    rows = session.execute(select(Entry.id, Entry.service_id, Entry.names)).all()
    lines = [(name, entry, service) for entry, service, names in rows for name in names.split("\n")]
    best: dict[str, tuple[float, int]] = {}
    for number in _roughly(asked, [name for name, _, _ in lines], limit * ROUGHLY):
        name, entry, service = lines[number]
        likeness = _likeness(asked, name)
        if likeness >= LEAST and (service not in best or likeness > best[service][0]):
            best[service] = (likeness, entry)
    ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1]))
    return [(entry, likeness) for likeness, entry in ranked[:limit]]


def plain(text: str) -> str:
    """A name as it is compared: folded, words apart by one space, nothing else between them."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


def _roughly(asked: str, names: list[str], most: int) -> list[int]:
    """The numbers of names worth a closer look."""
    if len(asked) <= SHORT:
        return [number for number, name in enumerate(names) if f" {asked} " in f" {name} "]
    found = process.extract(asked, names, scorer=fuzz.WRatio, limit=most, score_cutoff=LEAST - 12)
    return [number for _, _, number in found]


def _likeness(asked: str, name: str) -> float:
    """How like two plain names are: the words they share count, then any part of the longer, then the whole."""
    words = fuzz.token_set_ratio(asked, name)
    whole = fuzz.ratio(asked, name)
    part = fuzz.partial_ratio(asked, name) if len(asked) <= len(name) else whole
    return 0.45 * max(words, part) + 0.35 * part + 0.2 * whole
