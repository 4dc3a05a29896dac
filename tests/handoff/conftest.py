"""The desk is tested on every database there is, and every test ends with the promise that no number crossed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.conversations.contacts
import bot.delivery.statuses  # noqa: F401 - tables
from bot.store import Store
from tests.delivery.databases import KINDS, empty_store
from tests.handoff.scene import Scene


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty database with every table that the test has imported."""
    with empty_store(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture()
def scene(store: Store) -> Iterator[Scene]:
    """A desk, a clock, and everybody's phones."""
    played = Scene(store)
    yield played
    played.check_promises()
