"""What a navigator is told of a family, shown to her first. Only what she said, in the fewest words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from bot.conversations.remembering import ANYWHERE
from bot.conversations.striking import Part
from bot.replies import labels
from bot.replies.catalogs import plural, text

FACTS = ("needs", "later_needs", "place", "child_age_months", "weeks_pregnant", "community")
"""The slots that a summary is made of."""


def parts(catalog: str, slots: Mapping[str, Any]) -> list[Part]:
    """Everything that would be told, one thing each, so that she can leave any of it out."""
    found = [Part(f"need:{code}", labels.need(catalog, code)) for code in _needs(slots)]
    if slots.get("place") and slots["place"] != ANYWHERE:
        found.append(Part("place", text(catalog, "in {place}", place=slots["place"])))
    if slots.get("child_age_months") is not None:
        found.append(Part("child", age(catalog, int(slots["child_age_months"]))))
    if slots.get("weeks_pregnant") is not None:
        weeks = int(slots["weeks_pregnant"])
        found.append(
            Part("pregnancy", plural(catalog, "{n} week pregnant", "{n} weeks pregnant", weeks)),
        )
    for code in slots.get("community") or []:
        found.append(Part(f"community:{code}", labels.community(catalog, code)))
    return found


def without(slots: Mapping[str, Any], struck: Collection[str]) -> dict[str, Any]:
    """The facts that are left when she left some out."""
    kept = {name: slots.get(name) for name in FACTS}
    for name in ("needs", "later_needs"):
        kept[name] = [code for code in kept[name] or [] if f"need:{code}" not in struck]
    kept["community"] = [code for code in kept["community"] or [] if f"community:{code}" not in struck]
    for key, name in (("place", "place"), ("child", "child_age_months"), ("pregnancy", "weeks_pregnant")):
        if key in struck:
            kept[name] = None
    return kept


def of(catalog: str, slots: Mapping[str, Any]) -> str:
    """The summary in a catalog's language, from the conversation's slots."""
    needs = _needs(slots)
    said = [
        text(catalog, "Wants help with {needs}", needs=labels.needs(catalog, needs))
        if needs
        else text(catalog, "Wants to talk with someone")
    ]
    said += [part.words for part in parts(catalog, slots) if not part.key.startswith("need:")]
    return "; ".join(said) + "."


def age(catalog: str, months: int) -> str:
    """A child's age as people say it: in months up to two years, then in years."""
    if months < 24:
        return plural(catalog, "child of {n} month", "child of {n} months", months)
    return plural(catalog, "child of {n} year", "child of {n} years", months // 12)


def _needs(slots: Mapping[str, Any]) -> list[str]:
    return [*(slots.get("needs") or []), *(slots.get("later_needs") or [])]
