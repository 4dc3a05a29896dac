"""A steward's act on the directory: kept in its history as an import is, and search brought up to date with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from bot.directory import affected, index, writing
from bot.directory.history import sources
from bot.directory.history.recording import Recorder
from bot.directory.history.tables import Import
from bot.directory.progress import Progress
from bot.directory.report import Report
from bot.directory.shapes import SHAPES
from bot.store import new_id

CORRECTION, CHECK = "correction", "check"
"""The forms of imports that are such acts."""
_IMPORT = select(Import).where(Import.id == bindparam("number"))


class Act:
    """Changes rows of the HSDS tables, each taken down with what stood there before."""

    def __init__(self, session: Session, form: str, by: str) -> None:
        self.session = session
        self.record = sources.begin(session, form, [])
        self.record.source = by
        self.progress = Progress.start(session, Recorder(session, self.record.id))

    @classmethod
    def quiet(cls, session: Session, import_id: int) -> Act:
        """One that is part of an import, and of which the history says nothing."""
        act = cls.__new__(cls)
        act.session, act.record = session, session.execute(_IMPORT, {"number": import_id}).scalars().one()
        act.progress = Progress(Recorder(session, import_id), frozenset())
        return act

    @property
    def number(self) -> int:
        """Its number in `kinpath directory history`."""
        return self.record.id

    def set(self, kind: str, row_id: str, values: Mapping[str, Any]) -> None:
        """Write columns of a row."""
        table = SHAPES[kind].table
        old = dict(self.session.execute(select(table).where(table.c.id == row_id)).mappings().one())
        new = {**old, **values}
        if new == old:
            return
        self.session.execute(update(table).where(table.c.id == row_id).values(dict(values)))
        self.progress.changes.changed(kind, old, new)
        self.progress.touched[kind].add(row_id)

    def add(self, kind: str, values: Mapping[str, Any], row_id: str | None = None) -> None:
        """Add a part to a record."""
        table = SHAPES[kind].table
        last = self.session.execute(select(func.coalesce(func.max(table.c.position), 0))).scalar() or 0
        row = {
            **dict.fromkeys(table.columns.keys()),
            **values,
            "id": row_id or new_id(),
            "position": last + 1,
        }
        self.session.execute(insert(table), [row])
        self.progress.changes.added(kind, row)
        self.progress.touched[kind].add(row["id"])

    def remove(self, kind: str, column: str, ids: list[str]) -> None:
        """Take parts off the records that `column` says they stand under."""
        table = SHAPES[kind].table
        of = str(table.c[column].info.get("refers_to") or "service")
        for parent in self.session.execute(select(table.c[column]).where(table.c.id.in_(ids))).scalars():
            if parent:
                self.progress.touched[of].add(parent)
        writing.detach(self.session, kind, column, ids, Report(), self.progress)

    def end(self) -> list[str]:
        """Write the history and make the search entries of all it concerns anew; gives their services."""
        self.progress.changes.flush()
        services = affected.services(self.session, self.progress)
        index.refresh(self.session, services)
        return services
