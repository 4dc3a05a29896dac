"""Takes down what an import changes in records that were there before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.directory.documents import in_chunks
from bot.directory.history.tables import Change
from bot.directory.shapes import POINTERS, SHAPES

RECORDS = ("service", "organization", "location", "program", "taxonomy", "taxonomy_term", "unit")
"""Kinds whose history is their own; changes of all others belong to the record they are part of."""
OWNERS = ("service_id", "location_id", "organization_id", "service_at_location_id", "contact_id", "phone_id")
"""Columns that say of what a row is part, nearest to what families see first."""
_BETWEEN = ("phone", "contact", "service_at_location")
"""Parts that have parts: a change in them belongs to their own record."""
_QUIET = {"id", "position", "extra"}
AT_ONCE = 5000


class Recorder:
    """Collects the changes of one import and writes them in portions."""

    def __init__(self, session: Session, import_id: int) -> None:
        self.session, self.import_id = session, import_id
        self.waiting: list[dict[str, Any]] = []
        self.written = 0

    def changed(self, kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """A row that is there already is different now."""
        before, after = _said(old), _said(new)
        for field in sorted(before.keys() | after.keys()):
            if before.get(field) != after.get(field):
                self._add(kind, new, field, before.get(field), after.get(field))

    def added(self, kind: str, row: Mapping[str, Any]) -> None:
        """A record that is there already has one more part."""
        self._add(kind, row, kind, None, _said(row))

    def removed(self, kind: str, row: Mapping[str, Any]) -> None:
        """A record lists a part no more."""
        self._add(kind, row, kind, _said(row), None)

    def say(self, kind: str, record_id: str, field: str, before: Any, after: Any) -> None:
        """Any change of a record itself."""
        self._add(kind, {"id": record_id}, field, before, after)

    def _add(self, kind: str, row: Mapping[str, Any], field: str, before: Any, after: Any) -> None:
        owner_kind, owner = _owner(kind, row)
        part = kind if (owner_kind, owner) != (kind, row["id"]) else None
        self.waiting.append(
            {
                "import_id": self.import_id,
                "record_kind": owner_kind,
                "record_id": owner,
                "part_kind": part,
                "part_id": row["id"] if part else None,
                "field": field,
                "before": before,
                "after": after,
            }
        )
        if len(self.waiting) >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        if not self.waiting:
            return
        for kind in _BETWEEN:
            self._climb(kind)
        self._name_kinds()
        self.session.execute(insert(Change.__table__), self.waiting)
        self.written += len(self.waiting)
        self.waiting = []

    def _climb(self, kind: str) -> None:
        """Changes that belong to a phone, a contact or a service's place belong to what that belongs to."""
        rows = [row for row in self.waiting if row["record_kind"] == kind]
        parents = _rows(self.session, kind, {row["record_id"] for row in rows})
        for row in rows:
            if row["record_id"] in parents:
                row["record_kind"], row["record_id"] = _owner(kind, parents[row["record_id"]])

    def _name_kinds(self) -> None:
        """Attributes and metadata point at any kind: find out which."""
        unknown = {row["record_id"] for row in self.waiting if row["record_kind"] == ""}
        for kind in (*RECORDS, *_BETWEEN):
            found = _rows(self.session, kind, unknown)
            for row in self.waiting:
                if row["record_kind"] == "" and row["record_id"] in found:
                    row["record_kind"] = kind
            unknown -= found.keys()


def _owner(kind: str, row: Mapping[str, Any]) -> tuple[str, str]:
    if kind in RECORDS:
        return kind, str(row["id"])
    if kind in POINTERS:
        return "", str(row.get(POINTERS[kind][0]) or row["id"])
    for column in OWNERS:
        if row.get(column):
            return column.removesuffix("_id"), str(row[column])
    return kind, str(row["id"])


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says, unknown attributes included; nothing is left out but what is empty."""
    said = {name: value for name, value in row.items() if name not in _QUIET and value is not None}
    return {
        **said,
        **{name: value for name, value in (row.get("extra") or {}).items() if value not in (None, [])},
    }


def _rows(session: Session, kind: str, ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    table = SHAPES[kind].table
    found: dict[str, Mapping[str, Any]] = defaultdict(dict)
    for chunk in in_chunks(sorted(ids)):
        for row in session.execute(select(table).where(table.c.id.in_(chunk))).mappings():
            found[row["id"]] = row
    return found
