"""Imports a directory: files in, rows and the search index brought up to date, one transaction.

Objects are known by their ids: what is there is updated, what is new is added. A document says everything
of the object it is about, so that a phone it no longer lists is taken off; of an organization or a location
nested in a service it may say only part, and what it does not mention stays. What a source no longer has is
marked inactive. A record that cannot be taken is reported and left out; with `strict`, and whenever a whole
file cannot be read, nothing at all is changed.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory import affected, index, resembling, unlisted, writing
from bot.directory.history import sources as origins
from bot.directory.history.recording import Recorder
from bot.directory.progress import Progress
from bot.directory.reading.sources import Reading, open_files
from bot.directory.report import Problem, Report
from bot.directory.shapes import SHAPES
from bot.directory.trust import standing
from bot.directory.unpacking import Unpacked, batches
from bot.directory.validation.references import References


def check(paths: Iterable[Path], mapping: str | Path | None = None) -> Report:
    """What an import would say of the files, the database not looked at."""
    report = Report(dry_run=True)
    reading = open_files(paths, report, mapping, None)
    references, twice = References(), _Twice()
    for unpacked in batches(reading.items()):
        report.add(unpacked.problems)
        report.add(twice.of(unpacked))
        references.take(unpacked)
    report.add(references.dangling())
    report.tallies = references.tallies()
    if report.unreadable or not references.any:
        report.nothing_changed = True
    return report


def is_empty(session: Session) -> bool:
    """True while the directory holds no service at all."""
    return session.execute(select(SHAPES["service"].table.c.id).limit(1)).first() is None


def import_path(session: Session, path: Path) -> Report:
    """Import one file or folder, with everything sound in it."""
    return import_files(session, [path])


def import_files(
    session: Session,
    paths: Iterable[Path],
    *,
    dry_run: bool = False,
    strict: bool = False,
    mapping: str | Path | None = None,
    source: str | None = None,
) -> Report:
    """Bring the directory up to date with the files; gives the report.

    `mapping` is the name of a shipped mapping or a mapping file; without it the form is told by the files.
    `source` names where the files come from; without it, that is told by the records that came before.
    The caller's transaction keeps or drops it all. With `dry_run` everything is done and rolled back, so that
    the report says what would happen.
    """
    started = time.monotonic()
    paths = list(paths)
    report = Report(dry_run=dry_run)
    reading = open_files(paths, report, mapping, source)
    if reading.makes_ids and not source and not reading.mapping_source:
        reading.source = origins.guess(session, reading.form, paths[0], reading.sample)
    savepoint = session.begin_nested()
    record = origins.begin(session, reading.form, report.files)
    progress = Progress.start(session, Recorder(session, record.id))
    _write(session, reading, report, progress)
    if report.unreadable or not any(progress.seen.values()) or (strict and report.refused):
        savepoint.rollback()
        report.nothing_changed = True
        return report
    if reading.whole_kinds:
        unlisted.take_off(session, reading.whole_kinds, report, progress)
    name = origins.name_of(session, reading.source, paths[0], progress, source is not None)
    if not reading.pages.missing:
        origins.mark_vanished(session, record, name, report, progress)
    report.add(resembling.namesakes(session, progress))
    progress.changes.flush()
    standing.keep(session, record.id, progress)
    index.refresh(session, affected.services(session, progress))
    report.seconds = time.monotonic() - started
    origins.end(record, name.source, report)
    session.flush()
    if dry_run:
        savepoint.rollback()
    else:
        report.number = record.id
        savepoint.commit()
    return report


def _write(session: Session, reading: Reading, report: Report, progress: Progress) -> None:
    twice = _Twice()
    for unpacked in batches(reading.items()):
        report.add(unpacked.problems)
        report.add(twice.of(unpacked))
        for problem in unpacked.problems:
            if problem.refused:
                for kind in ("service", "organization", "location"):
                    progress.spared[kind].add(problem.record)
        if not report.unreadable:  # else nothing will be kept: go on only to say all that is wrong
            writing.write(session, unpacked, report, progress)


class _Twice:
    """Notices records that are given twice."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, str]] = set()
        self.before: tuple[str, int, str] | None = None

    def of(self, unpacked: Unpacked) -> list[Problem]:
        found = []
        for kind, key, item in unpacked.roots:
            place = (item.file, item.number, kind)
            if (kind, key) in self.seen and place != self.before:
                what = f"{kind} given twice; what the later one says counts"
                found.append(Problem(item.file, key, "id", what, "give it once", False, item.line))
            self.seen.add((kind, key))
            self.before = place
        return found
