"""Made-up services in the likeness of the bundled ones: their needs, words, ages and costs, at made-up places."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot.directory.scale.counties import PEOPLE, zips
from bot.directory.scale.organizations import Organization, a_phone, an_id, organizations

UNTIL = date(2026, 11, 1)
"""The day on which the latest of the made-up records were verified."""
LANGUAGES = ("es", "zh", "vi", "tl", "ko", "hy", "fa", "ru", "ar", "hmn")
HOW_OFTEN = (60, 9, 8, 7, 6, 3, 3, 3, 3, 2)
KEPT = ("fees_description", "eligibility_description", "minimum_age", "maximum_age")
DAYS = ("MO,TU,WE,TH,FR", "MO,TU,WE,TH,FR", "MO,TU,WE,TH,FR,SA", "MO,WE,FR", "TU,TH", "SA", "1SA,3SA")
HOURS = (("08:00", "17:00"), ("09:00", "17:00"), ("08:30", "16:30"), ("10:00", "14:00"), ("12:00", "20:00"))


def services(seed: int, count: int, locations: int, like: Path) -> Iterator[dict[str, Any]]:
    """HSDS services, so many, at so many locations together; the same for the same seed.

    `like` is a file of services: each made-up one has the needs, words, ages and costs of one of them.
    """
    random = Random(seed)  # noqa: S311
    patterns = json.loads(like.read_text(encoding="utf-8"))
    for organization in organizations(random, count, locations, zips()):
        for _ in range(organization.services):
            yield _service(random, random.choice(patterns), organization)


def _service(random: Random, pattern: dict[str, Any], owner: Organization) -> dict[str, Any]:
    name, town = pattern["name"], owner.county
    if owner.sites:
        town = random.choice(owner.sites)["addresses"][0]["city"]
    made: dict[str, Any] = {
        "id": an_id(random),
        "name": name if random.random() < 0.6 else f"{name}, {town}",
        "description": f"{name}, from {owner.document['name']}. Made up.",
        "status": "active",
        "organization": owner.document,
        **{key: pattern[key] for key in KEPT if key in pattern},
        "phones": [
            {
                "id": an_id(random),
                "number": owner.phone if random.random() < 0.5 else a_phone(random),
                "extension": random.randint(1, 9999),
                "type": "voice",
            }
        ],
        "attributes": [
            {
                "id": an_id(random),
                "link_type": attribute["link_type"],
                "link_entity": "service",
                "value": attribute.get("value"),
                "taxonomy_term": attribute["taxonomy_term"],
            }
            for attribute in pattern["attributes"]
            if attribute.get("taxonomy_term")
        ],
    }
    if random.random() < 0.85:
        made["assured_date"] = (UNTIL - timedelta(days=int(random.expovariate(1 / 500)))).isoformat()
    if areas := _areas(random, owner):
        made["service_areas"] = areas
    if random.random() < 0.55:
        spoken = {"en", *random.choices(LANGUAGES, HOW_OFTEN, k=random.choice((1, 1, 2, 3)))}
        made["languages"] = [{"id": an_id(random), "name": code, "code": code} for code in sorted(spoken)]
    if random.random() < 0.6:
        made["schedules"] = [_hours(random)]
    if owner.sites and random.random() < 0.8:
        most = min(len(owner.sites), random.choices((1, 2, 4, 25), (70, 18, 10, 2))[0])
        made["service_at_locations"] = [
            {"id": an_id(random), "location": site} for site in random.sample(owner.sites, most)
        ]
    return made


def _areas(random: Random, owner: Organization) -> list[dict[str, Any]]:
    kind = random.choices(("county", "town", "counties", "state", "unsaid"), (72, 10, 10, 3, 5))[0]
    names = [f"{owner.county} County"]
    if kind == "unsaid":
        return []
    if kind == "state":
        names = ["California"]
    elif kind == "counties":
        names += [f"{county} County" for county in random.choices(list(PEOPLE), k=random.randint(1, 6))]
    elif kind == "town" and owner.sites:
        names = [random.choice(owner.sites)["addresses"][0]["postal_code"]]
    return [{"id": an_id(random), "name": name} for name in dict.fromkeys(names)]


def _hours(random: Random) -> dict[str, Any]:
    opens, closes = random.choice(HOURS)
    return {
        "id": an_id(random),
        "freq": "WEEKLY",
        "byday": random.choice(DAYS),
        "opens_at": opens,
        "closes_at": closes,
    }
