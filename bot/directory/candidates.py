"""Picks, from thousands of records that answer a need, the few worth judging closely.

They are weighed all at once by the numbers on their shelves, nearly as `ranking` judges them one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from sqlalchemy.orm import Session

from bot.directory import fitting, ranking, shelf
from bot.directory import weights as w
from bot.directory.entries import STATEWIDE
from bot.directory.freshness import Today
from bot.directory.opening import hour_of_week
from bot.directory.requests import Cost, Request
from bot.directory.shelf import Numbers, Shelved

CLOSELY = 14
"""How many services are picked for each need, at least, and how many for each that is to be shown."""
FOR_EACH = 5
OF_ONE_ORGANIZATION = 3
"""At most so many of one organization, as long as there are others."""
ALSO = 0.7 * (w.FURTHER_NEED + w.TURN)
"""For a further need, of which the shelf does not say how well it is answered."""
KM_PER_DEGREE = 111.2


def pick(session: Session, terms: Iterable[str], request: Request, today: Today, times: int = 1) -> list[int]:
    """Ids of entries: for each term the best.

    `times` asks for as many times more, for when too many of the best did not fit after all.
    """
    areas = (STATEWIDE, request.place.county) if request.place else (STATEWIDE,)
    most = max(CLOSELY, FOR_EACH * request.limit) * times + len(request.exclude)
    found: dict[int, None] = {}
    for term, shelves in shelf.read(session, list(terms), areas).items():
        if shelves:
            points = np.concatenate([weigh(shelved, term, request, today) for shelved in shelves])
            found.update(dict.fromkeys(_best(shelves, points, most)))
    return list(found)


def weigh(shelved: Shelved, term: str, request: Request, today: Today) -> Numbers:
    """About the points of each row; minus infinity where it surely does not fit."""
    points = shelved.worth(today) + _reach(shelved, term, request)
    points += _language(shelved, request.languages)
    for need in request.needs:
        if term != f"need:{need}":
            points[(shelved.needs & np.uint64(shelf.need_bit(need))) != 0] += ALSO
    points += _others(shelved, request)
    if request.open_at:
        points[_open(shelved, request)] += w.OPEN
    points[~_may_fit(shelved, request)] = -np.inf
    return points


def _may_fit(shelved: Shelved, request: Request) -> Numbers:
    """False where a row surely does not fit."""
    fits = np.ones(len(shelved), bool)
    age = request.child_age_months
    if age is not None:
        youngest, oldest = shelved.youngest, shelved.oldest
        fits &= (youngest >= ranking.TEENS) | ((age >= youngest) & ((oldest < 0) | (age <= oldest)))
    if request.cost:
        affordable = shelf.FREE if request.cost is Cost.FREE else shelf.FREE | shelf.SLIDING
        fits &= shelved.has(affordable)
    if request.undocumented:
        fits &= shelved.has(shelf.UNDOCUMENTED)
    if request.only_open and request.open_at:
        fits &= _open(shelved, request)
    return fits


def _best(shelves: list[Shelved], points: Numbers, most: int) -> list[int]:
    """Entries of the best rows, each service once at its best place, no organization crowding out the others."""
    entries, services, organizations = (
        np.concatenate([getattr(shelved, name) for shelved in shelves])
        for name in ("entry", "service", "organization")
    )
    chosen: list[int] = []
    crowded: list[int] = []
    seen: set[int] = set()
    of_one: Counter[int] = Counter()
    for row in _downwards(points, 8 * most):
        service, organization = int(services[row]), int(organizations[row])
        if service in seen:
            continue
        seen.add(service)
        of_one[organization] += 1
        (chosen if of_one[organization] <= OF_ONE_ORGANIZATION else crowded).append(int(entries[row]))
        if len(chosen) == most:
            return chosen
    return chosen + crowded[: most - len(chosen)]


def _downwards(points: Numbers, first: int) -> Iterable[int]:
    """Rows that may fit, best first; the first few are sorted alone, the rest only when they are needed."""
    few = np.argpartition(-points, first)[:first] if len(points) > first else np.arange(len(points))
    few = few[np.lexsort((few, -points[few]))]
    yield from few[points[few] > -np.inf].tolist()
    if len(points) > first:
        rest = np.argsort(-points, kind="stable")
        known = set(few.tolist())
        yield from (row for row in rest[points[rest] > -np.inf].tolist() if row not in known)


def _reach(shelved: Shelved, term: str, request: Request) -> Numbers:
    place = request.place
    if place is None or not place.is_a_point or not shelved.is_placed:
        return shelved.area
    north = (shelved.latitude - place.latitude) * KM_PER_DEGREE
    east = (shelved.longitude - place.longitude) * (KM_PER_DEGREE * np.cos(np.radians(place.latitude)))
    away = np.sqrt(north * north + east * east + shelved.uncertain)
    near = w.HERE + w.NEAR * np.exp(away * (-1 / w.NEAR_FADES_KM))
    words = fitting.need_words().get(term.removeprefix("need:"))
    per_km = w.FAR_PER_KM if words and words.goes_there else w.FAR_PER_KM * w.FAR_BY_PHONE
    most = w.FAR_AT_MOST if words and words.goes_there else w.FAR_AT_MOST * w.FAR_BY_PHONE
    near[shelved.has(shelf.TOWN)] *= w.TOWN_ONLY
    near -= np.clip((away - w.FAR_KM) * per_km, 0, most)
    return np.where(shelved.placed, near, shelved.area)


def _language(shelved: Shelved, wanted: tuple[str, ...]) -> Numbers | float:
    otherwise = w.LANGUAGE_NOT_LISTED if wanted and "en" not in wanted else 0.0
    points = np.where(shelved.has(shelf.ENGLISH), otherwise, w.OTHER_LANGUAGE_ONLY)
    points[shelved.languages == 0] = 0.0
    if any(language != "en" for language in wanted):
        spoken = (shelved.languages & _number(x for x in wanted if x != "en")) != 0
        points[spoken] = w.LANGUAGE_SPOKEN if wanted[0] != "en" else 0.0
    return points


def _others(shelved: Shelved, request: Request) -> Numbers:
    """By or for her communities, or for others."""
    points = shelved.others.copy()
    speaks = (shelved.languages & _number(x for x in request.languages if x != "en")) != 0
    points[speaks] *= w.SPEAKS_HER_LANGUAGE
    if request.communities:
        points[(shelved.communities & _number(request.communities)) != 0] = w.COMMUNITY_NAMED
    return points


def _open(shelved: Shelved, request: Request) -> Numbers:
    assert request.open_at
    byte, bit = divmod(hour_of_week(request.open_at), 8)
    return (shelved.hours[:, byte] >> bit & 1) != 0


def _number(codes: Iterable[str]) -> Numbers:
    return np.uint64(shelf.bits(codes))
