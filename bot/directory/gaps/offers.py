"""Every service as the coverage report counts it: once, whatever number of places it has."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory import fitting
from bot.directory.entries import Entry

AT_ONCE = 2000
"""How many entries are read from the database together."""


@dataclass(frozen=True)
class Offer:
    """One active service: what for, for whom, in which languages, where.

    `languages` are only those its record names: none means not known, never «English only». `counties` are
    empty when it serves the whole state.
    """

    service: str
    organization: str
    needs: frozenset[str]
    communities: frozenset[str]
    languages: frozenset[str]
    statewide: bool
    counties: frozenset[str]

    def is_particular(self, need: str) -> bool:
        """True when it is by or for communities that the need itself does not mean."""
        words = fitting.need_words().get(need)
        return bool(self.communities - (words.communities if words else frozenset()))


def read(session: Session) -> list[Offer]:
    """All services of the search tables, those families can be told of."""
    found: dict[str, Offer] = {}
    query = select(Entry.service_id, Entry.fit).execution_options(yield_per=AT_ONCE)
    for service, fit in session.execute(query):
        before = found.get(service)
        here = Offer(
            service,
            fit["organization_id"] or fit["name"],
            frozenset(fit["strengths"]),
            frozenset(fit["communities"]),
            frozenset(fit["languages"]),
            bool(fit["statewide"]),
            frozenset(fit["counties"]),
        )
        found[service] = _both(before, here) if before else here
    return list(found.values())


def _both(one: Offer, other: Offer) -> Offer:
    """One service at two places reaches what either place reaches."""
    statewide = one.statewide or other.statewide
    return Offer(
        one.service,
        one.organization,
        one.needs | other.needs,
        one.communities | other.communities,
        one.languages | other.languages,
        statewide,
        frozenset() if statewide else one.counties | other.counties,
    )
