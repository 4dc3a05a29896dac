"""What a conversation remembers of each message: facts, needs, answers to an open question. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversations import striking

ANYWHERE = "California"
"""The place of a family who would rather not say where she is: statewide services still fit."""

AT_ONCE = 3
"""How many needs one answer looks for; the others are kept and offered next."""

GENERAL = "navigation"
"""The need that stands for help in general: it says nothing beside another."""

NEED_CHOICES = ("food", "baby_supplies", "housing", "health_coverage", "child_care", "prenatal_care")
"""The needs offered by number when she has not named one."""


def facts(entities: Mapping[str, Any], communities: Sequence[str]) -> dict[str, Any]:
    """Slots from the facts in a message: place, child's age, weeks pregnant, community. Absent ones stay."""
    slots: dict[str, Any] = {}
    place = place_named(entities)
    if place is not None:
        slots["place"] = place
    for name in ("child_age_months", "weeks_pregnant"):
        if entities.get(name) is not None:
            slots[name] = float(entities[name])
    community = entities.get("community")
    if community and community not in communities:
        slots["community"] = [*communities, community]
    return slots


def place_named(entities: Mapping[str, Any]) -> str | None:
    """The place a message names, the most exact first: ZIP, city, then «… County»."""
    if entities.get("zip"):
        return str(entities["zip"])
    if entities.get("city"):
        return str(entities["city"])
    if entities.get("county"):
        return f"{entities['county']} County"
    return None


def needs(act: str, named: Sequence[str], before: Sequence[str], later: Sequence[str]) -> dict[str, Any]:
    """Slots for the needs a message names.

    A new ask replaces what is looked for now; needs beyond what one answer holds are kept for later, and so
    are earlier ones that were never answered. A correction («no, not food, diapers») replaces too.
    """
    if not named or act not in (
        "find_help",
        "ask_program",
        "ask_person",
        "deny",
        "affirm",
        "more",
        "give_info",
    ):
        return {}
    if act == "ask_person" and before:
        return {}
    wanted = [need for need in dict.fromkeys(named) if need != GENERAL] or list(dict.fromkeys(named))
    now, rest = wanted[:AT_ONCE], wanted[AT_ONCE:]
    kept = [need for need in (*rest, *later) if need not in now]
    return {"needs": now, "later_needs": list(dict.fromkeys(kept))}


def answer(
    act: str, entities: Mapping[str, Any], question: str | None, text: str = "", needs: Sequence[str] = ()
) -> dict[str, Any]:
    """Slots for an answer to the open question of a form."""
    if question == "share_consent" and _changes_summary(act, entities, text, needs):
        return {question: None}  # she changed what would be shared: it is shown and asked again
    if question in ("share_consent", "erase_consent") and act in ("affirm", "deny"):
        return {question: act == "affirm"}
    if question == "place" and act == "deny" and place_named(entities) is None:
        return {"place": ANYWHERE}
    if question == "needs" and str(entities.get("option", "")).isdigit():
        number = int(entities["option"])
        if 1 <= number <= len(NEED_CHOICES):
            return {"needs": [NEED_CHOICES[number - 1]]}
    return {}


def _changes_summary(act: str, entities: Mapping[str, Any], text: str, needs: Sequence[str]) -> bool:
    return (
        act == "ask_person"
        or striking.is_strike(text, needs)
        or (act != "affirm" and entities.get("community") is not None)
    )


def unanswered(act: str, answered: Mapping[str, Any], question: str | None) -> dict[str, Any]:
    """An open question that the message tried to answer and did not: it stays open and is asked again.

    Rasa's forms leave a message without any slot to the rules, which would start the form anew and say nothing.
    """
    if question not in ("needs", "place") or answered.get(question):
        return {}
    if act not in ("find_help", "give_info", "choose", "affirm", "deny", "ask_program", "nlu_fallback"):
        return {}
    return {} if answered.get("needs") or answered.get("place") else {question: None}
