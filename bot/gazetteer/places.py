"""ZIP codes, cities, neighbourhoods and counties, looked up by name. Read once from data/places/.

Coordinates are degrees; a place's point is the middle of its ZIP codes' points, and `radius_km` says how far
from there they reach.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rapidfuzz import fuzz, process

from bot.gazetteer.folding import words
from bot.settings import ROOT

FOLDER = ROOT / "data" / "places"

Kind = Literal["city", "neighbourhood", "county"]


@dataclass(frozen=True)
class ZipArea:
    """One Californian ZIP code."""

    zip: str
    city: str
    county: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class NamedPlace:
    """A city, a neighbourhood or a county of California, under its canonical English name."""

    name: str
    kind: Kind
    county: str
    latitude: float
    longitude: float
    radius_km: float
    zips: tuple[str, ...]
    city: str | None = None
    """The city: of a neighbourhood the one it belongs to; a county has none."""


@dataclass(frozen=True)
class Elsewhere:
    """A place outside California: a state, or a city and the state (or country) it is in."""

    name: str
    state: str


Entry = NamedPlace | Elsewhere


def distance_km(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Kilometres between two points, as the crow flies (flat enough within California)."""
    x = math.radians(to_longitude - longitude) * math.cos(math.radians((latitude + to_latitude) / 2))
    return 6371.0 * math.hypot(x, math.radians(to_latitude - latitude))


def zip_area(zip_code: str) -> ZipArea | None:
    """The Californian ZIP code, or None when California has no such ZIP code."""
    return _zips().get(zip_code.strip()[:5])


def zip_elsewhere(zip_code: str) -> str | None:
    """The state («NV») of a ZIP code that exists outside California, else None."""
    return _zips_elsewhere().get(zip_code.strip()[:5])


def city(name: str) -> NamedPlace | None:
    """A city or neighbourhood by any of its names; case and marks do not matter."""
    found = _index().cities.get(words(name))
    return found if isinstance(found, NamedPlace) else None


def county(name: str) -> NamedPlace | None:
    """A county by name, with or without «County» or «Condado de»."""
    key = words(name)
    if key and key[-1] in ("county", "co"):
        key = key[:-1]
    elif key[:2] in (("condado", "de"), ("county", "of")):
        key = key[2:]
    return _index().counties.get(key)


def counties() -> tuple[NamedPlace, ...]:
    """The 58 counties, by name."""
    found = {place.name: place for place in _index().counties.values()}
    return tuple(found[name] for name in sorted(found))


def elsewhere(name: str) -> Elsewhere | None:
    """A state, or a well-known city outside California, by name."""
    found = _index().cities.get(words(name))
    return found if isinstance(found, Elsewhere) else None


def names() -> Mapping[tuple[str, ...], Entry]:
    """Every name of a city, a neighbourhood or a place elsewhere, as folded words, and what it names."""
    return _index().cities


def county_names() -> Mapping[tuple[str, ...], NamedPlace]:
    """Every name of a county, without the word county, as folded words."""
    return _index().counties


def is_ordinary(key: tuple[str, ...]) -> str | None:
    """How a name is also used: «word», «phrase» or «article» (they need more proof), «name» (of people)."""
    return _ordinary().get(key)


def guess(name: str, least: float = 86.0) -> NamedPlace | None:
    """The Californian place that a misspelt name most likely means, or None.

    `least` is the likeness asked for, 0 to 100. Of names equally like, that of the larger place is taken.
    """
    asked = "".join(words(name))
    if len(asked) < 5:
        return None
    table = _spellings()
    near = process.extract(asked, table.keys(), scorer=fuzz.ratio, limit=8, score_cutoff=least)
    if not near:
        return None
    best = near[0][1]
    return max((table[key] for key, likeness, _ in near if likeness > best - 2), key=lambda p: len(p.zips))


# ---------------------------------------------------------------- reading data/places


@dataclass(frozen=True)
class _Index:
    cities: dict[tuple[str, ...], Entry]
    counties: dict[tuple[str, ...], NamedPlace]


@dataclass
class _Gathered:
    """What the ZIP list says of one name: its ZIP codes as the main city of them, and as another name."""

    main: list[dict[str, str]]
    other: list[dict[str, str]]


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one file of data/places/."""
    with (FOLDER / name).open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


@cache
def _zip_rows() -> tuple[dict[str, str], ...]:
    return tuple(read_rows("california_zips.csv"))


@cache
def _zips() -> dict[str, ZipArea]:
    return {
        row["zip"]: ZipArea(
            row["zip"], row["city"], row["county"], float(row["latitude"]), float(row["longitude"])
        )
        for row in _zip_rows()
    }


@cache
def _zips_elsewhere() -> dict[str, str]:
    found = {}
    for row in read_rows("elsewhere_zips.csv"):
        for part in row["last_two"].split():
            first, _, last = part.partition("-")
            for number in range(int(first), int(last or first) + 1):
                found[f"{row['prefix']}{number:02}"] = row["state"]
    return found


@cache
def _index() -> _Index:
    places = {words(place.name): place for place in _cities()}
    by_county: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _zip_rows():
        by_county[row["county"]].append(row)
    counties = {words(name): _place(name, "county", rows) for name, rows in by_county.items()}
    cities: dict[tuple[str, ...], Entry] = {
        words(name): Elsewhere(row["name"], row["state"])
        for file in ("elsewhere_cities.csv", "elsewhere_by_hand.csv")
        for row in read_rows(file)
        for name in (row["name"], *filter(None, (row.get("also") or "").split("|")))
    }
    # the state of Washington is meant more often than the village
    cities.update({key: place for key, place in places.items() if place.name != "Washington"})
    for row in read_rows("aliases.csv"):
        also = [words(name) for name in row["also"].split("|") if name]
        if row["kind"] == "county":
            named = counties[words(row["canonical"])]
            counties.update(dict.fromkeys(also, named))
            if words(row["canonical"]) in also:  # the name means the county, not the village called so too
                cities.pop(words(row["canonical"]), None)
            continue
        if row["kind"] == "neighbourhood":
            zips = set(row["zips"].split())
            place = _place(
                row["canonical"], "neighbourhood", [z for z in by_county[row["county"]] if z["zip"] in zips]
            )
            also.append(words(row["canonical"]))
        else:
            place = places[words(row["canonical"])]
        for key in also:
            cities[key] = place
    return _Index(cities, counties)


def _cities() -> Iterator[NamedPlace]:
    gathered: dict[str, _Gathered] = defaultdict(lambda: _Gathered([], []))
    for row in _zip_rows():
        gathered[row["city"]].main.append(row)
        for name in filter(None, row["other_names"].split("|")):
            gathered[name].other.append(row)
    for name, rows in gathered.items():
        yield _place(name, "city", rows.main or rows.other)


def _place(name: str, kind: Kind, rows: list[dict[str, str]]) -> NamedPlace:
    """A place made of ZIP codes: those of its main county, and of those the ones where people live."""
    tally: dict[str, int] = defaultdict(int)
    for row in rows:
        tally[row["county"]] += 1
    main = max(tally, key=lambda c: tally[c])
    rows = [row for row in rows if row["county"] == main]
    lived = [row for row in rows if row["kind"] == "standard"] or rows
    points = [(float(row["latitude"]), float(row["longitude"])) for row in lived]
    latitude, longitude = (sum(values) / len(points) for values in zip(*points, strict=True))
    radius = max(distance_km(latitude, longitude, *point) for point in points)
    return NamedPlace(
        name, kind, main, round(latitude, 4), round(longitude, 4), round(max(radius, 2.0), 1),
        tuple(row["zip"] for row in rows),
        {"city": name, "neighbourhood": rows[0]["city"], "county": None}[kind],
    )  # fmt: skip


@cache
def _ordinary() -> dict[tuple[str, ...], str]:
    return {words(row["name"]): row["kind"] for row in read_rows("ordinary_words.csv")}


@cache
def _spellings() -> dict[str, NamedPlace]:
    def entries() -> Iterable[tuple[tuple[str, ...], Entry]]:
        yield from _index().counties.items()
        yield from _index().cities.items()

    return {
        "".join(key): place
        for key, place in entries()
        if isinstance(place, NamedPlace) and len("".join(key)) > 4
    }
