"""What a navigator is told of a family, shown to her first. Only what she said, in the fewest words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversations.remembering import ANYWHERE
from bot.replies import labels
from bot.replies.catalogs import plural, text


def of(catalog: str, slots: Mapping[str, Any]) -> str:
    """The summary in a catalog's language, from the conversation's slots."""
    needs = [*(slots.get("needs") or []), *(slots.get("later_needs") or [])]
    parts = [
        text(catalog, "Wants help with {needs}", needs=labels.needs(catalog, needs))
        if needs
        else text(catalog, "Wants to talk with someone")
    ]
    if slots.get("place") and slots["place"] != ANYWHERE:
        parts.append(text(catalog, "in {place}", place=slots["place"]))
    if slots.get("child_age_months") is not None:
        parts.append(age(catalog, int(slots["child_age_months"])))
    if slots.get("weeks_pregnant") is not None:
        weeks = int(slots["weeks_pregnant"])
        parts.append(plural(catalog, "{n} week pregnant", "{n} weeks pregnant", weeks))
    for code in slots.get("community") or []:
        parts.append(labels.community(catalog, code))
    return "; ".join(parts) + "."


def age(catalog: str, months: int) -> str:
    """A child's age as people say it: in months up to two years, then in years."""
    if months < 24:
        return plural(catalog, "child of {n} month", "child of {n} months", months)
    return plural(catalog, "child of {n} year", "child of {n} years", months // 12)
