"""Finds the services that fit a family: by needs and place, by a program's name, by an organization's name."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.directory import fitting, names, programs, rotation, wording
from bot.directory.entries import STATEWIDE, Entry
from bot.directory.freshness import Today
from bot.directory.judging import fits, judged
from bot.directory.ranking import Judged, judge
from bot.directory.records import Found
from bot.directory.requests import Cost, Request
from bot.store import now

__all__ = [
    "Cost",
    "Request",
    "by_name",
    "by_program",
    "explain",
    "explain_name",
    "explain_program",
    "find",
    "shown",
]

SURELY = 80.0
"""The likeness of a name from which it is taken for the one that was meant."""
LAST_RESORT = "navigation"
"""The need whose services (211) help anyone to look further."""
ENTRIES = 400
"""How many places of the services with such names are looked at."""
_ENTRY = Entry.__table__.c
_CARDS = select(_ENTRY.id, _ENTRY.card).where(_ENTRY.id.in_(bindparam("entries", expanding=True)))
ANYWHERE = Request(needs=(), place=None)


def find(session: Session, request: Request) -> list[Found]:
    """The services that fit best, best first. Where none answers the needs, those for related needs, and 211.

    Their `why` tells: it holds «need:…» only for needs that were asked for, «related:…» and «words:…» for the
    others. Records in `exclude` were shown before: with it, nothing is filled up, and an empty list means no
    more.
    """
    return shown(session, explain(session, request))


def explain(session: Session, request: Request) -> list[Judged]:
    """The same with every reason and its points."""
    today = Today.at(now())
    fitting_ones = judged(session, [f"need:{need}" for need in request.needs], request, today)
    if request.exclude:
        return rotation.choose(fitting_ones, request.needs, request.limit)
    good = [one for one in fitting_ones if not one.is_weak]
    found = rotation.choose(good, request.needs, request.limit)
    if request.words and len(found) < request.limit:
        found += _others(wording.judged(session, request, today), found, (), request.limit)
    related = [other for need in request.needs for other in fitting.related(need)]
    for other in dict.fromkeys((*related, LAST_RESORT)):
        if len(found) >= request.limit:
            return found
        if request.needs and other not in request.needs:
            found += _related(session, other, request, found, today)
    weak = [one for one in fitting_ones if one.is_weak]
    return found + rotation.choose(weak, request.needs, request.limit - len(found))


def by_program(session: Session, program: str, request: Request) -> list[Found]:
    """Services that name a program, by any of its names; the request says where, for whom and how many.

    A program the vocabulary does not know is looked for in the names of organizations and services. An empty
    list means that no record names it.
    """
    return shown(session, explain_program(session, program, request))


def explain_program(session: Session, program: str, request: Request) -> list[Judged]:
    """The same with every reason and its points."""
    known = programs.named(program)
    if known is None:
        named = _named(session, program, request.limit, request)
        return [one for one, likeness in named if likeness >= SURELY]
    request = replace(request, needs=known.needs)
    found = judged(session, [f"program:{known.name}"], request, Today.at(now()), known.name)
    return rotation.choose(found, (), request.limit)


def by_name(session: Session, text: str, limit: int = 3, request: Request = ANYWHERE) -> list[Found]:
    """Services whose organization or own name is most like the text, typing errors allowed.

    Of names equally like, those near and those anybody can use and trust come first. A place in the request
    leaves only what serves it. Their score is the likeness, 0 to 100.
    """
    named = {one.record_id: (one, likeness) for one, likeness in _named(session, text, limit, request)}
    found = shown(session, [one for one, _ in named.values()])
    return [replace(one, score=round(named[one.id][1], 2)) for one in found]


def explain_name(session: Session, text: str, limit: int, request: Request = ANYWHERE) -> list[Judged]:
    """The same with every reason and its points."""
    return [one for one, _ in _named(session, text, limit, request)]


def _named(session: Session, text: str, limit: int, request: Request) -> list[tuple[Judged, float]]:
    areas = (request.place.county, STATEWIDE) if request.place else ()
    likeness = dict(names.search(session, text, limit, areas))
    query = select(Entry.id).where(Entry.service_id.in_(likeness)).limit(ENTRIES)
    today = Today.at(now())
    found = []
    for entry, (record, fit) in fits(session, session.execute(query).scalars().all()).items():
        like = likeness[fit.service_id]
        one = judge(entry, record, fit, request, today, words=(f"name:{like:.0f}", 0.0))
        if one and record not in request.exclude:
            found.append((one, like))
    found.sort(key=lambda pair: (-round(pair[1]), -pair[0].score, pair[0].record_id))
    best: dict[str, tuple[Judged, float]] = {}
    for one, like in found:
        best.setdefault(one.fit.service_id, (one, like))
    return list(best.values())[:limit]


def _related(
    session: Session, other: str, request: Request, found: list[Judged], today: Today
) -> list[Judged]:
    """Services for another need than those asked for, said to be so, as many as are still wanted."""
    fitting_ones = judged(session, [f"need:{other}"], replace(request, needs=(other,)), today)
    return [
        replace(one, points=((f"related:{other}", one.points[0][1]), *one.points[1:]), answered=frozenset())
        for one in _others([one for one in fitting_ones if not one.is_weak], found, (other,), request.limit)
    ]


def _others(
    fitting_ones: list[Judged], found: list[Judged], needs: tuple[str, ...], limit: int
) -> list[Judged]:
    """The best of these that are not among those found already, as many as are still wanted."""
    shown = {one.fit.service_id for one in found}
    others = [one for one in fitting_ones if one.fit.service_id not in shown]
    return rotation.choose(others, needs, limit - len(found))


def shown(session: Session, chosen: list[Judged]) -> list[Found]:
    """The records as a family may be told of them."""
    rows = session.execute(_CARDS, {"entries": [one.entry_id for one in chosen]}).all()
    cards = {entry: Found.from_json(card) for entry, card in rows}
    today = Today.at(now())
    return [
        card.found_by(one.score, one.why, one.distance_km, today.is_stale(card.assured_on))
        for one in chosen
        if (card := cards.get(one.entry_id))
    ]
