"""How many people live in each county: a made-up directory has its services where the people are."""

from __future__ import annotations

from bot import gazetteer
from bot.gazetteer.places import ZipArea, read_rows

PEOPLE = {
    "Los Angeles": 10014, "San Diego": 3299, "Orange": 3187, "Riverside": 2418, "San Bernardino": 2182,
    "Santa Clara": 1936, "Alameda": 1682, "Sacramento": 1585, "Contra Costa": 1166, "Fresno": 1009,
    "Kern": 909, "San Francisco": 874, "Ventura": 844, "San Joaquin": 779, "San Mateo": 764,
    "Stanislaus": 553, "Sonoma": 489, "Tulare": 473, "Solano": 453, "Santa Barbara": 448, "Monterey": 439,
    "Placer": 405, "San Luis Obispo": 282, "Merced": 281, "Santa Cruz": 271, "Marin": 262, "Yolo": 216,
    "Butte": 212, "El Dorado": 191, "Shasta": 182, "Imperial": 180, "Madera": 156, "Kings": 152,
    "Napa": 138, "Humboldt": 136, "Nevada": 102, "Sutter": 100, "Mendocino": 92, "Yuba": 82, "Lake": 68,
    "Tehama": 66, "San Benito": 64, "Tuolumne": 56, "Calaveras": 45, "Siskiyou": 44, "Amador": 40,
    "Lassen": 33, "Glenn": 29, "Del Norte": 28, "Colusa": 22, "Plumas": 20, "Inyo": 19, "Mariposa": 17,
    "Trinity": 16, "Mono": 13, "Modoc": 9, "Sierra": 3, "Alpine": 1,
}  # fmt: skip
"""Thousands of people, 2020 census (Census Bureau, table P1), rounded."""


def zips() -> dict[str, list[ZipArea]]:
    """The ordinary ZIP codes of each county."""
    found: dict[str, list[ZipArea]] = {county: [] for county in PEOPLE}
    for row in read_rows("california_zips.csv"):
        area = gazetteer.zip_area(row["zip"])
        if area and (row["kind"] == "standard" or not found[area.county]):
            found[area.county].append(area)
    return found
