"""When a record is too old to be trusted without saying so."""

from __future__ import annotations

import os
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from bot.settings import Settings

VARIABLE = "KINPATH_STALE_AFTER_DAYS"


class Today(NamedTuple):
    """The day on which records are judged, and how old they may be on it."""

    day: date
    stale_after: int
    """Days since it was last verified after which a record is stale (the setting KINPATH_STALE_AFTER_DAYS)."""

    @classmethod
    def at(cls, moment: datetime) -> Today:
        """The day of this moment, with the setting as it is."""
        return cls(moment.date(), _days(os.environ.get(VARIABLE)))

    def is_stale(self, assured_on: date | None) -> bool:
        """True when it was last verified too long ago. An undated record is not: its `recheck` says what it is."""
        return assured_on is not None and (self.day - assured_on).days > self.stale_after


@lru_cache(maxsize=8)
def _days(written: str | None) -> int:
    return int(Settings.from_env({VARIABLE: written or ""}).stale_after_days)
