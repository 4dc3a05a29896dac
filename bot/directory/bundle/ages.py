"""Ages as sources write them, as years, where they say it surely."""

from __future__ import annotations

import re

_NUMBER = r"(\d{1,2})"
_UNIT = r"(?:\s*(years?|months?|weeks?))?"
_UNBORN = r"(?:pregnan(?:t|cy)|prenatal|early pregnancy|birth|newborns?|third trimester(?: of pregnancy)?)"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (rf"{_UNBORN} to (?:child )?(?:age )?{_NUMBER}{_UNIT}(?: after birth)?", "unborn_to"),
        (r"(?:prenatal|birth) to five", "to_five"),
        (rf"(?:child(?:ren)? )?{_NUMBER} (?:to|-) {_NUMBER}{_UNIT}(?: years)?", "from_to"),
        (rf"{_NUMBER} weeks to {_NUMBER} years", "weeks_to"),
        (rf"{_NUMBER} years \d+ months to {_NUMBER} years", "from_to"),
        (rf"(?:children )?under (?:age )?{_NUMBER}(?: years)?", "under"),
        (
            rf"(?:pregnant, postpartum, and children|parents and grandparents of children) under {_NUMBER}",
            "under",
        ),
        (rf"mothers of children {_NUMBER} to {_NUMBER}", "from_to"),
        (rf"{_NUMBER} and (?:under|younger)", "and_under"),
        (rf"{_NUMBER} and (?:older|up)", "and_up"),
    )
)


def parse(ages: str) -> tuple[float | None, float | None]:
    """The youngest and the oldest age in years that the text surely says; None where it does not.

    An oldest age is in completed years («under 5» is 4), or a fraction for ages below one year.
    """
    for pattern, kind in _PATTERNS:
        match = pattern.fullmatch(ages.strip())
        if match:
            return _years(kind, match.groups())
    return None, None


def _years(kind: str, said: tuple[str | None, ...]) -> tuple[float | None, float | None]:
    numbers = [int(each) for each in said if each and each.isdigit()]
    unit = next((each for each in said if each and not each.isdigit()), "years")
    if kind == "to_five":
        return 0, 5
    if kind == "weeks_to":
        return 0, numbers[1]
    if kind == "from_to":
        return numbers[0], numbers[-1]
    if kind == "under":
        return 0, numbers[0] - 1
    if kind == "and_under":
        return 0, numbers[0]
    if kind == "and_up":
        return numbers[0], None
    if unit.startswith("month"):
        return 0, round(numbers[0] / 12, 2)
    return (0, numbers[0]) if unit.startswith("year") else (None, None)
