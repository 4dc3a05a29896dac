"""Why a record stands where it stands, in plain words for stewards: every reason with its points."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache

from bot.directory.ranking import Judged
from bot.settings import ROOT

TAXONOMY = ROOT / "data" / "taxonomy"

REASONS: dict[str, str] = {
    "need": "answers the need asked for: {need}",
    "related": "does not answer the need; answers a related one: {need}",
    "program": "names the program {detail}",
    "words": "holds the words «{detail}»",
    "name": "its name is {detail} in 100 like the one typed",
    "near": "is {detail} km from the family, as the crow flies",
    "town": "is in {detail}; the record says no street address",
    "county": "serves the family's county, from no place near or far",
    "region": "serves several counties, the family's among them",
    "statewide": "serves all of California",
    "reach_unknown": "does not say where it serves",
    "language": "speaks the language asked for ({detail})",
    "language_not_listed": "lists the languages it speaks, and not the one asked for",
    "other_language_only": "lists only languages the family did not ask for, and not English",
    "community": "is by or for a community the family named: {community}",
    "for_others_in_particular": "is by or for communities the family did not name",
    "for_others_only": "only people of those communities can get it",
    "for_a_group": "is meant for a group the family did not say it belongs to",
    "verified": "was last verified in {detail}",
    "undated": "does not say when it was last verified",
    "recheck": "should be confirmed by a call: it is undated or old, and was seen only once",
    "stale": "was verified too long ago (KINPATH_STALE_AFTER_DAYS)",
    "no_phone": "has no phone; it is reached by its web page or mail",
    "address_only": "has neither phone nor web page, only an address",
    "no_way_to_reach_it": "says no way to reach it",
    "tells_where_to_go": "tells where help is and gives none itself",
    "open": "is open at that time",
    "closed": "is closed at that time",
    "cost": "says what was asked about its cost: {detail}",
    "any_status": "says that immigration status does not matter",
}
"""Every reason that can stand in a record's `why`, by its first word."""


def lines(one: Judged) -> Iterator[str]:
    """One line for each reason, then the sum."""
    for reason, worth in one.points:
        yield f"{worth:+6.1f}  {sentence(reason)}"
    yield f"{one.score:6.1f}  in all"


def sentence(reason: str) -> str:
    """A machine-readable reason («near:4.2») in words."""
    kind, _, detail = reason.partition(":")
    return REASONS[kind].format(
        need=_names("needs").get(detail, detail),
        community=_names("communities").get(detail, detail),
        detail=detail,
    )


@cache
def _names(taxonomy: str) -> dict[str, str]:
    with (TAXONOMY / f"{taxonomy}.csv").open(newline="", encoding="utf-8") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}
