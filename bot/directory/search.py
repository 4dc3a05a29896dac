"""Finds the services that fit a family: by needs and place, by a program's name, by an organization's name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory import candidates, fitting, names, programs, rotation
from bot.directory.entries import Entry
from bot.directory.fit import Fit
from bot.directory.ranking import Judged, judge, merit
from bot.directory.records import Found
from bot.directory.requests import Request
from bot.store import now

__all__ = ["Request", "by_name", "by_program", "explain", "find"]

ENOUGH = 3
"""How many times the number asked for must fit before no more are looked at."""
SURELY = 80.0
"""The likeness of a name from which it is taken for the one that was meant."""
LAST_RESORT = "navigation"
"""The need whose services (211) help anyone to look further."""


def find(session: Session, request: Request) -> list[Found]:
    """The services that fit best, best first. Where none answers the needs, those for related needs, and 211.

    Their `why` tells: it holds «need:…» only for needs that were asked for, «related:…» for the others.
    Records in `exclude` were shown before: with it, nothing is filled up, and an empty list means no more.
    """
    return _shown(session, explain(session, request))


def explain(session: Session, request: Request) -> list[Judged]:
    """The same with every reason and its points."""
    fitting_ones = _judged(session, [f"need:{need}" for need in request.needs], request)
    if request.exclude:
        return rotation.choose(fitting_ones, request.needs, request.limit)
    good = [one for one in fitting_ones if not one.is_weak]
    found = rotation.choose(good, request.needs, request.limit)
    related = [other for need in request.needs for other in fitting.related(need)]
    for other in dict.fromkeys((*related, LAST_RESORT)):
        if len(found) >= request.limit:
            return found
        if other not in request.needs:
            found += _related(session, other, request, found)
    weak = [one for one in fitting_ones if one.is_weak]
    return found + rotation.choose(weak, request.needs, request.limit - len(found))


def by_program(session: Session, program: str, request: Request) -> list[Found]:
    """Services that name a program, by any of its names; the request says where, for whom and how many.

    A program the vocabulary does not know is looked for in the names of organizations and services. An empty
    list means that no record names it.
    """
    known = programs.named(program)
    if known is None:
        named = by_name(session, program, request.limit * 4)
        return [one for one in named if one.score >= SURELY and _serves(one, request)][: request.limit]
    request = replace(request, needs=known.needs)
    judged = _judged(session, [f"program:{known.name}"], request, program=known.name)
    return _shown(session, rotation.choose(judged, (), request.limit))


def by_name(session: Session, text: str, limit: int = 3) -> list[Found]:
    """Services whose organization or own name is most like the text, typing errors allowed.

    Of names equally like, the records anybody can use and trust come first.
    """
    likeness = dict(names.search(session, text, limit * 4))
    query = select(Entry.id, Entry.fit).where(Entry.id.in_(likeness))
    today = now().date()
    merits = {entry: merit(Fit.from_json(fit), None, today) for entry, fit in session.execute(query)}
    ids = sorted(merits, key=lambda entry: (-round(likeness[entry]), -merits[entry], entry))[:limit]
    cards = _cards(session, ids)
    return [
        Found.from_json(cards[entry]).found_by(likeness[entry], (f"name:{likeness[entry]:.0f}",), None)
        for entry in ids
    ]


def _judged(session: Session, terms: list[str], request: Request, program: str | None = None) -> list[Judged]:
    """The candidates that fit, with their points, in no order."""
    today = now().date()
    judged: list[Judged] = []
    known = 0
    for times in (1, 4, 16):
        ids = candidates.pick(session, terms, request, times)
        query = select(Entry.id, Entry.record_id, Entry.fit).where(Entry.id.in_(ids))
        judged = [
            one
            for entry_id, record_id, fit in session.execute(query)
            if record_id not in request.exclude
            and (one := judge(entry_id, record_id, Fit.from_json(fit), request, today, program))
        ]
        if len(ids) == known or len(judged) >= ENOUGH * request.limit:
            break
        known = len(ids)
    return judged


def _related(session: Session, other: str, request: Request, found: list[Judged]) -> list[Judged]:
    """Services for another need than those asked for, said to be so, as many as are still wanted."""
    shown = {one.fit.service_id for one in found}
    judged = _judged(session, [f"need:{other}"], replace(request, needs=(other,)))
    good = [one for one in judged if one.fit.service_id not in shown and not one.is_weak]
    return [
        replace(one, points=((f"related:{other}", one.points[0][1]), *one.points[1:]), answered=frozenset())
        for one in rotation.choose(good, (other,), request.limit - len(found))
    ]


def _serves(one: Found, request: Request) -> bool:
    return request.place is None or one.statewide or request.place.county in one.counties


def _shown(session: Session, judged: list[Judged]) -> list[Found]:
    cards = _cards(session, [one.entry_id for one in judged])
    return [
        Found.from_json(cards[one.entry_id]).found_by(one.score, one.why, one.distance_km) for one in judged
    ]


def _cards(session: Session, ids: list[int]) -> dict[int, Any]:
    query = select(Entry.id, Entry.card).where(Entry.id.in_(ids))
    return {entry: card for entry, card in session.execute(query)}
