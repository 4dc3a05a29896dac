"""What a fresh database gets at its first start: the bundled directory, and with the simulator two navigators."""

from __future__ import annotations

import structlog

from bot.directory import importing
from bot.handoff import navigators
from bot.settings import ROOT, Settings
from bot.store import Store

log = structlog.get_logger()

BUNDLE = ROOT / "data" / "directory"


def prepare(store: Store, settings: Settings) -> None:
    """Load the bundled directory into an empty one; add the example navigators while simulating."""
    with store.transaction() as session:
        if importing.is_empty(session):
            log.info("directory.loading", source=str(BUNDLE))
            importing.import_path(session, BUNDLE)
        if settings.simulating and not navigators.all_of(session):
            navigators.add_examples(session)
