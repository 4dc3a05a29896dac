"""Addresses as sources write them, taken apart, and the point of the ZIP code (or city) they lie in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot import gazetteer

_ADDRESS = re.compile(r"(?P<street>.+), (?P<city>[A-Z][A-Za-z .'-]+), CA,?(?: (?P<zip>\d{5})(?:-\d{4})?)?")


@dataclass(frozen=True)
class Address:
    """An address of California. `precision` says what its point is the middle of: `zip` or `city`."""

    street: str
    city: str
    zip: str
    latitude: float | None
    longitude: float | None
    precision: str | None


def parse(written: str) -> Address:
    """The parts of an address. Raises ValueError when it is not written as «street, city, CA 90000»."""
    match = _ADDRESS.fullmatch(written)
    if not match:
        raise ValueError(f"«{written}» is not an address with street, city and CA")
    area = gazetteer.zip_area(match["zip"]) if match["zip"] else None
    town = None if area else gazetteer.city(match["city"])
    point = area or town
    return Address(
        match["street"],
        match["city"],
        match["zip"] or "",
        point.latitude if point else None,
        point.longitude if point else None,
        "zip" if area else "city" if town else None,
    )
