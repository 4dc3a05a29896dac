"""The history of a record, as a steward reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.directory.history.tables import Change, Import, Origin
from bot.directory.shapes import SHAPES

ACTS = ("correction", "check")
"""Forms of imports that are a steward's own act (`trust.acts`)."""


@dataclass(frozen=True)
class Told:
    """One line of a record's history. `field` is empty for its coming into the directory."""

    at: datetime
    import_id: int
    source: str
    part: str
    field: str
    before: Any
    after: Any
    form: str = ""

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {**self.__dict__, "at": self.at.isoformat()}

    def __str__(self) -> str:
        part = f"{self.part}: " if self.part else ""
        if not self.field:
            what = "came into the directory"
        elif self.before is None:
            what = f"{part}{self.field} added: {_short(self.after)}"
        elif self.after is None:
            what = f"{part}{self.field} taken off: {_short(self.before)}"
        else:
            what = f"{part}{self.field}: {_short(self.before)} → {_short(self.after)}"
        who = self.source or "source not named"
        act = f"{self.form} {self.import_id}, by {who}" if self.form in ACTS else None
        return f"{self.at:%Y-%m-%d %H:%M} UTC, {act or f'import {self.import_id} ({who})'}: {what}"


def of(session: Session, record_id: str) -> list[Told]:
    """What happened to a record, oldest first. Takes the id of a service, an organization, a location, a part
    of one, or of a service at a location."""
    at = SHAPES["service_at_location"].table
    service = session.execute(select(at.c.service_id).where(at.c.id == record_id)).scalar()
    ids = [record_id, *([service] if service else [])]
    told = [
        Told(when, number, source, "", "", None, None)
        for number, when, source in session.execute(
            select(Import.id, Import.at, Origin.source)
            .join(Origin, Origin.first_import == Import.id)
            .where(Origin.record_id.in_(ids))
        )
    ]
    rows = session.execute(
        select(Change, Import.at, Import.source, Import.form)
        .join(Import, Change.import_id == Import.id)
        .where(or_(Change.record_id.in_(ids), Change.part_id == record_id))
        .order_by(Change.id)
    )
    for change, when, source, form in rows:
        part = change.part_kind if change.part_kind and change.part_kind != change.field else ""
        told.append(
            Told(when, change.import_id, source, part or "", change.field, change.before, change.after, form)
        )
    return sorted(told, key=lambda one: (one.import_id, bool(one.field)))


def imports(session: Session, most: int = 20) -> Iterator[str]:
    """The latest imports, one a line."""
    for one in session.execute(select(Import).order_by(Import.id.desc()).limit(most)).scalars():
        if one.form in ACTS:
            yield f"{one.id}  {one.at:%Y-%m-%d %H:%M} UTC  {one.form} by {one.source}"
            continue
        service = one.counts.get("service", {})
        counts = ", ".join(
            f"{service.get(name, 0)} {name}" for name in ("created", "updated", "vanished", "returned")
        )
        yield f"{one.id}  {one.at:%Y-%m-%d %H:%M} UTC  {one.source} ({one.form}): services {counts}"


def _short(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else f"«{value}»"
    return f"{said[:157]}…" if len(said) > 160 else said
