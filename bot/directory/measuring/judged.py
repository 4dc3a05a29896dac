"""Requests with the services a good navigator would name first, and how near an answer comes to that."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.directory import places
from bot.directory.places import Place
from bot.directory.records import Found
from bot.directory.requests import Request

GRADES = (3, 2, 1)
"""3: she would name it first; 2: among the first three; 1: fine where there is nothing better."""
FIRST = 3
"""How many answers are looked at: as many as a family is shown."""
HELD_BACK = 3
"""Every third request is held back: the ranking is not tuned on it."""


@dataclass(frozen=True)
class Item:
    """One service a navigator would name: how its organization's name begins, and words of its own name."""

    organization: str
    service: str
    grade: int

    def means(self, found: Found) -> bool:
        """True when this record is meant."""
        begins = found.organization.casefold().startswith(self.organization.casefold())
        return begins and self.service.casefold() in found.service.casefold()


@dataclass(frozen=True)
class Judged:
    """One request as a family made it, and what she should be told."""

    ask: str
    request: Request
    items: tuple[Item, ...]
    held_back: bool

    def grades(self, found: Sequence[Found]) -> list[int]:
        """The grade of each answer; of what a navigator would name once only the first counts."""
        left = sorted(self.items, key=lambda item: -item.grade)
        grades: list[int] = []
        for one in found:
            item = next((item for item in left if item.means(one)), None)
            grades.append(item.grade if item else 0)
            if item:
                left.remove(item)
        return grades

    def ndcg(self, found: Sequence[Found]) -> float:
        """nDCG@3: 1 when the first three are the best there are in the best order."""
        ideal = sorted((item.grade for item in self.items), reverse=True)
        return _gain(self.grades(found[:FIRST])) / _gain(ideal[:FIRST])

    def begins_well(self, found: Sequence[Found]) -> bool:
        """True when the first answer is one a navigator would name among the first three."""
        return bool(found) and self.grades(found[:1])[0] >= 2


@dataclass(frozen=True)
class Score:
    """How good answers are on the whole."""

    requests: int
    ndcg: float
    begins_well: float

    @classmethod
    def of(cls, answers: Iterable[tuple[Judged, Sequence[Found]]]) -> Score:
        """The score of answers to judged requests. Raises ZeroDivisionError when there are none."""
        answers = list(answers)
        return cls(
            len(answers),
            sum(judged.ndcg(found) for judged, found in answers) / len(answers),
            sum(judged.begins_well(found) for judged, found in answers) / len(answers),
        )


def read(folder: Path) -> list[Judged]:
    """The judged requests of a folder's files. Raises ValueError where a place is not known."""
    found: list[Judged] = []
    for path in sorted(folder.glob("*.yml")):
        for entry in YAML(typ="safe").load(path.read_text(encoding="utf-8")):
            found.append(_judged(entry, held_back=len(found) % HELD_BACK == HELD_BACK - 1))
    return found


def _judged(entry: dict[Any, Any], held_back: bool) -> Judged:
    where = str(entry["place"])
    place = places.resolve(zip=where) if where.isdigit() else places.resolve(city=where)
    if not isinstance(place, Place):
        raise ValueError(f"{entry['ask']}: no such place: {where}")
    request = Request(
        needs=tuple(entry["needs"]),
        place=place,
        languages=(entry.get("language", "en"),),
        communities=tuple(entry.get("communities") or ()),
        child_age_months=entry.get("age"),
    )
    items = tuple(_item(written, grade) for grade in GRADES for written in entry.get(grade) or ())
    return Judged(entry["ask"], request, items, held_back)


def _item(written: Any, grade: int) -> Item:
    organization, _, service = str(written).partition("|")
    return Item(organization.strip(), service.strip(), grade)


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
