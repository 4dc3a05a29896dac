"""The directory that comes with Kinpath, for a database that has none yet."""

from __future__ import annotations

import structlog
from sqlalchemy.orm import Session

from bot.directory import importing
from bot.settings import ROOT

log = structlog.get_logger()

BUNDLE = ROOT / "data" / "directory"


def fill_if_empty(session: Session) -> None:
    """Load the bundled directory, unless the database has a directory already."""
    if importing.is_empty(session):
        log.info("directory.loading", source=str(BUNDLE))
        importing.import_path(session, BUNDLE)
