"""Made-up organizations: many small ones, a few with hundreds of services and sites."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.directory.scale.counties import PEOPLE
from bot.gazetteer.places import ZipArea

LARGEST = 900
"""Services of the largest organizations."""
KINDS = (
    "Family Resource Center", "Community Clinic", "Family Services", "Health Center", "Food Bank", "Pantry",
    "Head Start", "Unified School District", "Community Action", "Legal Aid", "Housing Authority", "Shelter",
    "Counseling Center", "Children's Center", "Adult School", "Community Center", "Neighborhood House",
    "Women's Center", "Birth Center", "Health Department", "Social Services", "Youth Center", "Mission",
    "Cultural Center", "Parents' Network", "WIC", "Dental Clinic", "Workforce Center", "Family Health Plan",
)  # fmt: skip
AREA_CODES = (209, 213, 310, 415, 510, 530, 559, 619, 707, 714, 760, 805, 909, 916)
FIRST = (
    "Amanecer", "Bridge", "Casa Luz", "Cedar", "Clínica Esperanza", "Cornerstone", "Eastside", "El Camino",
    "Evergreen", "First Step", "Golden Valley", "Good Neighbor", "Harbor", "Hmong", "Hope", "Horizon", "La Paz",
    "Lotus", "Manzanita", "Maple", "Mariposa", "Mekong", "Mission", "New Day", "Northside", "Oak Grove",
    "Open Door", "Pacific", "Pathways", "Poppy", "Redwood", "River", "Saint Anne", "Saint Mark", "San José",
    "Santa Rosa", "Seaside", "Sequoia", "Sierra", "Silver Lake", "Southside", "Sunrise", "Tree of Life", "Unity",
    "Valley", "Vista", "Westside", "Willow", "同心", "華心", "한빛", "Nguồn Sống", "Bayanihan", "Raíces",
)  # fmt: skip


@dataclass(frozen=True)
class Organization:
    """One organization with the places it works from."""

    document: dict[str, Any]
    county: str
    services: int
    sites: tuple[dict[str, Any], ...]
    phone: str


def organizations(
    random: Random, services: int, locations: int, zips: dict[str, list[ZipArea]]
) -> Iterator[Organization]:
    """Organizations that have so many services and locations together."""
    counties, people = list(PEOPLE), list(PEOPLE.values())
    share = locations / services
    made = placed = 0
    while made < services:
        size = min(services - made, LARGEST, int(random.paretovariate(1.05) + 0.5))
        made += size
        sites = max(round(made * share) - placed, 0)
        placed += sites
        county = random.choices(counties, people)[0]
        home = random.choice(zips[county])
        name = _name(random, home, county)
        yield Organization(
            {"id": an_id(random), "name": name, "description": f"{name}, made up"},
            county,
            size,
            tuple(_site(random, name, zips[county]) for _ in range(sites)),
            a_phone(random),
        )


def _name(random: Random, home: ZipArea, county: str) -> str:
    kind = random.choice(KINDS)
    return random.choices(
        (
            f"{random.choice(FIRST)} {kind}",
            f"{home.city} {kind}",
            f"{random.choice(FIRST)} {home.city} {kind}",
            f"{county} County {kind}",
            f"{random.choice(FIRST)} {random.choice(FIRST)} {kind}",
        ),
        (2, 3, 5, 1, 4),
    )[0]


def _site(random: Random, name: str, areas: list[ZipArea]) -> dict[str, Any]:
    area = random.choice(areas)
    return {
        "id": an_id(random),
        "location_type": "physical",
        "name": name,
        "latitude": round(area.latitude + random.gauss(0, 0.012), 5),
        "longitude": round(area.longitude + random.gauss(0, 0.015), 5),
        "addresses": [
            {
                "id": an_id(random),
                "address_1": f"{random.randint(1, 9999)} {random.choice(FIRST)} St",
                "city": area.city,
                "state_province": "CA",
                "postal_code": area.zip,
                "country": "US",
                "address_type": "physical",
            }
        ],
    }


def an_id(random: Random) -> str:
    """A UUID that is the same for the same seed."""
    return str(uuid.UUID(int=random.getrandbits(128), version=4))


def a_phone(random: Random) -> str:
    """A telephone number of the block reserved for fiction."""
    return f"{random.choice(AREA_CODES)}-555-01{random.randint(0, 99):02}"
