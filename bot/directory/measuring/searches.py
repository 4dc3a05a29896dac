"""Searches as families make them, made up to measure speed: where people live, what they need, what they speak."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bot.directory import fitting, places
from bot.directory.places import Place
from bot.directory.requests import Request
from bot.directory.scale.counties import PEOPLE, zips
from bot.directory.scale.organizations import FIRST
from bot.directory.scale.organizations import KINDS as ORGANIZATIONS

KINDS = (
    "one need, city",
    "two needs, city",
    "three needs, city",
    "one need, country",
    "three needs, country",
    "three needs, Los Angeles",
    "name",
)
CITY_THOUSANDS = 700
"""Counties of more people than this, in thousands, are called city here; those below a third of it country."""
LANGUAGES = ("en", "es", "zh", "vi", "tl", "ko")
HOW_OFTEN = (50, 35, 4, 4, 4, 3)


def requests(kind: str, count: int, seed: int) -> Iterator[Request | str]:
    """Requests of a kind, the same for the same seed; names as text, half of them with a typing error."""
    random = Random(seed)  # noqa: S311
    needs = sorted(fitting.need_words())
    where = zips()
    number, _, place = kind.partition(" ")
    counties = [county for county in PEOPLE if _is_in(place, county)]
    for _ in range(count):
        if kind == "name":
            yield _name(random)
            continue
        county = random.choices(counties, [PEOPLE[county] for county in counties])[0]
        at = places.resolve(zip=random.choice(where[county]).zip)
        assert isinstance(at, Place)
        language = random.choices(LANGUAGES, HOW_OFTEN)[0]
        yield Request(
            needs=tuple(random.sample(needs, {"one": 1, "two": 2, "three": 3}[number])),
            place=at,
            languages=(language,),
            communities=("latino",) if language == "es" and random.random() < 0.3 else (),
            child_age_months=random.choice((None, 3, 24, 48)),
        )


def _is_in(place: str, county: str) -> bool:
    if "Los Angeles" in place:
        return county == "Los Angeles"
    if "country" in place:
        return PEOPLE[county] < CITY_THOUSANDS / 3
    return PEOPLE[county] > CITY_THOUSANDS


def _name(random: Random) -> str:
    name = f"{random.choice(FIRST)} {random.choice(ORGANIZATIONS)}"
    if random.random() < 0.5:
        at = random.randrange(1, len(name) - 1)
        name = name[:at] + name[at + 1 :]
    return name
