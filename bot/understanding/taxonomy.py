"""The words the whole product shares, from data/taxonomy/: acts, needs, crises, communities."""

import csv
from functools import lru_cache
from pathlib import Path

from bot.settings import ROOT

TAXONOMY = ROOT / "data" / "taxonomy"


@lru_cache(maxsize=8)
def codes(name: str, folder: Path = TAXONOMY) -> tuple[str, ...]:
    """The codes of `acts`, `needs`, `crises` or `communities`, in their own order."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(row["code"] for row in csv.DictReader(lines))
