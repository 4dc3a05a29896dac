"""What a family asks of the directory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.directory.places import Place


class Cost(Enum):
    """What a family can pay; each value says which records are left."""

    FREE = "only services whose record says they are free"
    SLIDING = "only services whose record says they are free, or cost by income"


@dataclass(frozen=True)
class Request:
    """Needs and communities are codes of the taxonomy; communities only those the family named.

    `languages` are codes, the one wanted most first. `open_at` carries its time zone; what is open then comes
    first, and with `only_open` nothing else comes. `only_open`, `cost` and `undocumented` leave out what does
    not fit *and* what does not say: nothing is promised that no record says. `words` are the family's own;
    where needs find too little, or there are none, services whose text holds them are found. `exclude` holds
    ids of records already shown; `limit` is how many to give.
    """

    needs: tuple[str, ...]
    place: Place | None
    languages: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    child_age_months: int | None = None
    open_at: datetime | None = None
    only_open: bool = False
    cost: Cost | None = None
    undocumented: bool = False
    words: str = ""
    exclude: frozenset[str] = frozenset()
    limit: int = 3
