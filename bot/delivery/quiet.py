"""Quiet hours: nothing that she did not just ask for is sent between 21:00 and 9:00 Pacific."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")
_FROM, _UNTIL = time(21), time(9)


def is_quiet(at: datetime) -> bool:
    """True when a message on our own account may not be sent at this moment."""
    return not _UNTIL <= at.astimezone(PACIFIC).time() < _FROM


def next_allowed(at: datetime) -> datetime:
    """The first moment from `at` on when one may be sent."""
    if not is_quiet(at):
        return at
    local = at.astimezone(PACIFIC)
    day = local.date() if local.time() < _UNTIL else local.date() + timedelta(days=1)
    return datetime.combine(day, _UNTIL, PACIFIC).astimezone(at.tzinfo)
