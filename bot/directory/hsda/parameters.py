"""What a request asks for, read from its query; anything that cannot be meant is refused in plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timezone
from typing import Any

MOST_A_PAGE = 500
"""The largest page that may be asked for. With `minimal` a page has no such end."""
A_PAGE = 50
"""The size of a page when nobody says."""
JSON, NDJSON = "json", "ndjson"

_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
_WHOLE = re.compile(r"[1-9][0-9]*")
_DIGITS = 18
"""Digits of a page's number that are read; beyond there is no page anyway."""
_METRES = re.compile(r"[0-9]{1,8}(\.[0-9]{1,3})?")
_POSTCODE = re.compile(r"([0-9]{5})(-[0-9]{4})?")
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(?::(\d\d)(\.\d{1,9})?)?([Zz]|[+\- ]\d\d:?\d\d)?)?", re.ASCII
)


class BadParameter(ValueError):
    """A parameter that cannot be answered. `parameter` is its name; the message says what is wrong and what fits."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True)
class Asked:
    """What a request asks for. Filters hold together: only what fits all of them is found."""

    search: str | None = None
    page: int = 1
    per_page: int | None = None
    format: str = JSON
    minimal: bool = False
    full: bool = False
    full_service: bool = False
    modified_after: datetime | None = None
    """On or after this moment."""
    taxonomy_term_id: str | None = None
    taxonomy_id: str | None = None
    organization_id: str | None = None
    parent_id: str | None = None
    top_only: bool = False
    postcode: str | None = None
    proximity: float | None = None
    """Metres from the centre of the postcode."""


def read(allowed: Sequence[str], given: Mapping[str, Sequence[str]]) -> Asked:
    """What the query of a request to a path with these parameters asks for. Raises BadParameter."""
    values: dict[str, Any] = {}
    for name, said in given.items():
        if name not in allowed:
            known = f"this path takes {', '.join(allowed)}" if allowed else "this path takes no parameters"
            raise BadParameter(name, f"there is no parameter «{name[:60]}»; {known}")
        if len(said) > 1:
            raise BadParameter(name, f"{name} is given {len(said)} times; give it once")
        if not said[0].strip():
            raise BadParameter(name, f"{name} is empty; give a value or leave it out")
        values[name] = _READ[name](name, said[0])
    if values.get("proximity") is not None and "postcode" not in values:
        raise BadParameter("proximity", "proximity is measured from a postcode; give postcode too")
    return Asked(**values)


def _text(name: str, said: str) -> str:
    return _UNKEEPABLE.sub("\ufffd", said).strip()


def _yes_or_no(name: str, said: str) -> bool:
    if said.lower() not in ("true", "false"):
        raise BadParameter(name, f"{name} must be true or false, not {_short(said)}")
    return said.lower() == "true"


def _page(name: str, said: str) -> int:
    if not _WHOLE.fullmatch(said):
        raise BadParameter(name, f"{name} must be a whole number from 1 up, not {_short(said)}")
    return int(said[:_DIGITS])


def _per_page(name: str, said: str) -> int:
    if not _WHOLE.fullmatch(said) or int(said[:_DIGITS]) > MOST_A_PAGE:
        raise BadParameter(name, f"{name} must be a whole number from 1 to {MOST_A_PAGE}, not {_short(said)}")
    return int(said)


def _format(name: str, said: str) -> str:
    if said not in (JSON, NDJSON):
        raise BadParameter(name, f"{name} must be {JSON} or {NDJSON}, not {_short(said)}")
    return said


def _metres(name: str, said: str) -> float:
    if not _METRES.fullmatch(said):
        raise BadParameter(name, f"{name} must be a number of metres like 5000, not {_short(said)}")
    return float(said)


def _postcode(name: str, said: str) -> str:
    match = _POSTCODE.fullmatch(said.strip())
    if not match:
        raise BadParameter(name, f"{name} must be a ZIP code like 94601, not {_short(said)}")
    return match[1]


def _moment(name: str, said: str) -> datetime:
    found = moment(said)
    if found is None:
        wanted = "a date or a moment like 2026-01-31 or 2026-01-31T09:00:00Z"
        raise BadParameter(name, f"{name} must be {wanted}, not {_short(said)}")
    return found


def moment(said: str) -> datetime | None:
    """A moment as ISO 8601 writes it, UTC where no zone is given; None when it is none."""
    match = _MOMENT.fullmatch(said.strip())
    if not match:
        return None
    day, time, seconds, fraction, zone = match.groups()
    offset = (zone or "Z").upper().replace(" ", "+")  # a plus sign in a query that nobody escaped is a space
    if len(offset) == 5:
        offset = f"{offset[:3]}:{offset[3:]}"
    second = min(int(seconds or 0), 59)  # a leap second is none that datetime knows
    part = f"{(fraction or '')[1:7]:0<6}"
    written = f"{day}T{time or '00:00'}:{second:02}.{part}{'+00:00' if offset == 'Z' else offset}"
    try:
        return datetime.fromisoformat(written).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None


def _short(said: str) -> str:
    return f"«{_UNKEEPABLE.sub('', said[:60])}{'…' if len(said) > 60 else ''}»"


_READ = {
    "search": _text,
    "page": _page,
    "per_page": _per_page,
    "format": _format,
    "minimal": _yes_or_no,
    "full": _yes_or_no,
    "full_service": _yes_or_no,
    "modified_after": _moment,
    "taxonomy_term_id": _text,
    "taxonomy_id": _text,
    "organization_id": _text,
    "parent_id": _text,
    "top_only": _yes_or_no,
    "postcode": _postcode,
    "proximity": _metres,
}
assert _READ.keys() == {field.name for field in fields(Asked)}
