"""Writes the directory as HSDS JSON, the same documents that an import takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory import documents
from bot.directory.documents import in_chunks
from bot.directory.shapes import SHAPES


def export(session: Session, folder: Path) -> dict[str, int]:
    """Write services.json with everything nested in them, and what no service holds in files of its own.

    Gives the number of objects by file name. Files of kinds of which there are none are not written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for name, kind in FILES.items():
        ids = documents.ids_of(session, kind) if kind in WHOLE else _alone(session, kind)
        if ids:
            written[name] = _write(folder / name, _documents(session, kind, ids))
    return written


FILES = {
    "services.json": "service",
    "organizations.json": "organization",
    "locations.json": "location",
    "taxonomy_terms.json": "taxonomy_term",
    "taxonomies.json": "taxonomy",
}
WHOLE = {"service", "taxonomy_term"}
"""Kinds that are written whole; the others only where nothing that is written holds them."""


def _alone(session: Session, kind: str) -> list[str]:
    holder, column = {
        "organization": ("service", "organization_id"),
        "location": ("service_at_location", "location_id"),
        "taxonomy": ("taxonomy_term", "taxonomy_id"),
    }[kind]
    table, held = SHAPES[kind].table, SHAPES[holder].table.c[column]
    conditions = [table.c.id.not_in(select(held).where(held.is_not(None)))]
    if kind == "location":
        conditions.append(table.c.organization_id.is_(None))
    query = select(table.c.id).where(*conditions).order_by(table.c.position, table.c.id)
    return list(session.execute(query).scalars())


def _documents(session: Session, kind: str, ids: list[str]) -> Iterator[dict[str, Any]]:
    for chunk in in_chunks(ids):
        found = documents.load(session, kind, chunk)
        yield from (found[key] for key in chunk if key in found)


def _write(path: Path, objects: Iterator[dict[str, Any]]) -> int:
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
