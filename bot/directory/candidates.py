"""Picks, from thousands of records that answer a need, the few worth judging closely.

They are picked in the database by their merit (what any family would give them) and by distance, roughly;
`ranking` judges them exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.directory import weights as w
from bot.directory.entries import STATEWIDE
from bot.directory.requests import Request

CLOSELY = 36
"""How many are picked for each need…"""
SPECIAL = 12
"""…and how many more that share a community or a language with the family."""
AT_MOST = 600
KM_PER_DEGREE = 111.2

_BY_MERIT = text(
    """
    SELECT entry_id FROM directory_key
    WHERE term = :term AND area IN (:everywhere, :county)
    ORDER BY merit DESC, entry_id LIMIT :most
    """
)
_BY_MERIT_AND_DISTANCE = text(
    """
    SELECT entry_id FROM (
        SELECT entry_id, merit, (abs(latitude - :latitude) + abs(longitude - :longitude) * :narrowing) * :km AS away
        FROM directory_key
        WHERE term = :term AND area IN (:everywhere, :county)
    ) AS keys
    ORDER BY merit + CASE
        WHEN away IS NULL THEN 0
        WHEN away < :near_km THEN :near * (1 - 0.9 * away / :near_km)
        WHEN away < :far_km THEN 1
        ELSE 0 - :far * away
    END DESC, entry_id LIMIT :most
    """
)


def pick(session: Session, terms: Iterable[str], request: Request, times: int = 1) -> list[int]:
    """Ids of entries: for each term the best, and the best that share a community or a language with her.

    `times` asks for as many times more, for when too many of the best did not fit after all.
    """
    found: dict[int, None] = {}
    shown = len(request.exclude)
    special = (*request.communities, *(language for language in request.languages if language != "en"))
    for term in terms:
        found.update(dict.fromkeys(_best(session, term, request, CLOSELY * times + shown)))
        if term.startswith("need:"):
            for code in special:
                found.update(
                    dict.fromkeys(_best(session, f"{term}+{code}", request, SPECIAL * times + shown))
                )
    return list(found)


def _best(session: Session, term: str, request: Request, most: int) -> Sequence[int]:
    place = request.place
    values = {
        "term": term,
        "everywhere": STATEWIDE,
        "county": place.county if place else STATEWIDE,
        "most": min(most, AT_MOST),
    }
    if place is None or not place.is_a_point:
        return session.execute(_BY_MERIT, values).scalars().all()
    values |= {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "narrowing": math.cos(math.radians(place.latitude)),
        "km": KM_PER_DEGREE,
        "near_km": 2 * w.NEAR_FADES_KM,
        "near": w.NEAR,
        "far_km": w.FAR_KM,
        "far": w.FAR_PER_KM / 2,
    }
    return session.execute(_BY_MERIT_AND_DISTANCE, values).scalars().all()
