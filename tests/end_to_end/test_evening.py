"""A small evening on the simulator; the large one is `python -m tests.end_to_end.evening`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end import evening
from tests.end_to_end.forked import Nursery

pytestmark = [pytest.mark.server, pytest.mark.trial]


async def test_an_evening_of_twenty_families(nursery: Nursery, tmp_path: Path) -> None:
    passed = await evening.run(nursery, tmp_path, "sqlite", 20, 3, seed=4)
    assert passed.verdict.broken == []
    assert passed.verdict.cases and passed.verdict.accepted, "somebody asked for a person and had one"
    assert passed.crises and passed.stops and passed.downtime
