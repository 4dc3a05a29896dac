"""Whether the ids by which rows name other objects are those of objects in the same files."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from bot.directory.reading.items import Item
from bot.directory.report import Problem, Tally
from bot.directory.shapes import REFERENCES
from bot.directory.unpacking import Unpacked
from bot.directory.writing import dangling


@dataclass
class References:
    """Ids met, and ids wanted."""

    met: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    wanted: dict[tuple[str, str], list[tuple[Item, str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @property
    def any(self) -> bool:
        """True when there was any object at all."""
        return any(self.met.values())

    def take(self, unpacked: Unpacked) -> None:
        """Take in a portion of the input."""
        for kind, rows in unpacked.rows.items():
            self.met[kind].update(rows)
            for key, row in rows.items():
                for column, target in REFERENCES[kind].items():
                    other = row.values.get(column)
                    if other and other not in self.met[target]:
                        self.wanted[target, other].append((row.origin, key, column))

    def dangling(self) -> list[Problem]:
        """A problem for each id that nobody in the files has."""
        return [
            dangling(item, key, column, target, other)
            for (target, other), rows in self.wanted.items()
            if other not in self.met[target]
            for item, key, column in rows
        ]

    def tallies(self) -> dict[str, Tally]:
        """How many objects of each kind there were, as if all were new."""
        return {kind: Tally(created=len(met)) for kind, met in self.met.items() if met}
