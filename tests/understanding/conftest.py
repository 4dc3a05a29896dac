"""What the tests of this room share: the reader of the present model, and the held-out messages."""

from pathlib import Path

import pytest

from bot.understanding.examples import Example, read_any
from bot.understanding.reader import Reader

HELDOUT = Path(__file__).parent / "heldout"
PARTS = tuple(sorted({path.stem.partition("_")[2] for path in HELDOUT.glob("*.txt")}))
"""The sets of held-out messages: `dev`, `dev2` and what else is counted on."""


@pytest.fixture(scope="session")
def reader(model: Path) -> Reader:
    """Reads with the model of the present training data, without Rasa."""
    return Reader.from_model(model)


def held_out(part: str) -> dict[str, list[Example]]:
    """The held-out messages by language: of one of PARTS."""
    return {path.stem.partition("_")[0]: read_any([path]) for path in sorted(HELDOUT.glob(f"*_{part}.txt"))}
