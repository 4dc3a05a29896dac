"""Imports a directory: HSDS JSON files in, rows and the search index brought up to date, one transaction.

Objects are known by their ids: what is there is updated, what is new is added. A document says everything
of the object it is about, so that a phone it no longer lists is taken off; of an organization or a location
nested in a service it may say only part, and what it does not mention stays. A record that cannot be taken is
reported and left out; with `strict`, and whenever a whole file cannot be read, nothing at all is changed.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory import files, index, writing
from bot.directory.documents import in_chunks
from bot.directory.files import Item
from bot.directory.report import Report
from bot.directory.shapes import SHAPES
from bot.directory.unpacking import Unpacked, unpack


@dataclass(frozen=True)
class Prepared:
    """Input read and checked, ready to be written."""

    unpacked: Unpacked
    report: Report


def prepare(paths: Iterable[Path]) -> Prepared:
    """Read and check files or folders without touching the database."""
    report = Report()
    items: list[Item] = []
    for path in files.find(list(paths)):
        report.files.append(str(path))
        items += files.read(path, report.problems)
    unpacked = unpack(items)
    report.problems += unpacked.problems
    return Prepared(unpacked, report)


def is_empty(session: Session) -> bool:
    """True while the directory holds no service at all."""
    return session.execute(select(SHAPES["service"].table.c.id).limit(1)).first() is None


def import_path(session: Session, path: Path) -> Report:
    """Import one file or folder, with everything sound in it."""
    return import_files(session, [path])


def import_files(
    session: Session, paths: Iterable[Path], *, dry_run: bool = False, strict: bool = False
) -> Report:
    """Bring the directory up to date with the files; gives the report.

    The caller's transaction keeps or drops it all. With `dry_run` everything is done and rolled back, so that
    the report says what would happen.
    """
    started = time.monotonic()
    unpacked, report = (prepared := prepare(paths)).unpacked, prepared.report
    report.dry_run = dry_run
    unreadable = any(problem.refused and not problem.record for problem in report.problems)
    empty = not any(unpacked.rows.values())
    if unreadable or empty or (strict and report.refused):
        report.nothing_changed = True
        return report
    savepoint = session.begin_nested()
    touched = writing.write(session, unpacked, report)
    index.refresh(session, _services(session, touched))
    savepoint.rollback() if dry_run else savepoint.commit()
    report.seconds = time.monotonic() - started
    return report


def _services(session: Session, touched: dict[str, set[str]]) -> list[str]:
    """The services that changed themselves, or whose organization, location or taxonomy did."""
    service, at = SHAPES["service"].table.c, SHAPES["service_at_location"].table.c
    found = set(touched.get("service", ()))
    for kind, wanted, column in (
        ("organization", service.id, service.organization_id),
        ("location", at.service_id, at.location_id),
    ):
        for chunk in in_chunks(sorted(touched.get(kind, ()))):
            found.update(session.execute(select(wanted).where(column.in_(chunk))).scalars())
    return sorted(found - {None})
