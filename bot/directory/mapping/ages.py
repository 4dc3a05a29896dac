"""Ages that a text gives surely: «0-5», «birth to 3 years», «18 and over», «under 6»."""

from __future__ import annotations

import re

_YEAR = r"(\d{1,2})\s*(?:years?|yrs?|y/?o)?(?:\s*old|\s*of age)?"
_SPAN = re.compile(
    rf"^(?:ages?:?\s*)?(?:(birth|newborn|prenatal)|{_YEAR})\s*(?:-|–|to|through|thru)\s*{_YEAR}$"
)
_FROM = re.compile(rf"^(?:ages?:?\s*)?{_YEAR}\s*(?:\+|and (?:over|older|up|above)|or older)$")
_UNDER = re.compile(rf"^(?:children |kids )?(?:under|below|younger than)(?: age)?\s*{_YEAR}$")
_UP_TO = re.compile(rf"^(?:up to|through)(?: age)?\s*{_YEAR}$")


def parse(text: str) -> tuple[int | None, int | None] | None:
    """(youngest, oldest) in completed years; None when the text leaves a doubt, or speaks of months."""
    said = " ".join(text.lower().split()).strip(" .")
    if match := _SPAN.match(said):
        low, high = (0 if match[1] else int(match[2])), int(match[3])
        return (low, high) if low <= high else None
    if match := _FROM.match(said):
        return int(match[1]), None
    if match := _UNDER.match(said):
        return None, int(match[1]) - 1
    if match := _UP_TO.match(said):
        return None, int(match[1])
    return None
