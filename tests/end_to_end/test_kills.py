"""`kill -9` at random moments; the long run is `python -m tests.end_to_end.kills --times 200`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery.databases import KINDS
from tests.end_to_end import kills
from tests.end_to_end.forked import Nursery

TIMES = {"sqlite": 25, "postgresql": 10}

pytestmark = [pytest.mark.server, pytest.mark.trial]


@pytest.mark.parametrize("kind", KINDS)
async def test_killed_at_random_moments_nothing_is_lost(nursery: Nursery, tmp_path: Path, kind: str) -> None:
    result = await kills.run(nursery, tmp_path, kind, TIMES[kind], servers=1 if kind == "sqlite" else 2)
    assert result.verdict.broken == []
    assert result.kills == TIMES[kind] and result.verdict.inbound > TIMES[kind]
