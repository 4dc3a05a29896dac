"""The gathered facts: one service a line, as the sources show it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_EXTENSION = re.compile(r"\(ext\. (\d+)\)")
_BRING = re.compile(r"\bbring ([^;]+)")


@dataclass(frozen=True)
class Fact:
    """One service. Fields as the facts' README names them; None where the source does not say."""

    id: str
    org: str
    service: str
    needs: list[str]
    communities: list[str]
    languages: list[str]
    area: str | list[str]
    address: str | None
    phone: str | None
    text: str | None
    email: str | None
    url: str | None
    ages: str | None
    eligibility: str | None
    cost: str | None
    hours: str | None
    source: str
    source_date: str | None
    sources_agreeing: int
    recheck: bool
    other_sources: list[str] = field(default_factory=list)

    @property
    def statewide(self) -> bool:
        """True when it serves all of California."""
        return self.area == "statewide"

    @property
    def counties(self) -> list[str]:
        """The counties it serves; none named when it serves them all."""
        return self.area if isinstance(self.area, list) else []

    @property
    def assured_date(self) -> str | None:
        """The source's date when it is one, full or partial («2026-01-12», «2024»); not «2023 or earlier»."""
        return self.source_date if self.source_date and _DATE.fullmatch(self.source_date) else None

    @property
    def extension(self) -> int | None:
        """The extension behind the phone number, where the service's text gives it."""
        found = _EXTENSION.search(self.service)
        return int(found.group(1)) if found else None

    @property
    def documents(self) -> list[str]:
        """What to bring, where the eligibility says it."""
        return [found.strip() for found in _BRING.findall(self.eligibility or "")]


def corrected(facts: list[Fact], corrections: list[dict[str, str]]) -> list[Fact]:
    """The facts with the areas that a look at them showed to be wrong put right (corrected_facts.csv).

    Raises ValueError when a correction no longer meets what it corrects.
    """
    by_id = {fact.id: number for number, fact in enumerate(facts)}
    facts = list(facts)
    for correction in corrections:
        number = by_id.get(correction["id"])
        was = correction["was"].split("|")
        if number is None or sorted(facts[number].counties) != sorted(was) or correction["field"] != "area":
            raise ValueError(f"corrected_facts.csv: {correction['id']} is no longer as it was; look again")
        facts[number] = replace(facts[number], area=correction["now"].split("|"))
    return facts


def read(path: Path) -> list[Fact]:
    """All facts of a file, in its order. Raises ValueError naming the line that cannot be read."""
    known = {each.name for each in fields(Fact)}
    facts = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            given = json.loads(line)
            facts.append(Fact(**{name: value for name, value in given.items() if name in known}))
        except (json.JSONDecodeError, TypeError) as error:
            raise ValueError(f"{path}, line {number}: {error}") from error
    return facts
