"""When a service was last modified: by its own word, or by what this directory knows of its changes.

A record says it itself (`last_modified`). A change that an import made afterwards is later. Of a record that
says nothing and never changed, it is the moment it came into the directory.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from bot.directory.documents import in_chunks
from bot.directory.history.tables import Change, Import, Origin
from bot.directory.hsda.given import one_of
from bot.directory.hsda.parameters import moment
from bot.directory.shapes import SHAPES

_SERVICE = SHAPES["service"].table
_A_DAY = timedelta(days=1)
"""More than two time zones are ever apart: texts that differ by more are told apart as texts."""


def times(session: Session, ids: Sequence[str] | None = None) -> dict[str, datetime]:
    """The moment by id; services of which nothing is known are left out. Without `ids`, of all services."""
    found: dict[str, datetime] = {}
    imports = {number: at for number, at in session.execute(select(Import.id, Import.at))}
    for chunk in [None] if ids is None else in_chunks(ids):
        own = select(_SERVICE.c.id, _SERVICE.c.last_modified).where(_SERVICE.c.last_modified.is_not(None))
        came = select(Origin.record_id, func.max(Origin.first_import)).where(Origin.kind == "service")
        changed = select(Change.record_id, func.max(Change.import_id)).where(Change.record_kind == "service")
        if chunk is not None:
            own = own.where(_SERVICE.c.id.in_(chunk))
            came = came.where(Origin.record_id.in_(chunk))
            changed = changed.where(Change.record_id.in_(chunk))
        said = {key: when for key, written in session.execute(own) if (when := moment(written)) is not None}
        found.update(
            (key, imports[number])
            for key, number in session.execute(came.group_by(Origin.record_id))
            if key not in said
        )
        found.update(said)
        for key, number in session.execute(changed.group_by(Change.record_id)):
            known = said.get(key)
            found[key] = max(imports[number], known) if known else imports[number]
    return found


def latest(session: Session) -> datetime | None:
    """The moment of the latest import."""
    moment_of_it: datetime | None = session.execute(select(func.max(Import.at))).scalar()
    return moment_of_it


def since(session: Session, key: Any, after: datetime) -> Any:
    """The condition that the service whose id is in this column was modified at this moment or later.

    One of which nothing at all is known counts as modified: nobody misses a record for want of a date.
    """
    changed = (
        select(Change.record_id)
        .join(Import, Change.import_id == Import.id)
        .where(Change.record_kind == "service", Import.at >= after)
    )
    before = (
        select(Origin.record_id)
        .join(Import, Origin.first_import == Import.id)
        .where(Origin.kind == "service", Import.at < after)
    )
    said = func.coalesce(_written(session), "")
    says_nothing = or_(said < "0", said >= ":")  # no year stands in front
    own = select(_SERVICE.c.id).where(
        or_(_said_since(session, after), and_(says_nothing, _SERVICE.c.id.not_in(before)))
    )
    return or_(key.in_(own), key.in_(changed))


def _said_since(session: Session, after: datetime) -> Any:
    """By the record's own word. Where texts of different zones cannot be compared as texts, they are read."""
    written = _written(session)
    try:
        early, late = (after - _A_DAY).date().isoformat(), (after + _A_DAY + _A_DAY).date().isoformat()
    except OverflowError:
        early, late = after.date().isoformat(), after.date().isoformat()
    near = select(_SERVICE.c.last_modified).where(written >= early, written < late).distinct()
    fitting = [
        said
        for said in session.execute(near).scalars()
        if (when := moment(said)) is not None and when >= after
    ]
    return or_(and_(written >= late, written < ":"), one_of(session, _SERVICE.c.last_modified, fitting))


def _written(session: Session) -> Any:
    """A service's own word, compared letter by letter."""
    written = _SERVICE.c.last_modified
    return written.collate("C") if session.get_bind().dialect.name == "postgresql" else written
