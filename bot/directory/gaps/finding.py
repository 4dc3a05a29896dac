"""Finds the gaps and puts those that hurt first: what families asked for and did not find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from bot.directory.gaps.counting import Counts, Reach, communities, counties, needs

FEW = 5
"""Fewer times than this are never told exactly: a small number in a small county could point to a family."""


class Kind(Enum):
    """What is missing, the worst first; each value says it."""

    NOTHING = "no service at all"
    STATEWIDE = "statewide services only"
    PARTICULAR = "in the county only for particular communities"
    LANGUAGE = "no record names the family's language"
    COMMUNITY = "no organization of the county by or for the community"
    UNFIT = "services are listed, yet none fitted the family"


KINDS = {Reach.NOTHING: Kind.NOTHING, Reach.STATEWIDE: Kind.STATEWIDE, Reach.PARTICULAR: Kind.PARTICULAR}


@dataclass(frozen=True)
class Asked:
    """How often families asked for something and were shown nothing that answers it. Figures only."""

    by_language: Counter[tuple[str | None, str, str]] = field(default_factory=Counter)
    """By (county, need, language); without a county where the family named no place."""
    by_need: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    """By (county, need)."""

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str | None, str, int]]) -> Asked:
        """From rows of (need, county, language, times)."""
        asked = cls()
        for need, county, language, times in rows:
            asked.by_language[county, need, language] += times
            asked.by_need[county, need] += times
        return asked

    def of_need(self, need: str) -> int:
        """How often for this need, wherever the family was."""
        return sum(times for (_, what), times in self.by_need.items() if what == need)

    def of_county(self, county: str | None) -> int:
        """How often in this county; None: where no place was named."""
        return sum(times for (where, _), times in self.by_need.items() if where == county)

    def of_language(self, language: str) -> int:
        """How often in this language."""
        return sum(times for (_, _, spoken), times in self.by_language.items() if spoken == language)


@dataclass(frozen=True)
class Gap:
    """Something families of a county do not have."""

    kind: Kind
    county: str
    """Empty where the family named no place."""
    need: str | None
    language: str | None
    community: str | None
    asked: int

    @property
    def asked_said(self) -> str:
        """The number of times as it may be told."""
        return told(self.asked)


def told(times: int) -> str:
    """A number of times as it may be told: small ones only as few."""
    return str(times) if times >= FEW or not times else f"1 to {FEW - 1}"


def find(counts: Counts, asked: Asked, spoken: Iterable[str]) -> list[Gap]:
    """All gaps, those most often asked for first, then the worst kinds.

    `spoken` are the languages families are answered in. English is no gap: a record that names no language is
    taken to be reached in it. What families ask is not kept by community, so those gaps carry no number.
    """
    languages = [code for code in spoken if code != "en"]
    found = [*_of_needs(counts, asked), *_of_languages(counts, asked, languages), *_of_communities(counts)]
    kinds = list(Kind)
    return sorted(found, key=lambda gap: (-_weight(gap.asked), kinds.index(gap.kind)))


def _weight(times: int) -> int:
    """Few times are all one: their order would tell what is not told."""
    return times if times >= FEW else min(times, 1)


def _of_needs(counts: Counts, asked: Asked) -> Iterator[Gap]:
    for county in counties():
        for need in needs():
            kind = KINDS.get(counts.cells[county, need].reach)
            times = asked.by_need[county, need]
            if kind or times:
                yield Gap(kind or Kind.UNFIT, county, need, None, None, times)
    for (where, what), times in asked.by_need.items():
        if where is None:
            yield Gap(Kind.UNFIT, "", what, None, None, times)


def _of_languages(counts: Counts, asked: Asked, languages: list[str]) -> Iterator[Gap]:
    """Where there is something, yet no record names the language."""
    for (county, need), cell in counts.cells.items():
        if cell.reach is not Reach.NOTHING:
            for language in languages:
                if not counts.answered_in(county, need, language):
                    times = asked.by_language[county, need, language]
                    yield Gap(Kind.LANGUAGE, county, need, language, None, times)


def _of_communities(counts: Counts) -> Iterator[Gap]:
    for county in counties():
        for community in communities():
            if not counts.communities.get((county, community)):
                yield Gap(Kind.COMMUNITY, county, None, None, community, 0)
