"""What a family asks of the directory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.directory.places import Place


@dataclass(frozen=True)
class Request:
    """Needs and communities are codes of the taxonomy; communities only those the family named.

    `languages` are codes, the one wanted most first. `open_at` carries its time zone. `exclude` holds ids of
    records already shown; `limit` is how many to give.
    """

    needs: tuple[str, ...]
    place: Place | None
    languages: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    child_age_months: int | None = None
    open_at: datetime | None = None
    exclude: frozenset[str] = frozenset()
    limit: int = 3
