"""Everything ranking must know of a record, and nothing else: small, so that many can be judged quickly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.directory.coverage import Spot
from bot.directory.records import Hours


@dataclass(frozen=True)
class Fit:
    """One record for ranking."""

    service_id: str
    organization_id: str | None
    name: str
    strengths: Mapping[str, float]
    """How well it answers each of its needs, 0 to 1."""
    programs: tuple[str, ...]
    communities: tuple[str, ...]
    groups: tuple[str, ...]
    restricted: bool
    """True when only people of its communities can get it."""
    languages: tuple[str, ...]
    youngest_months: int | None
    oldest_months: int | None
    statewide: bool
    counties: tuple[str, ...]
    spots: tuple[Spot, ...]
    recheck: bool
    assured_day: int | None
    """The day it was last verified, as a proleptic ordinal (datetime.date.toordinal)."""
    reached_by: str
    """`phone`, `web`, `address` or `nothing`: the best way there is."""
    numbers: tuple[str, ...]
    only_tells: bool
    schedule: tuple[Hours, ...] | None
    cost: str | None
    """saying.FREE, SLIDING or OTHER; None when the record does not say."""
    undocumented: bool
    """True when the record says that immigration status does not matter."""

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            **vars(self),
            "spots": [vars(spot) for spot in self.spots],
            "schedule": [vars(hours) for hours in self.schedule] if self.schedule else None,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Fit:
        """Back from plain data."""
        hours = said["schedule"]
        return cls(
            **{
                **said,
                "spots": tuple(Spot(**spot) for spot in said["spots"]),
                "schedule": tuple(Hours(**each) for each in hours) if hours else None,
            }
        )
