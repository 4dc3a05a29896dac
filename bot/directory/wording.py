"""Services whose own words hold the family's words: for what no need of the taxonomy names."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory import weights as w
from bot.directory.entries import STATEWIDE, Entry
from bot.directory.freshness import Today
from bot.directory.judging import fits
from bot.directory.ranking import Judged, judge
from bot.directory.requests import Request
from bot.directory.text import postings, terms
from bot.directory.text.postings import AllOf, AnyOf, Query
from bot.directory.text.tables import Said

ENOUGH = 12
"""How many services with her words are enough to look at no weaker ones."""
AT_MOST = 80
LONG = 5
"""A word of so many letters stands for words that begin as it does, without its last one: «diapers», «diapering»."""


def judged(session: Session, request: Request, today: Today) -> list[Judged]:
    """Services with the words in their names; else anywhere; else some of the words; all that fit her."""
    words = terms.words(terms.plain(request.words))
    if not words:
        return []
    place: tuple[Query, ...] = ()
    if request.place:
        place = (AnyOf((terms.area(request.place.county), terms.area(STATEWIDE))),)
    said = [_beginning(word) for word in words]
    steps: list[tuple[Query, float]] = [
        (AllOf((*(f"n_{word}" for word in said), *place)), w.WORDS_IN_NAME),
        (AllOf((*said, *place)), w.WORDS),
    ]
    if len(words) > 1:
        steps.append((AllOf((AnyOf(tuple(f"n_{word}" for word in said)), *place)), w.SOME_WORDS))
        steps.append((AllOf((AnyOf(tuple(said)), *place)), w.SOME_WORDS / 2))
    found: dict[int, float] = {}
    for query, points in steps:
        for number in postings.holding(session, postings.TEXTS, query, AT_MOST):
            found.setdefault(number, points)
        if len(found) >= ENOUGH:
            break
    return _judged(session, found, request, today)


def _judged(session: Session, found: dict[int, float], request: Request, today: Today) -> list[Judged]:
    query = (
        select(Entry.id, Said.id)
        .join(Said, Said.service_id == Entry.service_id)
        .where(Said.id.in_(found))
        .limit(5 * AT_MOST)
    )
    points = {entry: found[number] for entry, number in session.execute(query)}
    reason = f"words:{request.words.strip()[:60]}"
    return [
        one
        for entry, (record, fit) in fits(session, points).items()
        if (one := judge(entry, record, fit, request, today, words=(reason, points[entry])))
    ]


def _beginning(word: str) -> str:
    return f"{word[:-1]}*" if len(word) >= LONG and not word.startswith("_") else word
