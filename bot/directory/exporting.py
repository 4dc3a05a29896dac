"""Writes the directory as HSDS JSON, the same documents that an import takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from bot.directory import documents
from bot.directory.documents import Document, in_chunks
from bot.directory.shapes import LOOSE_PARENTS, POINTERS, REFERENCES, SHAPES
from bot.directory.tables import AlsoUnder
from bot.directory.validation import standard

WHOLE = ("service", "taxonomy_term")
"""Kinds that are written whole; of the others only what nothing that is written holds."""
FIRST = ("service", "organization", "location", "service_at_location", "taxonomy_term", "taxonomy")
OWN_PARTS = ("additional_websites", "funding", "contacts", "phones", "locations", "programs",
             "organization_identifiers", "attributes", "metadata")  # fmt: skip
"""Lists of an organization. One with several services is written once with them, not within each service."""


def export(session: Session, folder: Path) -> dict[str, int]:
    """Write services.json with everything nested in them, and what no service holds in files of its own.

    Gives the number of objects by file name. Files of kinds of which there are none are not written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    large = _organizations_apart(session)
    for kind in (*FIRST, *(kind for kind in SHAPES if kind not in FIRST)):
        ids = documents.ids_of(session, kind) if kind in WHOLE else _alone(session, kind)
        if kind == "organization":
            ids += sorted(large - set(ids))
        if ids:
            name = f"{standard.plural(kind)}.json"
            found = _documents(session, kind, ids)
            if kind == "organization":
                found = (_without_services(each) for each in found)
            written[name] = _write(folder / name, (_lean(kind, each, large) for each in found))
    return written


def _alone(session: Session, kind: str) -> list[str]:
    """Objects of a kind that stand in no other object."""
    table = SHAPES[kind].table
    conditions: list[Any] = []
    for holder, shape in SHAPES.items():
        for of, column in shape.ones.values():
            if of == kind:
                held = shape.table.c[column]
                conditions.append(table.c.id.not_in(select(held).where(held.is_not(None))))
        if kind in POINTERS and any(of == kind for of, _ in shape.lists.values()):
            conditions.append(table.c[POINTERS[kind][0]].not_in(select(SHAPES[holder].table.c.id)))
    if kind in POINTERS:
        pointer = table.c[POINTERS[kind][0]]
        conditions = [or_(pointer.is_(None), and_(*conditions))]
    else:
        conditions += [
            table.c[column].is_(None) for column in LOOSE_PARENTS[kind] if column in REFERENCES[kind]
        ]
        if kind == "service_at_location":
            conditions.append(table.c.service_id.is_(None))
    also = select(AlsoUnder.child_id).where(AlsoUnder.child_kind == kind)
    query = (
        select(table.c.id).where(*conditions, table.c.id.not_in(also)).order_by(table.c.position, table.c.id)
    )
    return list(session.execute(query).scalars())


def _organizations_apart(session: Session) -> set[str]:
    """Organizations with several services and parts of their own."""
    service = SHAPES["service"].table
    several = (
        select(service.c.organization_id)
        .where(service.c.organization_id.is_not(None))
        .group_by(service.c.organization_id)
        .having(func.count() > 1)
    )
    found: set[str] = set()
    for child, column in SHAPES["organization"].lists.values():
        if child != "service":
            held = SHAPES[child].table.c[column]
            found.update(session.execute(select(held).where(held.in_(several)).distinct()).scalars())
    return found


def _lean(kind: str, document: Document, large: set[str]) -> Document:
    """A service without the parts of its organization that are written with the organization itself."""
    organization = document.get("organization")
    if kind == "service" and organization and organization.get("id") in large:
        return {**document, "organization": {k: v for k, v in organization.items() if k not in OWN_PARTS}}
    return document


def _without_services(organization: Document) -> Document:
    return {name: value for name, value in organization.items() if name != "services" or value == []}


def _documents(session: Session, kind: str, ids: list[str]) -> Iterator[Document]:
    for chunk in in_chunks(ids):
        found = documents.load(session, kind, chunk)
        if kind in POINTERS:  # what they point at is not there to hold them
            table, pointer = SHAPES[kind].table, POINTERS[kind][0]
            query = select(table.c.id, table.c[pointer]).where(
                table.c.id.in_(chunk), table.c[pointer].is_not(None)
            )
            for key, target in session.execute(query):
                found[key].setdefault(pointer, target)
        yield from (found[key] for key in chunk if key in found)


def _write(path: Path, objects: Iterator[Document]) -> int:
    """A JSON list with one object a line, written as it is read."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[\n")
        for each in objects:
            file.write(",\n" if count else "")
            file.write(json.dumps(each, ensure_ascii=False, separators=(",", ":")))
            count += 1
        file.write("\n]\n")
    return count
