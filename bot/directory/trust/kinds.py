"""What can be wrong with a record, and which of it words tell of."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from bot.directory.text.terms import EAST_ASIAN, plain
from bot.settings import ROOT

WORDS = ROOT / "data" / "directory" / "vocabulary" / "problem_words.csv"


class Kind(str, Enum):
    """What a correction is about. The last two come from agencies only."""

    NUMBER = "number"
    CLOSED = "closed"
    MOVED = "moved"
    FULL = "full"
    TURNED_AWAY = "turned_away"
    OTHER = "other"
    CHANGED = "changed"
    CONFIRMED = "confirmed"


ABOUT: Mapping[str, str] = {
    Kind.NUMBER: "the phone number is wrong, or nobody answers",
    Kind.CLOSED: "the place or the program is no more",
    Kind.MOVED: "it is somewhere else",
    Kind.FULL: "it takes nobody at present, or has nothing left",
    Kind.TURNED_AWAY: "a family that should fit was sent away",
    Kind.OTHER: "something else, or not said",
    Kind.CHANGED: "the agency says that its record should read otherwise",
    Kind.CONFIRMED: "the agency says that its record is right",
}
"""What each kind means, to a steward."""

PLAIN = (Kind.NUMBER, Kind.TURNED_AWAY)
"""Kinds whose words say nothing else: «closed» and «full» are said of much."""


def kind_of(words: str) -> Kind:
    """What a family's or a navigator's words say is wrong; OTHER when they do not say it."""
    said = plain(words)
    for kind, phrase in _phrases():
        if phrase in (said if EAST_ASIAN.search(phrase) else f" {said} "):
            return kind
    return Kind.OTHER


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[Kind, str], ...]:
    """In the order of the file: what weighs more stands first."""
    with WORDS.open(encoding="utf-8", newline="") as rows:
        return tuple(
            (Kind(row["kind"]), phrase if EAST_ASIAN.search(phrase) else f" {phrase} ")
            for row in csv.DictReader(rows)
            for phrase in map(plain, row["words"].split("|"))
        )
