"""Whom a service reaches: all of California, counties, or the surroundings of the places it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot import gazetteer

_STATEWIDE = re.compile(r"\b(california|statewide|united states|usa|nationwide|national)\b", re.IGNORECASE)
_NAMED_PLACE = "place"
"""What the bundle writes as the extent of an area that is a town its record names."""


@dataclass(frozen=True)
class Spot:
    """A point from which nearness is judged, and how far around it the truth may lie."""

    latitude: float
    longitude: float
    uncertain_km: float
    name: str | None
    """The town, where the point is only that of a town or ZIP code that stands for an unknown address."""


@dataclass(frozen=True)
class Coverage:
    """Where a service is for. Without counties and not statewide, nobody said where."""

    statewide: bool
    counties: tuple[str, ...]
    spots: tuple[Spot, ...]


def of_areas(areas: Iterable[dict[str, Any]]) -> Coverage:
    """The coverage that HSDS service areas say."""
    counties: list[str] = []
    spots: list[Spot] = []
    towns: list[gazetteer.NamedPlace] = []
    statewide = False
    for area in areas:
        name = str(area.get("name") or area.get("description") or "").strip()
        county = gazetteer.county(name)
        town = gazetteer.city(re.sub(r"^City of ", "", name))
        if county and area.get("extent") != _NAMED_PLACE:
            counties.append(county.name)
        elif town:
            towns.append(town)
            spots.append(Spot(town.latitude, town.longitude, min(town.radius_km / 2, 8.0), town.name))
        elif codes := [z for z in re.findall(r"\b9\d{4}\b", name) if gazetteer.zip_area(z)]:
            for zip_area in filter(None, map(gazetteer.zip_area, codes)):
                counties.append(zip_area.county)
                spots.append(Spot(zip_area.latitude, zip_area.longitude, 3.0, zip_area.city))
        elif _STATEWIDE.search(name):
            statewide = True
        else:
            mentioned = [m.county for m in gazetteer.find_places(name) if m.county]
            counties += mentioned
    if not counties:
        counties = [town.county for town in towns]
    return Coverage(statewide, () if statewide else tuple(dict.fromkeys(counties)), tuple(spots))


def of_location(location: dict[str, Any]) -> Coverage:
    """Where a location is: its point, or that of its ZIP code or city, and its county."""
    address: dict[str, Any] = next(iter(location.get("addresses") or ()), {})
    area = gazetteer.zip_area(str(address.get("postal_code") or ""))
    town = gazetteer.city(str(address.get("city") or ""))
    county = (area.county if area else None) or (town.county if town else None)
    latitude, longitude = location.get("latitude"), location.get("longitude")
    if isinstance(latitude, (int, float)) and isinstance(longitude, (int, float)) and abs(latitude) <= 90:
        uncertain = 0.5 if address.get("postal_code") else 4.0
        spot = Spot(float(latitude), float(longitude), uncertain, None)
    elif area:
        spot = Spot(area.latitude, area.longitude, 2.0, None)
    elif town:
        spot = Spot(town.latitude, town.longitude, min(town.radius_km / 2, 8.0), None)
    else:
        return Coverage(False, (), ())
    return Coverage(False, (county,) if county else (), (spot,))
