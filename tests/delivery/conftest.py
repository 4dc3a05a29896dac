"""Delivery is tested on every database there is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.delivery.simulator
import bot.delivery.statuses  # noqa: F401 - tables
from bot.store import Store
from tests.delivery.databases import KINDS, empty_store


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty database with every table that the test has imported."""
    with empty_store(request.param, tmp_path) as opened:
        yield opened
