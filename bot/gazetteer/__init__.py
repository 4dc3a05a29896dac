"""The places of California, and how people name them. Read from data/places/ when first asked for."""

from bot.gazetteer.folding import fold, words
from bot.gazetteer.mention import Mention
from bot.gazetteer.mentions import find_misspelt_places, find_places
from bot.gazetteer.places import (
    Elsewhere,
    NamedPlace,
    ZipArea,
    city,
    counties,
    county,
    county_names,
    distance_km,
    elsewhere,
    guess,
    names,
    zip_area,
    zip_elsewhere,
)

__all__ = [
    "Elsewhere",
    "Mention",
    "NamedPlace",
    "ZipArea",
    "city",
    "counties",
    "county",
    "county_names",
    "distance_km",
    "elsewhere",
    "find_misspelt_places",
    "find_places",
    "fold",
    "guess",
    "names",
    "words",
    "zip_area",
    "zip_elsewhere",
]
