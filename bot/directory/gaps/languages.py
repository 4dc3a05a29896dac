"""What languages are called in English."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

_OURS = {"tl": "Tagalog", "zh": "Chinese", "hmn": "Hmong", "fa": "Farsi", "km": "Khmer"}
"""Names as the directory says them, where Babel has another or none."""


def name(code: str) -> str:
    """The English name of a language by its code; the code itself where nobody knows one."""
    if code in _OURS:
        return _OURS[code]
    try:
        return Locale.parse(code).get_language_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code
