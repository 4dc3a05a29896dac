"""Opening hours as people write them, as schedules, where they say it surely."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = {name: WEEK[n] for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)(?:day|s|nesday|rsday|urday|sday)?"
_TIME = r"\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m\.?)?"
_DAYS_AND_TIMES = re.compile(
    rf"(?P<days>daily|{_DAY}(?P<nth>[1-5](?:st|nd|rd|th))?(?:\s*-\s*{_DAY})?)\s+"
    rf"(?P<times>{_TIME}\s*-\s*{_TIME}(?:,\s*{_TIME}\s*-\s*{_TIME})*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Opening:
    """Days that share an opening and a closing time, on a 24-hour clock. `nth`: the week of the month."""

    days: tuple[str, ...]
    opens: str
    closes: str
    nth: int | None = None


def parse(hours: str) -> list[Opening]:
    """The openings that a text says, or none at all when any part of it is not sure."""
    said = hours.strip().replace("–", "-")
    if said.lower() in ("24/7", "24 hours"):
        return [Opening(WEEK, "00:00", "23:59")]
    found: dict[tuple[str, str, int | None], list[str]] = defaultdict(list)
    for part in re.split(r"[;,]\s*(?=(?:daily|" + _DAY + r")(?![a-z]))", said, flags=re.IGNORECASE):
        match = _DAYS_AND_TIMES.fullmatch(part.strip())
        if not match:
            return []
        nth = int(match["nth"][0]) if match["nth"] else None
        for span in match["times"].split(","):
            times = _span(span)
            if times is None:
                return []
            found[times[0], times[1], nth] += _days(match["days"])
    return [Opening(tuple(days), opens, closes, nth) for (opens, closes, nth), days in found.items()]


def _days(written: str) -> list[str]:
    if written.lower() == "daily":
        return list(WEEK)
    first, *last = (_NAMES[day.strip()[:3].lower()] for day in written.split("-"))
    start, end = WEEK.index(first), WEEK.index(last[0] if last else first)
    return list(WEEK[start : end + 1]) if start <= end else [*WEEK[start:], *WEEK[: end + 1]]


def _span(written: str) -> tuple[str, str] | None:
    opens, closes = (_clock(part) for part in written.split("-"))
    if opens[1] is None and closes[1] is None and closes[0] < opens[0] < 12 * 60:
        closes = (closes[0] + 12 * 60, "p")  # «8-5»
    elif opens[1] is None and closes[1] == "p" and opens[0] + 12 * 60 < closes[0]:
        opens = (opens[0] + 12 * 60, "p")  # «3-11pm»
    if opens[0] >= closes[0]:
        return None
    return _said(opens[0]), _said(closes[0])


def _clock(written: str) -> tuple[int, str | None]:
    """Minutes since midnight, and «a» or «p» where the text says which half of the day."""
    match = re.fullmatch(r"(\d{1,2})(?::(\d\d))?\s*([ap])?\.?m?\.?", written.strip(), re.IGNORECASE)
    if not match:
        return 0, None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower() or None
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return hour * 60 + minute, half


def _said(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
