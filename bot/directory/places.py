"""The place a family gives, as search needs it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from bot import gazetteer


@dataclass(frozen=True)
class Place:
    """Where a family is. Without ZIP and city only the county is known, and nearness cannot be judged."""

    label: str
    """What families call it: «90022», «Koreatown», «Orange County»."""
    latitude: float
    longitude: float
    county: str
    zip: str | None
    city: str | None

    @property
    def is_a_point(self) -> bool:
        """True when distances from here mean something."""
        return self.zip is not None or self.city is not None


class PlaceProblem(Enum):
    """Why a place cannot be searched; each value says it."""

    UNKNOWN = "there is no such place in California, as far as we know"
    OUTSIDE_CALIFORNIA = "the place exists, outside California"


def resolve(
    zip: str | None = None, city: str | None = None, county: str | None = None
) -> Place | PlaceProblem:
    """The place behind a ZIP code, a city (or neighbourhood) or a county: the first that is known, in this order.

    Names may be written as people write them, with typing errors. A ZIP code that is wrong does not hide a city
    given beside it.
    """
    problem = PlaceProblem.UNKNOWN
    for found in (
        _by_zip(zip) if zip else None,
        _by_name(city) if city else None,
        _by_county(county) if county else None,
    ):
        if isinstance(found, Place):
            return found
        if found is PlaceProblem.OUTSIDE_CALIFORNIA:
            problem = found
    return problem


def _by_zip(written: str) -> Place | PlaceProblem:
    match = re.search(r"\d{5}", written)
    if not match:
        return PlaceProblem.UNKNOWN
    code = match.group()
    area = gazetteer.zip_area(code)
    if area:
        return Place(code, area.latitude, area.longitude, area.county, code, area.city)
    return PlaceProblem.OUTSIDE_CALIFORNIA if gazetteer.zip_elsewhere(code) else PlaceProblem.UNKNOWN


def _by_name(written: str) -> Place | PlaceProblem:
    exact = gazetteer.city(written)
    if exact:
        return _of(exact)
    if gazetteer.elsewhere(written):
        return PlaceProblem.OUTSIDE_CALIFORNIA
    found = gazetteer.county(written) or gazetteer.guess(written)
    return _of(found) if found else PlaceProblem.UNKNOWN


def _by_county(written: str) -> Place | PlaceProblem:
    found = gazetteer.county(written)
    if not found and (guessed := gazetteer.guess(written)):
        found = gazetteer.county(guessed.county)
    return _of(found) if found else PlaceProblem.UNKNOWN


def _of(place: gazetteer.NamedPlace) -> Place:
    if place.kind == "county":
        return Place(f"{place.name} County", place.latitude, place.longitude, place.county, None, None)
    return Place(place.name, place.latitude, place.longitude, place.county, None, place.name)
