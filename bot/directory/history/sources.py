"""Which source has which records; what a source no longer has is marked inactive, and back when it returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from bot.directory.documents import in_chunks
from bot.directory.history.tables import Import, Origin
from bot.directory.progress import Progress
from bot.directory.report import Problem, Report
from bot.directory.shapes import SHAPES
from bot.store import now

KINDS = ("service", "organization", "location")
SAME = 0.5
"""The share of a source's services that must be in files of which nobody said where they come from, before the
files count as that source's whole, and what is missing as vanished."""


@dataclass(frozen=True)
class Named:
    """The source of an import, and whether the import is all that the source has."""

    source: str
    whole: bool


def begin(session: Session, form: str, files: list[str]) -> Import:
    """The import's own record, so that changes can point at it."""
    record = Import(at=now(), source="", form=form, files=files, counts={}, seconds=0.0)
    session.add(record)
    session.flush()
    return record


def end(record: Import, source: str, report: Report) -> None:
    """What the import came to."""
    record.source = source
    record.counts = {kind: dict(vars(tally)) for kind, tally in report.tallies.items()}
    record.seconds = report.seconds


def name_of(session: Session, given: str, path: Path, progress: Progress, said: bool) -> Named:
    """The source: as it was said; else the one that has most of the services; else a new one named by the file."""
    if said:
        return Named(given, True)
    services = progress.seen["service"]
    alive: dict[str, int] = {}
    if "service" not in progress.empty:
        for chunk in in_chunks(sorted(services)):
            query = select(Origin.source, func.count()).where(
                Origin.kind == "service", Origin.record_id.in_(chunk)
            )
            for source, count in session.execute(query.group_by(Origin.source)):
                alive[source] = alive.get(source, 0) + count
    if alive:
        source = max(alive, key=lambda name: (alive[name], name))
        query = select(func.count()).where(
            Origin.source == source, Origin.kind == "service", Origin.vanished_import.is_(None)
        )
        return Named(source, alive[source] >= SAME * (session.execute(query).scalar() or 0))
    return Named(given or _free_name(session, path.resolve().stem), True)


def mark_vanished(session: Session, record: Import, named: Named, report: Report, progress: Progress) -> None:
    """Bring the source's records up to date: new ones, those that returned, those that vanished."""
    for kind in KINDS:
        query = select(Origin.record_id, Origin.vanished_import).where(
            Origin.source == named.source, Origin.kind == kind
        )
        known: dict[str, int | None] = {key: vanished for key, vanished in session.execute(query)}
        seen = progress.seen[kind]
        fresh = [
            {"source": named.source, "kind": kind, "record_id": key, "first_import": record.id}
            for key in sorted(seen - known.keys())
        ]
        for start in range(0, len(fresh), 5000):
            session.execute(insert(Origin.__table__), fresh[start : start + 5000])
        returned = [key for key, vanished in known.items() if vanished is not None and key in seen]
        _set(session, named.source, kind, returned, None)
        if kind == "service":
            report.tally(kind).returned += len(returned)
        for key in returned:
            progress.changes.say(kind, key, "in source", False, True)
        missing = [
            key
            for key, vanished in known.items()
            if vanished is None and key not in seen and key not in progress.spared[kind]
        ]
        if missing and named.whole and (seen or kind != "service"):
            _set(session, named.source, kind, missing, record.id)
            for key in missing:
                progress.changes.say(kind, key, "in source", True, False)
            if kind == "service":
                _deactivate(session, missing, report, progress)
        elif missing and kind == "service" and seen:
            report.notes.append(
                f"{len(seen)} services of «{named.source}» are in these files, {len(missing)} others of it are not: "
                f"taken as a part of it, so none was marked inactive. If the files are all there is, "
                f"say --source «{named.source}»."
            )


def guess(session: Session, form: str, path: Path, sample: Callable[[str], set[str]]) -> str:
    """The source of files whose ids are made of its name: one read in this form before that had most of these
    services, under whatever file name; else a new one, named by the file."""
    query = (
        select(Import.source)
        .where(Import.form == form, Import.source != "")
        .order_by(Import.id.desc())
        .limit(50)
    )
    for source in dict.fromkeys(session.execute(query).scalars()):
        ids = sorted(sample(source))
        known = 0
        for chunk in in_chunks(ids):
            count = select(func.count()).where(
                Origin.source == source, Origin.kind == "service", Origin.record_id.in_(chunk)
            )
            known += session.execute(count).scalar() or 0
        if ids and known >= SAME * len(ids):
            return source
    return _free_name(session, path.resolve().stem)


def _free_name(session: Session, stem: str) -> str:
    taken = set(session.execute(select(Origin.source).distinct()).scalars())
    name, number = stem or "import", 2
    while name in taken:
        name, number = f"{stem} {number}", number + 1
    return name


def _set(session: Session, source: str, kind: str, ids: Iterable[str], number: int | None) -> None:
    for chunk in in_chunks(list(ids)):
        session.execute(
            update(Origin.__table__)
            .where(Origin.source == source, Origin.kind == kind, Origin.record_id.in_(chunk))
            .values(vanished_import=number)
        )


def _deactivate(session: Session, missing: list[str], report: Report, progress: Progress) -> None:
    """Services that no source has any more are inactive: searches give them no longer."""
    table = SHAPES["service"].table
    count = 0
    for chunk in in_chunks(missing):
        elsewhere = set(
            session.execute(
                select(Origin.record_id).where(
                    Origin.kind == "service", Origin.record_id.in_(chunk), Origin.vanished_import.is_(None)
                )
            ).scalars()
        )
        active = session.execute(
            select(table.c.id, table.c.status).where(
                table.c.id.in_([key for key in chunk if key not in elsewhere]),
                table.c.status.in_(("active", "temporarily closed")),
            )
        ).all()
        for key, status in active:
            progress.changes.say("service", key, "status", status, "inactive")
            progress.touched["service"].add(key)
        session.execute(
            update(table).where(table.c.id.in_([key for key, _ in active])).values(status="inactive")
        )
        count += len(active)
    report.tally("service").vanished += count
    if count:
        what = f"{count} services are no longer in this source"
        mend = "nothing, if they have ended; else put them back into the files"
        report.add(
            [Problem("", "", "status", what, mend, False, done="they were marked inactive, not deleted")]
        )
