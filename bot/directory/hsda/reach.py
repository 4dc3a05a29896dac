"""Which services at their locations reach a postcode: by the area they serve, and by how near they are."""

from __future__ import annotations

from functools import lru_cache
from math import cos, radians
from typing import Any

from sqlalchemy import and_, false, func, or_, select
from sqlalchemy.orm import Session

from bot import gazetteer
from bot.directory import coverage
from bot.directory.coverage import Coverage
from bot.directory.hsda.given import one_of
from bot.directory.shapes import SHAPES

_AT = SHAPES["service_at_location"].table
_AREA = SHAPES["service_area"].table
_ADDRESS = SHAPES["address"].table
_LOCATION = SHAPES["location"].table
_KM_A_DEGREE = 111.2


def serving(session: Session, postcode: str) -> Any:
    """The condition that a service_at_location is for people at this postcode.

    Its own service areas decide, else its service's; where neither says anything, the county of its address. A
    postcode that is not in California is served by what serves all of the country, as far as records say that:
    none of ours do, so nothing is found.
    """
    place = gazetteer.zip_area(postcode)
    if place is None:
        return false()
    matching = _matching_areas(session, place)

    def areas_of(column: Any) -> Any:
        return select(column).where(column.is_not(None))

    has_own = _AT.c.id.in_(areas_of(_AREA.c.service_at_location_id))
    service_has = _AT.c.service_id.in_(areas_of(_AREA.c.service_id))
    return or_(
        _AT.c.id.in_(areas_of(_AREA.c.service_at_location_id).where(matching)),
        and_(~has_own, _AT.c.service_id.in_(areas_of(_AREA.c.service_id).where(matching))),
        and_(~has_own, ~service_has, _AT.c.location_id.in_(_located_in(session, place.county))),
    )


def within(session: Session, postcode: str, metres: float) -> Any:
    """The condition that a service_at_location's coordinates are so near to the postcode's centre."""
    place = gazetteer.zip_area(postcode)
    if place is None:
        return false()
    high = metres / 1000 / _KM_A_DEGREE
    wide = high / cos(radians(place.latitude))
    near = select(_LOCATION.c.id, _LOCATION.c.latitude, _LOCATION.c.longitude).where(
        _LOCATION.c.latitude.between(place.latitude - high, place.latitude + high),
        _LOCATION.c.longitude.between(place.longitude - wide, place.longitude + wide),
    )
    found = [
        key
        for key, latitude, longitude in session.execute(near)
        if gazetteer.distance_km(place.latitude, place.longitude, latitude, longitude) * 1000 <= metres
    ]
    return one_of(session, _AT.c.location_id, found)


def _matching_areas(session: Session, place: gazetteer.ZipArea) -> Any:
    """The condition that a service area holds the postcode. Areas are read once for each way they are written."""
    name = func.coalesce(func.nullif(_AREA.c.name, ""), _AREA.c.description, "")
    extent = func.coalesce(_AREA.c.extent, "")
    by_extent: dict[str, list[str]] = {}
    for written, how_far in session.execute(select(name, extent).distinct()):
        if _holds(_covered(written, how_far), place):
            by_extent.setdefault(how_far, []).append(written)
    if not by_extent:
        return false()
    return or_(*(and_(extent == e, one_of(session, name, names)) for e, names in by_extent.items()))


@lru_cache(maxsize=20_000)
def _covered(name: str, extent: str) -> Coverage:
    return coverage.of_areas([{"name": name, "extent": extent}])


def _holds(covered: Coverage, place: gazetteer.ZipArea) -> bool:
    """True when the area is all of California, or the postcode's county, or (where it names towns or postcodes)
    a town or postcode whose people are at this one."""
    if covered.statewide:
        return True
    if covered.spots:
        return any(
            gazetteer.distance_km(spot.latitude, spot.longitude, place.latitude, place.longitude) < 0.1
            or spot.name == place.city
            for spot in covered.spots
        )
    return place.county in covered.counties


def _located_in(session: Session, county: str) -> Any:
    """Locations with an address in the county."""
    written = session.execute(select(_ADDRESS.c.postal_code).distinct()).scalars()
    codes = [
        code for code in written if code and (area := gazetteer.zip_area(code)) and area.county == county
    ]
    return select(_ADDRESS.c.location_id).where(one_of(session, _ADDRESS.c.postal_code, codes))
