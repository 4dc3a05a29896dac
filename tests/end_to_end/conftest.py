"""Where servers are forked for all tests of this folder: Rasa is loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.forked import Nursery


@pytest.fixture(scope="session")
def nursery(model: Path) -> Nursery:
    """The place where servers are forked; loading takes as long as one start of the real server."""
    return Nursery()
