"""Public programs by name (data/directory/vocabulary/programs.csv)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.directory.fitting import VOCABULARY
from bot.gazetteer import words


@dataclass(frozen=True)
class Program:
    """A program under its common name, and the needs it belongs to."""

    name: str
    needs: tuple[str, ...]


def named(name: str) -> Program | None:
    """The program a name means, written with or without hyphens, spaces and capitals; None when unknown."""
    return _programs().get("".join(words(name)))


@cache
def _programs() -> Mapping[str, Program]:
    found = {}
    with (VOCABULARY / "programs.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            program = Program(row["name"], tuple(filter(None, row["needs"].split("|"))))
            for name in (row["name"], row["code"], *filter(None, row["also"].split("|"))):
                found["".join(words(name))] = program
    return found
