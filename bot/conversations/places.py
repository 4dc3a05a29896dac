"""The place a family named, as the directory searches it."""

from __future__ import annotations

from bot import gazetteer
from bot.conversations.remembering import ANYWHERE
from bot.directory import places
from bot.directory.places import Place, PlaceProblem


def resolve(named: str | None) -> Place | PlaceProblem | None:
    """The place behind the `place` slot; None for a family who would rather not say."""
    if not named or named == ANYWHERE:
        return None
    if named.isdigit():
        return places.resolve(zip=named)
    if named.endswith(" County"):
        return places.resolve(county=named.removesuffix(" County"))
    return places.resolve(city=named)


def names_one_outside(text: str) -> bool:
    """Whether words name a state or a well-known city outside California, when a place was asked for."""
    parts = text.replace(",", " ").split()
    spans = (
        " ".join(parts[at : at + length]) for length in (3, 2, 1) for at in range(len(parts) - length + 1)
    )
    return any(gazetteer.elsewhere(span) for span in spans if len(span) > 2)
