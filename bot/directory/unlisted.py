"""After an import of tables: parts that records had and the tables no longer list."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.directory.documents import in_chunks
from bot.directory.history.recording import RECORDS
from bot.directory.progress import Progress
from bot.directory.report import Report
from bot.directory.shapes import LOOSE_PARENTS, POINTERS, REFERENCES, SHAPES
from bot.directory.tables import AlsoUnder
from bot.directory.writing import detach


def take_off(session: Session, kinds: frozenset[str], report: Report, progress: Progress) -> None:
    """Take parts off the records that were in the tables, where the tables (`*`: of any kind) list them no more."""
    for kind, shape in SHAPES.items():
        if kind in RECORDS or kind in progress.empty or not ("*" in kinds or kind in kinds):
            continue
        columns = LOOSE_PARENTS[kind] if kind != "service_at_location" else ("service_id",)
        gone: dict[str, list[str]] = defaultdict(list)
        query = select(shape.table.c.id, *(shape.table.c[column] for column in columns))
        for row in session.execute(query).mappings():
            if row["id"] in progress.seen[kind]:
                continue
            for column in columns:
                parent = row[column]
                for of in _kinds(kind, column):
                    if parent and parent in progress.seen[of] and not progress.is_new(of, parent):
                        gone[column].append(row["id"])
                        progress.touched[of].add(parent)
        for column, ids in gone.items():
            if kind == "service_at_location":
                _take_places(session, ids, report, progress)
            else:
                detach(session, kind, column, list(dict.fromkeys(ids)), report, progress)


def _kinds(kind: str, column: str) -> tuple[str, ...]:
    if kind in POINTERS:
        return tuple(SHAPES)
    return (REFERENCES[kind][column],)


def _take_places(session: Session, ids: list[str], report: Report, progress: Progress) -> None:
    """A service is given at a place no more: the tie goes, with all that was said of it."""
    table = SHAPES["service_at_location"].table
    for chunk in in_chunks(ids):
        session.execute(delete(AlsoUnder).where(AlsoUnder.child_id.in_(chunk)))
    detach(session, "service_at_location", "service_id", ids, report, progress)
    for chunk in in_chunks(ids):
        session.execute(delete(table).where(table.c.id.in_(chunk), table.c.service_id.is_(None)))
