"""Where servers are forked for all tests of this folder: Rasa is loaded once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.delivery.fake_twilio import FakeTwilio
from tests.end_to_end.forked import Nursery


@pytest.fixture(scope="session")
def nursery(model: Path) -> Nursery:
    """The place where servers are forked; loading takes as long as one start of the real server."""
    return Nursery()


@pytest.fixture()
async def twilio() -> AsyncIterator[FakeTwilio]:
    """A server that answers as Twilio does; what it finds wrong in our requests fails the test."""
    async with FakeTwilio() as fake:
        yield fake
    assert fake.problems == []
