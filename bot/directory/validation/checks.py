"""Whether a value is what the standard wants of an attribute, and how to mend it when it is not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.directory.shapes import Attribute

FORMS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "uuid": (re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"), "a UUID"),
    "uri": (re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+"), "a web address with https://"),
    "email": (re.compile(r"[^@\s]+@[^@\s]+"), "an e-mail address"),
    "date": (re.compile(r"\d{4}(-\d\d(-\d\d([T ].*)?)?)?"), "a date like 2026-01-31"),
    "time": (re.compile(r"\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?"), "a time like 09:00"),
    "date-time": (re.compile(r"\d{4}-\d\d-\d\d([T ].*)?"), "a moment like 2026-01-31T09:00:00Z"),
}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def fit(attribute: Attribute, value: Any) -> Any:
    """The value as its column can hold it, or None when it cannot."""
    if attribute.number:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
        try:
            return float(value) if isinstance(value, str) and "_" not in value else None
        except ValueError:
            return None
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float, bool)) else None


def wrong(attribute: Attribute, value: Any, fitting: Any) -> tuple[str, str] | None:
    """(what is wrong with the value, how to mend it); None when nothing is."""
    if fitting is None:
        wanted = "a number" if attribute.number else "text"
        return f"{short(value)} is not {wanted}; it is kept as given", f"give {wanted}"
    if isinstance(value, str) == attribute.number:
        wanted = "a number, not a text" if attribute.number else "text, not a number"
        return (
            f"{short(value)} should be {wanted}",
            "put quotation marks around texts and none around numbers",
        )
    if attribute.choices and value not in attribute.choices:
        return f"{short(value)} is not one of the standard's words", f"use {', '.join(attribute.choices)}"
    if attribute.form and isinstance(value, str):
        pattern, wanted = FORMS[attribute.form]
        if not pattern.fullmatch(value.strip()) or (attribute.form.startswith("date") and not _is_day(value)):
            return f"{short(value)} is not {wanted}", f"give {wanted}"
    if attribute.name in _RANGES and isinstance(fitting, (int, float)):
        least, most = _RANGES[attribute.name]
        if not least <= fitting <= most:
            return f"{short(value)} cannot be a {attribute.name}", f"give a number from {least} to {most}"
    return None


_RANGES = {"latitude": (-90, 90), "longitude": (-180, 180), "minimum_age": (0, 130), "maximum_age": (0, 130)}


def short(value: Any) -> str:
    """A value quoted, cut where it is long."""
    said = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    return f"«{said[:60]}{'…' if len(said) > 60 else ''}»"


def _is_day(written: str) -> bool:
    match = _DAY.match(written.strip())
    if not match:
        return True
    try:
        date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return False
    return True
