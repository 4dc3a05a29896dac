"""What a record's own words say of it: how well it answers each of its needs, and for whom only it is meant.

Judged once, when the record comes in, by the word lists of data/directory/vocabulary/.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.settings import ROOT

VOCABULARY = ROOT / "data" / "directory" / "vocabulary"
BY_COUNT = (1.0, 0.92, 0.85, 0.78)
"""A service for one need answers it better than one that lists two, three, or more."""
BY_ORDER = (1.0, 0.9, 0.82, 0.75, 0.7)
"""The need a record names first is what it is about."""
NAMED, NOT_NAMED, ASIDE = 0.5, 0.88, 0.72
"""What the words do to a strength: how much of what lacks to 1 they make up; else what is left of it."""
OPEN_TO_ALL = re.compile(
    r"\b(anyone|everyone|also seen|open to|most clients|any status|any immigration|have priority)\b",
    re.IGNORECASE,
)
ONLY_TELLS = re.compile(
    r"\b(finder|find (the|a|clinics|free)|help to find|finding|information|info line|hotline to find|lists? of|"
    r"guide|association site|directory of)\b",
    re.IGNORECASE,
)
"""Words of a service that tells where help is and gives none itself."""


@dataclass(frozen=True)
class Group:
    """People for whom only some services are meant, and what makes that no hindrance."""

    name: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    communities: frozenset[str]
    needs: frozenset[str]

    def is_meant(self, text: str) -> bool:
        """True when the words say that the service is for this group."""
        return bool(self.pattern.search(text)) and not (self.unless and self.unless.search(text))


@dataclass(frozen=True)
class NeedWords:
    """Words that say a service is about a need, or beside it; communities that the need itself implies."""

    about: re.Pattern[str]
    aside: re.Pattern[str] | None
    communities: frozenset[str]
    goes_there: bool
    """True when a family must go where the help is; else it may come, or a call may do."""


def strengths(needs: tuple[str, ...], text: str) -> dict[str, float]:
    """For each need how well (0 to 1) the service answers it: by its place among the others and its words."""
    found = {}
    for order, need in enumerate(needs):
        strength = BY_COUNT[min(len(needs), len(BY_COUNT)) - 1] * BY_ORDER[min(order, len(BY_ORDER) - 1)]
        words = need_words().get(need)
        if words and words.about.search(text):
            strength += (1 - strength) * NAMED
        elif words:
            strength *= NOT_NAMED
        if words and words.aside and words.aside.search(text):
            strength *= ASIDE
        found[need] = round(strength, 3)
    return found


def groups_in(text: str) -> tuple[str, ...]:
    """The groups for which a service is meant, by its words; none when it is open to all."""
    if OPEN_TO_ALL.search(text):
        return ()
    return tuple(name for name, group in groups().items() if group.is_meant(text))


def is_restricted(communities: tuple[str, ...], text: str) -> bool:
    """True when the words say that the service is for its communities only."""
    if not communities or OPEN_TO_ALL.search(text):
        return False
    return any(group.communities & set(communities) and group.is_meant(text) for group in groups().values())


def only_tells(text: str) -> bool:
    """True when the service tells where help is and gives none itself."""
    return bool(ONLY_TELLS.search(text))


def months(minimum_age: float | None, maximum_age: float | None) -> tuple[int | None, int | None]:
    """Ages in years as the youngest and oldest month of a child's age; an oldest age is in completed years."""
    youngest = None if minimum_age is None else int(minimum_age * 12)
    if maximum_age is None:
        return youngest, None
    whole = float(maximum_age).is_integer()
    return youngest, int(maximum_age * 12) + (11 if whole else 0)


def related(need: str) -> tuple[str, ...]:
    """Needs whose services help somewhat where none answers this one, nearest first."""
    return _related().get(need, ())


@cache
def groups() -> dict[str, Group]:
    """The groups of narrow_groups.csv by name."""
    return {
        row["group"]: Group(
            row["group"],
            re.compile(row["pattern"]),
            re.compile(row["unless"], re.IGNORECASE) if row["unless"] else None,
            frozenset(_codes(row["communities"])),
            frozenset(_codes(row["needs"])),
        )
        for row in _rows("narrow_groups.csv")
    }


@cache
def need_words() -> dict[str, NeedWords]:
    """The words of need_words.csv by need."""
    return {
        row["need"]: NeedWords(
            re.compile(row["about"], re.IGNORECASE),
            re.compile(row["aside"], re.IGNORECASE) if row["aside"] else None,
            frozenset(_codes(row["communities"])),
            row["goes_there"] == "yes",
        )
        for row in _rows("need_words.csv")
    }


@cache
def _related() -> dict[str, tuple[str, ...]]:
    return {row["need"]: _codes(row["related"]) for row in _rows("related_needs.csv")}


def _codes(written: str) -> tuple[str, ...]:
    return tuple(filter(None, written.split("|")))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (VOCABULARY / name).open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)
