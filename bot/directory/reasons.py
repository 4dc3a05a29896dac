"""The reasons for and against a record, each with its points: what ranking adds up and what families can be told."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from bot import gazetteer
from bot.directory import fitting, opening
from bot.directory import weights as w
from bot.directory.fit import Fit
from bot.directory.freshness import Today
from bot.directory.requests import Request

Points = tuple[str, float]
"""A machine-readable reason («near:4.2»), and what it counts."""
MANY = 5
"""A line in English and this many languages, for this many communities, is for everyone."""


def need(fit: Fit, request: Request, program: str | None) -> Iterator[Points]:
    if program:
        about = max((fit.strengths[need] for need in request.needs if need in fit.strengths), default=w.WEAK)
        yield f"program:{program}", w.NEED * about / (1 + 0.1 * max(0, len(fit.programs) - 1))
    answered = sorted(
        ((fit.strengths[need], need) for need in request.needs if need in fit.strengths), reverse=True
    )
    for number, (strength, need) in enumerate(answered):
        most = w.FURTHER_NEED if number or program else w.NEED
        yield f"need:{need}", most * strength


def reach(fit: Fit, request: Request) -> tuple[float | None, Points]:
    """The distance that can be told, and the points for serving where the family is."""
    place, words = request.place, fitting.need_words()
    if fit.statewide or not fit.spots or place is None or not place.is_a_point:
        return None, area(fit)
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


def area(fit: Fit) -> Points:
    if fit.statewide:
        return "statewide", w.STATEWIDE
    if not fit.counties:
        return "reach_unknown", w.REACH_UNKNOWN
    if len(fit.counties) == 1:
        return "county", w.COUNTY
    return "region", w.FEW_COUNTIES if len(fit.counties) <= 10 else w.MANY_COUNTIES


def language(fit: Fit, wanted: tuple[str, ...]) -> Iterator[Points]:
    if not fit.languages:
        return
    match = next((language for language in wanted if language in fit.languages), None)
    if match and match != "en":
        yield f"language:{match}", w.LANGUAGE_SPOKEN
    elif not match and "en" not in fit.languages:
        yield "other_language_only", w.OTHER_LANGUAGE_ONLY
    elif not match and wanted:
        yield "language_not_listed", w.LANGUAGE_NOT_LISTED


def people(
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


def trust(fit: Fit, today: Today) -> tuple[Points, ...]:
    """How lately and surely it was verified."""
    return verified(fit.assured_day, fit.recheck, today)


@lru_cache(maxsize=20_000)
def verified(assured_day: int | None, recheck: bool, today: Today) -> tuple[Points, ...]:
    """The same from the day it was last verified (an ordinal) and whether it is to be checked again."""
    points: list[Points] = [("recheck", w.RECHECK)] if recheck else []
    if assured_day is None:
        return (*points, ("undated", w.UNDATED))
    day = date.fromordinal(assured_day)
    days = (today.day - day).days
    worth = next((worth for limit, worth in w.VERIFIED if days <= limit), w.VERIFIED_LONG_AGO)
    points.append((f"verified:{day.year}", worth))
    if today.is_stale(day):
        points.append(("stale", w.STALE))
    return tuple(points)


def ways(fit: Fit, gives: bool) -> Iterator[Points]:
    """How it can be reached; `gives` when the help itself is wanted, not what someone knows about it."""
    if fit.reached_by != "phone":
        yield {
            "web": ("no_phone", w.NO_PHONE),
            "address": ("address_only", w.ONLY_ADDRESS),
            "nothing": ("no_way_to_reach_it", w.NO_WAY_TO_REACH),
        }[fit.reached_by]
    if gives and fit.only_tells:
        yield "tells_where_to_go", w.ONLY_TELLS


def asked_for(fit: Fit, request: Request) -> Iterator[Points]:
    """What she asked for, that it fits is known already."""
    if request.cost:
        yield f"cost:{fit.cost}", 0.0
    if request.undocumented:
        yield "any_status", 0.0


def opened(fit: Fit, request: Request) -> Iterator[Points]:
    if request.open_at is None:
        return
    state = opening.is_open(fit.schedule, request.open_at)
    if state is not None:
        yield ("open", w.OPEN) if state else ("closed", w.CLOSED)
