"""Makes the place files of this folder from the ZIP list of the Python package `zipcodes` (see README.md).

    python data/places/build.py zips.json

`zips.json` is that package's list, one object a ZIP code. What is written here from it:
california_zips.csv, elsewhere_zips.csv and elsewhere_cities.csv. The other files are written by hand.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
KINDS = {"STANDARD": "standard", "PO BOX": "po_box", "UNIQUE": "unique"}
WELL_KNOWN = 9
"""A city elsewhere is taken for well known when it has this many ordinary ZIP codes…"""
WELL_KNOWN_NEXT_DOOR = 2
"""…or this many in a state beside California, where families move from and to."""
NEXT_DOOR = ("AZ", "NV", "OR")

RENAMED = {
    "Mc Farland": "McFarland", "Mc Kittrick": "McKittrick", "Mcarthur": "McArthur",
    "Mcclellan": "McClellan", "Mccloud": "McCloud", "Mckinleyville": "McKinleyville",
    "O Neals": "O'Neals", "Obrien": "O'Brien", "Saint Helena": "St. Helena",
    "City Of Industry": "City of Industry", "Marina Del Rey": "Marina del Rey",
    "Playa Del Rey": "Playa del Rey", "Kings Canyon National Pk": "Kings Canyon National Park",
    "Carmel By The Sea": "Carmel-by-the-Sea", "Cardiff By The Sea": "Cardiff-by-the-Sea",
    "Belvedere Tiburon": "Tiburon", "Coto De Caza": "Coto de Caza",
    "Point Mugu Nawc": "Point Mugu", "Port Hueneme Cbc Base": "Port Hueneme",
}  # fmt: skip
"""Names the postal list writes in its own way."""

NOT_PLACES = {
    "Brylane", "Bulk Mail Center", "City Industry", "City Ranch", "Cty Of Cmmrce", "Hilltop Mall", "Kcnp",
    "Ran Msn Viejo", "Rmv", "Rsm", "Permanente", "Veterans Adm", "Veterans Admin", "Veterans Admn",
    "Veterans Administration", "Los Angls AFB", "Lake La", "March Arb", "Hazard", "Sanford", "Bel Tiburon",
    "Blrsdn Greagl", "Frk Of Salmon", "Ft H Liggett", "Fl River Mls", "No Palm Springs", "Lamirada", "Mirada",
    "Presidio Mtry", "Rch Palos Vrd", "Rail Rd Flat", "S San Fran", "Sn Jun Batsta", "Sn Luis Obisp",
    "Sn Bernrdno", "Trabuco", "Yosemite Ntpk", "Dsrt Hot Spgs", "Santa Margar", "Arrowhed Farm",
    "Carmel By The", "Cmp Pendleton", "Glmn Hot Spgs", "Littleriver", "Huntingtn Bch", "Nas N Island",
    "Twentynine Palms Mcb", "Vandenbrg AFB", "Hi Vista", "Central Vly",
}  # fmt: skip
"""Other names in the postal list that are firms, postal offices or clipped spellings nobody types."""


def california(zips: list[dict[str, Any]]) -> list[dict[str, str]]:
    """One row for each Californian ZIP code, with the full names people may call its place by."""
    known = {z["city"]: z for z in zips if z["county"] and float(z["lat"])}
    rows = []
    for z in zips:
        where = z if z["county"] and float(z["lat"]) else known[z["city"]]  # two stand without a place
        others = () if z["zip_code_type"] == "UNIQUE" else z["acceptable_cities"]
        names = (z["city"], *others)
        kept = (_name(o) for o in others if o not in NOT_PLACES and not _is_clipped(o, names))
        city = _name(z["city"])
        rows.append({
            "zip": z["zip_code"], "city": city,
            "other_names": "|".join(sorted({name for name in kept if name != city})),
            "county": where["county"].removesuffix(" County"),
            "latitude": where["lat"], "longitude": where["long"], "kind": KINDS[z["zip_code_type"]],
        })  # fmt: skip
    return sorted(rows, key=lambda row: row["zip"])


def elsewhere_zips(zips: list[dict[str, Any]]) -> list[dict[str, str]]:
    """ZIP codes of other states: their first three digits, the state, and which last two digits exist."""
    suffixes: dict[tuple[str, str], set[int]] = defaultdict(set)
    for z in zips:
        suffixes[z["zip_code"][:3], z["state"]].add(int(z["zip_code"][3:]))
    return [
        {"prefix": prefix, "state": state, "last_two": _ranges(sorted(numbers))}
        for (prefix, state), numbers in sorted(suffixes.items())
    ]


def elsewhere_cities(zips: list[dict[str, Any]], californian: set[str]) -> list[dict[str, str]]:
    """Well-known cities of other states whose names are not also places in California."""
    counts = Counter(
        (z["city"], z["state"]) for z in zips if z["active"] and z["zip_code_type"] == "STANDARD"
    )
    enough = {
        place: n
        for place, n in counts.items()
        if n >= (WELL_KNOWN_NEXT_DOOR if place[1] in NEXT_DOOR else WELL_KNOWN)
        and place[0] not in californian
    }
    largest: dict[str, tuple[int, str]] = {}
    for (city, state), n in enough.items():
        largest[city] = max(largest.get(city, (0, "")), (n, state))
    return [{"name": city, "state": state} for city, (_, state) in sorted(largest.items())]


def _name(name: str) -> str:
    return RENAMED.get(name, name)


def _is_clipped(name: str, names: tuple[str, ...]) -> bool:
    """True for a postal abbreviation («Rncho Domingz») of a longer name of the same ZIP code."""
    words = name.split()
    if any(len(w) > 1 and not re.search("[aeiouy]", w, re.I) and w not in ("St", "Mt") for w in words):
        return True
    return any(
        len(longer) > len(name)
        and len(longer.split()) == len(words)
        and all(_abbreviates(w, v) for w, v in zip(words, longer.split(), strict=True))
        for longer in names
    )


def _abbreviates(short: str, word: str) -> bool:
    letters = iter(word.lower())
    return short[0].lower() == word[0].lower() and all(letter in letters for letter in short.lower())


def _ranges(numbers: list[int]) -> str:
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return " ".join(f"{a:02}" if a == b else f"{a:02}-{b:02}" for a, b in parts)


def _write(name: str, rows: list[dict[str, str]]) -> None:
    with (HERE / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


def main(source: str) -> None:
    zips = json.loads(Path(source).read_text(encoding="utf-8"))
    ours = california([z for z in zips if z["state"] == "CA"])
    theirs = [z for z in zips if z["state"] != "CA"]
    names = {name for row in ours for name in (row["city"], *row["other_names"].split("|"))}
    _write("california_zips.csv", ours)
    _write("elsewhere_zips.csv", elsewhere_zips(theirs))
    _write("elsewhere_cities.csv", elsewhere_cities(theirs, names))


if __name__ == "__main__":
    main(sys.argv[1])
