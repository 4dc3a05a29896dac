"""Judges how well one record fits one request, in points with a reason each."""

from __future__ import annotations

from dataclasses import dataclass

from bot.directory import opening, reasons, saying
from bot.directory import weights as w
from bot.directory.fit import Fit
from bot.directory.freshness import Today
from bot.directory.reasons import Points
from bot.directory.requests import Cost, Request

TEENS = 13 * 12
"""Ages of a record that begin here or later, in months, are those of a parent, not of a child."""
AFFORDABLE = {Cost.FREE: (saying.FREE,), Cost.SLIDING: (saying.FREE, saying.SLIDING)}


@dataclass(frozen=True)
class Judged:
    """A record with its points for one request."""

    entry_id: int
    record_id: str
    fit: Fit
    points: tuple[Points, ...]
    score: float
    """All points together."""
    distance_km: float | None
    """How far it is; None when its address or the family's place is not known closely enough."""
    answered: frozenset[str]
    """The needs asked for that it answers."""
    held_back: bool
    """True when it is for others only: never first while something else fits."""

    @property
    def is_weak(self) -> bool:
        """True when it answers none of the needs asked for well, is for others only, or fits poorly in all."""
        return (
            self.held_back
            or self.score < w.POOR
            or not any(self.fit.strengths[need] >= w.WEAK for need in self.answered)
        )

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons."""
        return tuple(reason for reason, _ in self.points)


def judge(
    entry_id: int,
    record_id: str,
    fit: Fit,
    request: Request,
    today: Today,
    program: str | None = None,
    words: Points | None = None,
) -> Judged | None:
    """The record's points for a request, or None when it does not fit: wrong county, wrong age, wrong need.

    A record need not answer the needs where it names the `program`, or holds the family's `words`.
    """
    if not (_serves(fit, request) and _takes_child(fit, request) and _keeps_to(fit, request)):
        return None
    answered = frozenset(need for need in request.needs if need in fit.strengths)
    if program is None and words is None and not answered:
        return None
    distance, reach = reasons.reach(fit, request)
    points = (
        *([words] if words else ()),
        *reasons.need(fit, request, program),
        reach,
        *reasons.language(fit, request.languages),
        *reasons.people(fit, request.communities, request.languages, answered or fit.strengths),
        *reasons.trust(fit, today),
        *reasons.ways(fit, gives=program is None),
        *reasons.asked_for(fit, request),
        *reasons.opened(fit, request),
    )
    score = sum(worth for _, worth in points)
    held_back = any(reason == "for_others_only" for reason, _ in points)
    return Judged(entry_id, record_id, fit, points, score, distance, answered, held_back)


def merit(fit: Fit, need: str | None) -> tuple[float, float]:
    """Points any family would give a record for a need, whoever and wherever she is and whatever the day.

    The second number is what it loses by being for other people than her; it is nothing to her if it is for
    hers.
    """
    strength = fit.strengths[need] if need else 1.0
    others = sum(points for _, points in reasons.people(fit, (), (), [need] if need else list(fit.strengths)))
    return w.NEED * strength + sum(points for _, points in reasons.ways(fit, gives=True)), others


def trust(assured_day: int | None, recheck: bool, today: Today) -> float:
    """Points for how lately and surely a record was verified."""
    return sum(points for _, points in reasons.verified(assured_day, recheck, today))


def area(fit: Fit) -> float:
    """Points for the area it serves, where no nearness can be judged."""
    return reasons.area(fit)[1]


def _serves(fit: Fit, request: Request) -> bool:
    if request.place is None or fit.statewide or not fit.counties:
        return True
    return request.place.county in fit.counties


def _keeps_to(fit: Fit, request: Request) -> bool:
    """True when it is within what the family can do: what a record does not say is not taken for said."""
    if request.undocumented and not fit.undocumented:
        return False
    if request.cost and fit.cost not in AFFORDABLE[request.cost]:
        return False
    return not (request.only_open and request.open_at and not opening.is_open(fit.schedule, request.open_at))


def _takes_child(fit: Fit, request: Request) -> bool:
    age = request.child_age_months
    if age is None or (fit.youngest_months or 0) >= TEENS:
        return True
    too_young = fit.youngest_months is not None and age < fit.youngest_months
    too_old = fit.oldest_months is not None and age > fit.oldest_months
    return not (too_young or too_old)
