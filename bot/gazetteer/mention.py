"""One place named in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Mention:
    """A place named in a text: `text[start:end]` says it.

    `name` is canonical and can be looked up again; for a neighbourhood `city` is the city it belongs to.
    `home` is True where the text says that this is where the writer is or lives («we're in Barstow»), which
    tells it from other places («therapy is in Apple Valley»).
    """

    start: int
    end: int
    kind: Literal["city", "county", "elsewhere"]
    name: str
    county: str | None
    """The county it is (in); None elsewhere."""
    city: str | None = None
    home: bool = False
