"""Which services a change concerns, wherever in their documents it lies."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory.documents import in_chunks
from bot.directory.progress import Progress
from bot.directory.shapes import REFERENCES, SHAPES

_UPWARDS = {"organization", "location", "program", "taxonomy", "taxonomy_term", "unit"}
"""Kinds that services point at; of all others, rows point at what they are part of."""


def services(session: Session, progress: Progress) -> list[str]:
    """The services that changed themselves, or of which some part did, or what they point at."""
    if "service" in progress.empty:
        return sorted(progress.seen["service"])
    touched: dict[str, set[str]] = defaultdict(set)
    for kind, ids in progress.touched.items():
        touched[kind] |= ids
    for kind in reversed(list(SHAPES)):
        if kind in _UPWARDS or kind == "service":
            continue
        table = SHAPES[kind].table
        parents = {
            column: of
            for column, of in REFERENCES[kind].items()
            if of not in _UPWARDS - {"location", "organization"}
        }
        pointer = "link_id" if kind == "attribute" else None
        columns = [*parents, *([pointer] if pointer else [])]
        if not columns or not touched[kind]:
            continue
        for chunk in in_chunks(sorted(touched[kind])):
            for row in session.execute(
                select(*(table.c[c] for c in columns)).where(table.c.id.in_(chunk))
            ).mappings():
                for column, of in parents.items():
                    if row[column]:
                        touched[of].add(row[column])
                if pointer and row[pointer]:
                    touched["service"].add(row[pointer])
    _add(session, touched, "attribute", "link_id", "taxonomy_term_id", "taxonomy_term")
    _add(session, touched, "service", "id", "organization_id", "organization")
    _add(session, touched, "service", "id", "program_id", "program")
    _add(session, touched, "service_at_location", "service_id", "location_id", "location")
    return sorted(touched["service"])


def _add(
    session: Session, touched: dict[str, set[str]], kind: str, wanted: str, column: str, of: str
) -> None:
    table = SHAPES[kind].table
    for chunk in in_chunks(sorted(touched[of])):
        found = session.execute(select(table.c[wanted]).where(table.c[column].in_(chunk))).scalars()
        touched["service"].update(key for key in found if key)
