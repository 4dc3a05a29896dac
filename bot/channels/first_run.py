"""What a fresh database gets at its first start: the bundled directory, and with the simulator two navigators."""

from __future__ import annotations

from bot.directory import bundled, index
from bot.handoff import navigators
from bot.settings import Settings
from bot.store import Store


def prepare(store: Store, settings: Settings) -> None:
    """Load the bundled directory into an empty one; add the example navigators while simulating."""
    with store.transaction() as session:
        bundled.fill_if_empty(session)
        index.make_if_missing(session)
        if settings.simulating and not navigators.all_of(session):
            navigators.add_examples(session)
