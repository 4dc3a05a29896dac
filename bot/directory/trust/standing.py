"""What stewards set right stays right when a source says once more what it said before.

A source that says something new is believed: then it knows better than an old correction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from bot.directory import writing
from bot.directory.documents import in_chunks
from bot.directory.history.recording import Recorder
from bot.directory.history.tables import Change, Import
from bot.directory.meaning import day_of
from bot.directory.progress import Progress
from bot.directory.report import Report
from bot.directory.shapes import SHAPES
from bot.directory.trust import checking
from bot.directory.trust.acts import CORRECTION, Act
from bot.directory.trust.tables import Check

OF_CHECKS = ("attribute", "metadata")
"""Parts in which a check stands, beside the service's own dates."""


def keep(session: Session, import_id: int, progress: Progress) -> int:
    """After an import, do again what it undid; gives how many fields and checks. The history says nothing of it."""
    kept = sum(_again(session, change, import_id, progress) for change in _corrections(session, progress))
    return kept + sum(
        _check_again(session, check, import_id, progress) for check in _checks(session, progress)
    )


def _corrections(session: Session, progress: Progress) -> list[Change]:
    query = select(Change).join(Import, Change.import_id == Import.id).where(Import.form == CORRECTION)
    return [
        change
        for change in session.execute(query.order_by(Change.id)).scalars()
        if change.record_id in progress.seen[change.record_kind]
    ]


def _again(session: Session, change: Change, import_id: int, progress: Progress) -> bool:
    kind, key = change.part_kind or change.record_kind, change.part_id or change.record_id
    table = SHAPES[kind].table
    row = session.execute(select(table).where(table.c.id == key)).mappings().first()
    if change.field == kind and change.part_kind:  # a whole part that was added, or taken off
        if change.before is None and row is None:
            _put_back(session, kind, key, change.after)
        elif change.after is None and row is not None:
            column = next(c for c in writing.LOOSE_PARENTS[kind] if row[c])
            quiet = Progress(Recorder(session, import_id), frozenset())
            writing.detach(session, kind, column, [key], Report(), quiet)
        else:
            return False
    elif row is None or row[change.field] != change.before:
        return False
    else:
        session.execute(update(table).where(table.c.id == key).values({change.field: change.after}))
    progress.touched[kind].add(key)
    progress.touched[change.record_kind].add(change.record_id)
    _unsay(session, import_id, change)
    return True


def _put_back(session: Session, kind: str, key: str, said: Mapping[str, Any]) -> None:
    table = SHAPES[kind].table
    columns = table.columns.keys()
    row = {**dict.fromkeys(columns), **{name: value for name, value in said.items() if name in columns}}
    session.execute(insert(table), [{**row, "id": key, "position": 0}])


def _unsay(session: Session, import_id: int, change: Change) -> None:
    """The import changed nothing there in the end."""
    query = delete(Change).where(
        Change.import_id == import_id,
        Change.record_id == change.record_id,
        Change.part_id == change.part_id,
        Change.field == change.field,
    )
    session.execute(query, execution_options={"synchronize_session": False})


def _checks(session: Session, progress: Progress) -> list[Check]:
    latest: dict[str, Check] = {}
    for check in session.execute(select(Check).order_by(Check.id)).scalars():
        if check.service_id in progress.seen["service"]:
            latest[check.service_id] = check
    return list(latest.values())


def _check_again(session: Session, check: Check, import_id: int, progress: Progress) -> bool:
    service = SHAPES["service"].table
    query = select(service.c.assured_date).where(service.c.id == check.service_id)
    said, day = day_of(session.execute(query).scalar()), day_of(check.day)
    if said is not None and day is not None and said > day:
        return False  # the source checked it later
    act = Act.quiet(session, import_id)
    checking.mark(act, check)
    for kind, ids in act.progress.touched.items():
        progress.touched[kind] |= ids
    changes = select(Change.id, Change.part_kind, Change.field).where(
        Change.import_id == import_id, Change.record_id == check.service_id
    )
    undone = [
        number
        for number, part, field in session.execute(changes)
        if part in OF_CHECKS or field in ("assured_date", "assurer_email")
    ]
    for chunk in in_chunks(undone):
        session.execute(
            delete(Change).where(Change.id.in_(chunk)), execution_options={"synchronize_session": False}
        )
    return True
