"""Judges how well one record fits one request, in points with a reason each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot import gazetteer
from bot.directory import fitting, opening
from bot.directory import weights as w
from bot.directory.fit import Fit
from bot.directory.requests import Request

Points = tuple[str, float]
"""A machine-readable reason («near:4.2»), and what it counts."""
TEENS = 13 * 12
"""Ages of a record that begin here or later, in months, are those of a parent, not of a child."""
MANY = 5
"""A line in English and this many languages, for this many communities, is for everyone."""


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
    entry_id: int, record_id: str, fit: Fit, request: Request, today: date, program: str | None = None
) -> Judged | None:
    """The record's points for a request, or None when it does not fit: wrong county, wrong age, wrong need."""
    if not _serves(fit, request) or not _takes_child(fit, request):
        return None
    answered = frozenset(need for need in request.needs if need in fit.strengths)
    if program is None and not answered:
        return None
    distance, reach = _reach(fit, request)
    points = (
        *_need(fit, request, program),
        reach,
        *_language(fit, request.languages),
        *_people(fit, request.communities, request.languages, answered or fit.strengths),
        *_trust(fit, today),
        *_ways(fit, gives=program is None),
        *_open(fit, request),
    )
    score = sum(worth for _, worth in points)
    held_back = any(reason == "for_others_only" for reason, _ in points)
    return Judged(entry_id, record_id, fit, points, score, distance, answered, held_back)


def merit(fit: Fit, need: str | None, today: date) -> float:
    """Points any family would give a record for a need before distance and language are looked at."""
    needs = [need] if need else list(fit.strengths)
    strength = fit.strengths[need] if need else 1.0
    reach = _area(fit) if fit.statewide or not fit.spots else ("", w.HERE)
    judged = (
        reach,
        *_language(fit, ()),
        *_people(fit, (), (), needs),
        *_trust(fit, today),
        *_ways(fit, gives=True),
    )
    return w.NEED * strength + sum(points for _, points in judged)


def _serves(fit: Fit, request: Request) -> bool:
    if request.place is None or fit.statewide or not fit.counties:
        return True
    return request.place.county in fit.counties


def _takes_child(fit: Fit, request: Request) -> bool:
    age = request.child_age_months
    if age is None or (fit.youngest_months or 0) >= TEENS:
        return True
    too_young = fit.youngest_months is not None and age < fit.youngest_months
    too_old = fit.oldest_months is not None and age > fit.oldest_months
    return not (too_young or too_old)


def _need(fit: Fit, request: Request, program: str | None) -> Iterator[Points]:
    if program:
        about = max((fit.strengths[need] for need in request.needs if need in fit.strengths), default=w.WEAK)
        yield f"program:{program}", w.NEED * about / (1 + 0.1 * max(0, len(fit.programs) - 1))
    answered = sorted(
        ((fit.strengths[need], need) for need in request.needs if need in fit.strengths), reverse=True
    )
    for number, (strength, need) in enumerate(answered):
        most = w.FURTHER_NEED if number or program else w.NEED
        yield f"need:{need}", most * strength


def _reach(fit: Fit, request: Request) -> tuple[float | None, Points]:
    """The distance that can be told, and the points for serving where the family is."""
    place, words = request.place, fitting.need_words()
    if fit.statewide or not fit.spots or place is None or not place.is_a_point:
        return None, _area(fit)
    distance, spot = min(
        (
            (gazetteer.distance_km(place.latitude, place.longitude, s.latitude, s.longitude), s)
            for s in fit.spots
        ),
        key=lambda pair: pair[0],
    )
    likely = math.hypot(distance, spot.uncertain_km)
    near = w.NEAR * math.exp(-likely / w.NEAR_FADES_KM)
    far = min(w.FAR_AT_MOST, max(0.0, likely - w.FAR_KM) * w.FAR_PER_KM)
    if not any(need in words and words[need].goes_there for need in request.needs if need in fit.strengths):
        far *= w.FAR_BY_PHONE
    if spot.name is None:
        return round(distance, 1), (f"near:{distance:.1f}", w.HERE + near - far)
    return None, (f"town:{spot.name}", (w.HERE + near) * w.TOWN_ONLY - far)


def _area(fit: Fit) -> Points:
    if fit.statewide:
        return "statewide", w.STATEWIDE
    if not fit.counties:
        return "reach_unknown", w.REACH_UNKNOWN
    if len(fit.counties) == 1:
        return "county", w.COUNTY
    return "region", w.FEW_COUNTIES if len(fit.counties) <= 10 else w.MANY_COUNTIES


def _language(fit: Fit, wanted: tuple[str, ...]) -> Iterator[Points]:
    if not fit.languages:
        return
    match = next((language for language in wanted if language in fit.languages), None)
    if match and match != "en":
        yield f"language:{match}", w.LANGUAGE_SPOKEN
    elif not match and "en" not in fit.languages:
        yield "other_language_only", w.OTHER_LANGUAGE_ONLY
    elif not match and wanted:
        yield "language_not_listed", w.LANGUAGE_NOT_LISTED


def _people(
    fit: Fit, named: tuple[str, ...], languages: tuple[str, ...], needs: Iterable[str]
) -> Iterator[Points]:
    """By or for the communities she named, or for others; `needs` are those it is asked about."""
    words = fitting.need_words()
    needs = set(needs)
    implied = {community for need in needs if need in words for community in words[need].communities}
    own = set(fit.communities)
    hers = [community for community in named if community in own]
    for_all = "en" in fit.languages and min(len(fit.languages), len(own)) >= MANY
    if hers:
        yield f"community:{hers[0]}", w.COMMUNITY_NAMED
    elif own and not own & implied and not for_all:
        hers_by_language = any(language in fit.languages for language in languages if language != "en")
        yield (
            "for_others_in_particular",
            w.COMMUNITY_OTHER * (w.SPEAKS_HER_LANGUAGE if hers_by_language else 1),
        )
        if fit.restricted:
            yield "for_others_only", w.RESTRICTED
    narrow = 0.0
    for name in fit.groups:
        group = fitting.groups()[name]
        if not (group.needs & needs or group.communities & (set(named) | implied | own)):
            narrow += w.GROUP
    if narrow:
        yield "for_a_group", max(narrow, w.GROUPS_AT_MOST)


def _trust(fit: Fit, today: date) -> Iterator[Points]:
    if fit.recheck:
        yield "recheck", w.RECHECK
    if fit.assured_day is None:
        yield "undated", w.UNDATED
        return
    days = today.toordinal() - fit.assured_day
    points = next((points for limit, points in w.VERIFIED if days <= limit), w.VERIFIED_LONG_AGO)
    yield f"verified:{date.fromordinal(fit.assured_day).year}", points


def _ways(fit: Fit, gives: bool) -> Iterator[Points]:
    """How it can be reached; `gives` when the help itself is wanted, not what someone knows about it."""
    if fit.reached_by != "phone":
        yield {
            "web": ("no_phone", w.NO_PHONE),
            "address": ("address_only", w.ONLY_ADDRESS),
            "nothing": ("no_way_to_reach_it", w.NO_WAY_TO_REACH),
        }[fit.reached_by]
    if gives and fit.only_tells:
        yield "tells_where_to_go", w.ONLY_TELLS


def _open(fit: Fit, request: Request) -> Iterator[Points]:
    if request.open_at is None:
        return
    state = opening.is_open(fit.schedule, request.open_at)
    if state is not None:
        yield ("open", w.OPEN) if state else ("closed", w.CLOSED)
