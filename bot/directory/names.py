"""Finds services by name, typing errors allowed. One small interface: `search`."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory.entries import number_of
from bot.directory.text import postings
from bot.directory.text.postings import AllOf, AnyOf
from bot.directory.text.tables import Name, Named, NameTerm
from bot.directory.text.terms import EAST_ASIAN, grams, plain

__all__ = ["plain", "search"]

LEAST = 72.0
"""The likeness (0 to 100) below which a name is another name."""
SHORT = 4
"""A name of so few letters must stand as words of its own in the longer name."""
SURE = 90.0
"""The likeness from which no other name need be looked for."""
ALIKE = 100
"""How many names are read that hold all of the words, or all but one."""
ROUGHLY = 250
"""How many names are read that share rare pieces with what was typed."""
TELLING = 6
"""So many of a name's rarest pieces tell whether it holds its words."""
AT_MOST_NAMES = 8
SERVICES = 150
SERVICES_FOR_EACH = 8
"""How many names, and services of these names, are looked at for each that is asked for."""
_NAME, _NAMED = Name.__table__, Named.__table__


def search(session: Session, text: str, limit: int, areas: Sequence[str] = ()) -> list[tuple[str, float]]:
    """(service id, likeness) of those most like the text, best first, more than asked for: many may be as like.

    With `areas` only services that serve one of them.
    """
    asked = plain(text)
    if len(asked) < 3 and not EAST_ASIAN.search(asked):
        return []
    alike = {
        number: likeness
        for number, name in _worth_a_look(session, asked).items()
        if (likeness := _likeness(asked, name)) >= LEAST
    }
    best = sorted(alike, key=lambda number: (-alike[number], number))[: AT_MOST_NAMES * limit]
    query = select(_NAMED.c.name_id, _NAMED.c.service_id).where(_NAMED.c.name_id.in_(best))
    if areas:
        query = query.where(_NAMED.c.area.in_(areas))
    found: dict[str, float] = {}
    for number, service in session.execute(query.distinct().limit(SERVICES)).all():
        found[service] = max(found.get(service, 0.0), alike[number])
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[: SERVICES_FOR_EACH * limit]


def _worth_a_look(session: Session, asked: str) -> dict[int, str]:
    """Names that may be meant: those with all of its words, else with all but one, else that share rare pieces."""
    words = [word for word in grams(asked) if word]
    uses = _uses(session, frozenset().union(*words))
    found: dict[int, str] = {}
    if whole := _all_of(words, uses):
        found.update(postings.names_holding(session, whole, ALIKE))
    if len(asked) <= SHORT or any(_likeness(asked, name) >= SURE for name in found.values()):
        exact = select(_NAME.c.id, _NAME.c.plain).where(_NAME.c.id == number_of(asked))
        return {**found, **{number: name for number, name in session.execute(exact).all()}}
    others = [_all_of([*words[:n], *words[n + 1 :]], uses) for n in range(min(len(words), 8))]
    if any(others):
        found.update(postings.names_holding(session, AnyOf(tuple(filter(None, others))), ALIKE))
    if rare := _rare(uses):
        found.update(postings.names_holding(session, AnyOf(rare), ROUGHLY))
    return found


def _uses(session: Session, pieces: frozenset[str]) -> dict[str, int]:
    """In how many names each piece stands."""
    terms = NameTerm.__table__.c
    query = select(terms.term, terms.uses).where(terms.term.in_(sorted(pieces)))
    known = {term: uses for term, uses in session.execute(query).all()}
    return {piece: known.get(piece, 0) for piece in pieces}


def _all_of(words: list[frozenset[str]], uses: dict[str, int]) -> AllOf | None:
    """Names that hold all of these words, told by their rarest pieces; None where some piece is in no name."""
    pieces = sorted(frozenset().union(*words), key=lambda piece: (uses[piece], piece))
    if not pieces or not uses[pieces[0]]:
        return None
    return AllOf(tuple(pieces[:TELLING]))


def _rare(uses: dict[str, int]) -> tuple[str, ...]:
    """The rarest pieces, as many as stand in few enough names to read; the rarest two at least."""
    chosen: list[str] = []
    read = 0
    for number, piece in sorted((number, piece) for piece, number in uses.items() if number):
        read += number
        if read > ROUGHLY and len(chosen) >= 2:
            break
        chosen.append(piece)
    return tuple(chosen)


def _likeness(asked: str, name: str) -> float:
    """How like two plain names are: the words they share count, then any part of the longer, then the whole."""
    if len(asked) <= SHORT and not EAST_ASIAN.search(asked):
        return 100.0 if asked == name else 90.0 if f" {asked} " in f" {name} " else 0.0
    whole = fuzz.ratio(asked, name)
    words = fuzz.token_set_ratio(asked, name)
    if max(words, whole) < LEAST - 22 and len(asked) > len(name):
        return 0.0
    part = fuzz.partial_ratio(asked, name) if len(asked) <= len(name) else whole
    return 0.45 * max(words, part) + 0.35 * part + 0.2 * whole
