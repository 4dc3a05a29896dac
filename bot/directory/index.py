"""Makes the search tables from the HSDS tables: entries, the shelves they stand on, the words they are found by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, or_, select, text
from sqlalchemy.orm import Session

from bot.directory import documents, planning, shelf
from bot.directory.documents import Document, in_chunks
from bot.directory.entries import Entry, number_of
from bot.directory.fit import Fit
from bot.directory.meaning import entries_of
from bot.directory.records import Found
from bot.directory.shapes import SHAPES
from bot.directory.tables import AlsoUnder
from bot.directory.text import indexing
from bot.directory.text.indexing import Spoken
from bot.directory.text.tables import Name, Named, Said

AT_ONCE = 400
"""How many services are read and written together."""
ONE_AT_A_TIME = 7_316_204
"""PostgreSQL's number for the lock under which the search tables are written."""
SOURCES = [*(shape.table for shape in SHAPES.values()), AlsoUnder.__table__]
GROWING = [model.__table__ for model in (Entry, Name, Named, Said)]
Key = tuple[str, str]
"""A shelf's term and area."""


def refresh(session: Session, service_ids: Iterable[str]) -> int:
    """Make the entries of these services anew, and drop those of services no longer active; gives how many.

    An entry that says what it said stays as it is, and so do the shelves it stands on.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})
    made = 0
    gone: set[int] = set()
    left: set[Key] = set()
    added: dict[Key, list[shelf.Rows]] = defaultdict(list)
    services = sorted(set(service_ids))
    many = len(services) >= planning.MANY
    if many:
        planning.gather(session, SOURCES)
    for portion, chunk in enumerate(in_chunks(services, AT_ONCE), 1):
        entries: dict[int, tuple[dict[str, Any], Fit]] = {}
        spoken: list[Spoken] = []
        for document in documents.load(session, "service", chunk, sound_only=True).values():
            told = list(entries_of(document))
            if told:
                spoken.append(_spoken(document, told))
            for card, fit in told:
                row = _entry(card, fit)
                entries[row["id"]] = (row, fit)
        old = _old(session, chunk, [row["record_id"] for row, _ in entries.values()])
        for entry, fit in old.items():
            if entry not in entries:
                gone.add(entry)
                left.update(_keys(fit))
        _delete(session, [entry for entry in old if entry not in entries])
        fresh = [(row, fit) for entry, (row, fit) in entries.items() if entry not in old]
        if fresh:
            session.execute(insert(Entry.__table__), [row for row, _ in fresh])
        for row, fit in fresh:
            for term, rows in shelf.rows_of(row["id"], fit):
                for area in shelf.areas_of(fit):
                    added[term, area].append(rows)
        indexing.refresh(session, chunk, spoken)
        made += len(entries)
        if many and portion.bit_count() == 1:  # each time they have doubled
            planning.gather(session, GROWING)
    shelf.rewrite(session, gone, added, left)
    return made


def is_made(session: Session) -> bool:
    """True when there are entries."""
    return session.execute(select(Entry.id).limit(1)).first() is not None


def make_if_missing(session: Session) -> None:
    """Make all entries where there are none yet though there are services: after a change of these tables."""
    if not is_made(session):
        refresh(session, documents.ids_of(session, "service"))


def _entry(card: Found, fit: Fit) -> dict[str, Any]:
    told, known = card.as_json(), fit.as_json()
    return {
        "id": number_of(card.id, told, known),
        "record_id": card.id,
        "service_id": card.service_id,
        "card": told,
        "fit": known,
    }


def _spoken(document: Document, told: list[tuple[Found, Fit]]) -> Spoken:
    organization = document.get("organization") or {}
    program = document.get("program") or {}
    names = (
        organization.get("name"),
        organization.get("alternate_name"),
        document["name"],
        document.get("alternate_name"),
        program.get("name"),
        program.get("alternate_name"),
    )
    about = (document.get("description"), document.get("eligibility_description"))
    return Spoken(
        service_id=document["id"],
        names=tuple(dict.fromkeys(filter(None, names))),
        about=" ".join(filter(None, about)),
        areas=tuple(dict.fromkeys(area for _, fit in told for area in shelf.areas_of(fit))),
    )


def _old(session: Session, services: Iterable[str], records: list[str]) -> dict[int, Fit]:
    """The entries there are of these services, or under these records' ids."""
    query = select(Entry.id, Entry.fit).where(
        or_(Entry.service_id.in_(services), Entry.record_id.in_(records))
    )
    return {entry: Fit.from_json(fit) for entry, fit in session.execute(query)}


def _keys(fit: Fit) -> Iterable[Key]:
    terms = (*(f"need:{need}" for need in fit.strengths), *(f"program:{name}" for name in fit.programs))
    return ((term, area) for term in terms for area in shelf.areas_of(fit))


def _delete(session: Session, entries: list[int]) -> None:
    if entries:
        query = delete(Entry).where(Entry.id.in_(entries))
        session.execute(query.execution_options(synchronize_session=False))
