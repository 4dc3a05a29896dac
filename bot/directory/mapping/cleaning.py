"""Single values as people write them, put as the standard wants them where that is sure."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

_ACTIVE = {
    "active",
    "open",
    "yes",
    "y",
    "true",
    "1",
    "current",
    "published",
    "available",
    "approved",
    "live",
    "a",
}
_INACTIVE = {
    "inactive",
    "no",
    "n",
    "false",
    "0",
    "archived",
    "deleted",
    "expired",
    "closed",
    "retired",
    "i",
    "draft",
}
_DATES = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%m-%d-%Y",
    "%d-%b-%Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%Y/%m/%d",
)


def status(written: str) -> str | None:
    """One of the standard's words for a service's status; None when the text leaves a doubt."""
    said = " ".join(written.lower().split())
    if said in ("active", "inactive", "defunct", "temporarily closed"):
        return said
    if said in _ACTIVE:
        return "active"
    if "temporar" in said:
        return "temporarily closed"
    return "inactive" if said in _INACTIVE else None


def day(written: str) -> str | None:
    """A date as YYYY-MM-DD, or YYYY-MM or YYYY where no more is said; None when it is none."""
    said = " ".join(written.replace(",", ", ").split())
    if re.fullmatch(r"\d{4}(-\d\d)?", said):
        return said
    said = re.split(r"[ T]\d{1,2}:\d\d", said)[0]
    for form in _DATES:
        try:
            found = datetime.strptime(said, form).date()
        except ValueError:
            continue
        return found.isoformat() if date(1900, 1, 1) <= found else None
    return None


def web(written: str) -> str | None:
    """A web address with its scheme; None when the text is none."""
    said = written.strip().strip("<>").split()[0].rstrip(",;") if written.strip() else ""
    if re.match(r"https?://[^\s/.]+\.\S+", said, re.IGNORECASE):
        return said
    if re.fullmatch(r"(?:www\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?:[/?#:]\S*)?", said):
        return f"https://{said}"
    return None


def email(written: str) -> str | None:
    """The (first) e-mail address in a text; None when there is none."""
    match = re.search(r"[^@\s<>:;,]+@[^@\s<>;,]+\.[A-Za-z]{2,}", written)
    return match[0] if match else None


def clock(written: str) -> str | None:
    """A time of day as HH:MM; None when it is none. Takes «09:00:00», «9:00 AM», «1700»."""
    match = re.fullmatch(r"(\d{1,2}):?(\d\d)?(?::\d\d(?:\.\d+)?)?\s*([ap])?\.?m?\.?", written.strip().lower())
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] == "p" and hour < 12:
        hour += 12
    if match[3] == "a" and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def coordinates(latitude: Any, longitude: Any) -> tuple[float, float] | None:
    """Both as numbers, changed about when they stand the wrong way round; None when they are none."""
    try:
        north, east = float(latitude), float(longitude)
    except (TypeError, ValueError):
        return None
    if abs(north) > 90 >= abs(east):
        north, east = east, north
    if abs(north) > 90 or abs(east) > 180 or (north == 0 and east == 0):
        return None
    return north, east
