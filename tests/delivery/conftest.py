"""Delivery is tested on every database there is."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

import bot.delivery.simulator
import bot.delivery.statuses  # noqa: F401 - tables
from bot.store import Store
from tests.delivery.databases import KINDS, empty_store
from tests.delivery.fake_twilio import FakeTwilio


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty database with every table that the test has imported."""
    with empty_store(request.param, tmp_path) as opened:
        yield opened


@pytest_asyncio.fixture()
async def twilio() -> AsyncIterator[FakeTwilio]:
    """A server that answers as Twilio does; what it finds wrong in our requests fails the test."""
    async with FakeTwilio() as fake:
        yield fake
    assert fake.problems == []
