"""Counts what there is: for every county and need, county and language, county and community."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from bot import gazetteer
from bot.directory.gaps.offers import Offer
from bot.settings import ROOT

TAXONOMY = ROOT / "data" / "taxonomy"


class Reach(Enum):
    """The best that a county has for a need, from nothing on; each value says it."""

    NOTHING = "nothing, not even statewide"
    STATEWIDE = "statewide services only"
    PARTICULAR = "in the county only services by or for particular communities"
    LOCAL = "services of the county, for everyone"


@dataclass(frozen=True)
class Cell:
    """What families of one county have for one need."""

    everyone: int
    """Services that cover this county in particular, for everyone."""
    particular: int
    """Those of them by or for particular communities, which are not counted in `everyone`."""
    statewide: int

    @property
    def reach(self) -> Reach:
        """The best of it."""
        if self.everyone:
            return Reach.LOCAL
        if self.particular:
            return Reach.PARTICULAR
        return Reach.STATEWIDE if self.statewide else Reach.NOTHING

    @property
    def local(self) -> int:
        """All services that cover this county in particular."""
        return self.everyone + self.particular


@dataclass(frozen=True)
class Counts:
    """Everything the report says, by codes and county names.

    In `languages` and `communities` a county's own services (or organizations) are under (county, code) and
    the statewide ones under code. What a key does not hold is none.
    """

    services: int
    organizations: int
    cells: Mapping[tuple[str, str], Cell]
    """By (county, need)."""
    needs: Mapping[str, int]
    """Services for each need."""
    languages: Mapping[tuple[str, str], int]
    languages_statewide: Mapping[str, int]
    language_needs: Mapping[tuple[str, str], frozenset[str]]
    """By (language, need): counties where a record for the need names the language; `*` for a statewide one."""
    communities: Mapping[tuple[str, str], int]
    communities_statewide: Mapping[str, int]
    community_organizations: Mapping[str, int]
    community_needs: Mapping[tuple[str, str], int]
    """By (community, need): services."""
    speak: Mapping[str, int]
    """Services whose records name each language."""
    silent: int
    """Services whose records name no language."""

    def answered_in(self, county: str, need: str, language: str) -> bool:
        """True when a record that serves the county names the language."""
        where = self.language_needs.get((language, need), frozenset())
        return county in where or EVERYWHERE in where


EVERYWHERE = "*"


def count(offers: Sequence[Offer]) -> Counts:
    """Count all services."""
    everyone: Counter[tuple[str, str]] = Counter()
    particular: Counter[tuple[str, str]] = Counter()
    statewide: Counter[str] = Counter()
    languages: Counter[tuple[str, str]] = Counter()
    spoken_in: dict[tuple[str, str], set[str]] = defaultdict(set)
    own: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in offers:
        where = (EVERYWHERE,) if one.statewide else tuple(one.counties)
        for need in one.needs:
            if one.statewide:
                statewide[need] += 1
            into = particular if one.is_particular(need) else everyone
            into.update((county, need) for county in one.counties)
            for language in one.languages:
                spoken_in[language, need].update(where)
        languages.update((county, language) for county in where for language in one.languages)
        for community in one.communities:
            for county in where:
                own[county, community].add(one.organization)
    return Counts(
        services=len(offers),
        organizations=len({one.organization for one in offers}),
        cells={
            (county, need): Cell(everyone[county, need], particular[county, need], statewide[need])
            for county in counties()
            for need in needs()
        },
        needs=Counter(need for one in offers for need in one.needs),
        languages={key: n for key, n in languages.items() if key[0] != EVERYWHERE},
        languages_statewide={code: n for (where, code), n in languages.items() if where == EVERYWHERE},
        language_needs={key: frozenset(where) for key, where in spoken_in.items()},
        communities={key: len(names) for key, names in own.items() if key[0] != EVERYWHERE},
        communities_statewide={
            code: len(names) for (where, code), names in own.items() if where == EVERYWHERE
        },
        community_organizations=_organizations(offers),
        community_needs=Counter((c, need) for one in offers for c in one.communities for need in one.needs),
        speak=Counter(language for one in offers for language in one.languages),
        silent=sum(not one.languages for one in offers),
    )


def _organizations(offers: Iterable[Offer]) -> dict[str, int]:
    found: dict[str, set[str]] = defaultdict(set)
    for one in offers:
        for community in one.communities:
            found[community].add(one.organization)
    return {community: len(names) for community, names in found.items()}


def counties() -> tuple[str, ...]:
    """The names of the 58 counties."""
    return tuple(place.name for place in gazetteer.counties())


@cache
def needs() -> dict[str, str]:
    """Every need of the taxonomy: its name by its code."""
    return _names("needs.csv")


@cache
def communities() -> dict[str, str]:
    """Every community of the taxonomy: its name by its code, without what stands in brackets."""
    return {code: name.split(" (")[0] for code, name in _names("communities.csv").items()}


def _names(file: str) -> dict[str, str]:
    with (TAXONOMY / file).open(newline="", encoding="utf-8") as rows:
        return {row["code"]: row["name"] for row in csv.DictReader(rows)}
