"""Addresses of the United States written on one line (or several), taken apart."""

from __future__ import annotations

import re

from bot import gazetteer

_END = re.compile(
    r"^(?P<rest>.*?)[,\s]*(?:\b(?P<state>CA|C\.A\.|Calif\.?|California|[A-Z]{2})\b\.?)?[,\s]*(?P<zip>\b\d{5}(?:-\d{4})?)?"
    r"(?:[,\s]*(?:USA?|United States)\.?)?[\s,.]*$",
    re.DOTALL,
)
_SECRET = re.compile(
    r"\b(?:confidential|undisclosed|not published|call for (?:address|location)|virtual|online only)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"^(?:#|(?:suite|ste|unit|apt|room|rm|floor|fl|bldg|building|\d+(?:st|nd|rd|th) floor)\b)", re.IGNORECASE
)
_BOX = re.compile(r"^\W*(?:p\.?\s*o\.?\s*box|post office box)\b", re.IGNORECASE)


def parse(written: str) -> dict[str, str] | None:
    """The parts of an address as HSDS names them; None when the text says none (or that it is secret).

    What cannot be told apart stays in `address_1`. A postal box has the type postal.
    """
    said = re.sub(r"\s*\n\s*", ", ", written.strip()).strip(" ,")
    if (
        not said
        or _SECRET.search(said)
        or re.fullmatch(r"(?i)n/?a|none|unknown|various|multiple.*|tbd", said)
    ):
        return None
    match = _END.match(said)
    parts: dict[str, str] = {}
    rest = said
    if match and (match["zip"] or match["state"]):
        rest = match["rest"].strip(" ,")
        parts = {"postal_code": match["zip"] or "", "state_province": _state(match["state"], match["zip"])}
    pieces = [piece.strip() for piece in rest.split(",") if piece.strip()]
    city = ""
    if (
        parts
        and len(pieces) > 1
        and not _UNIT.match(pieces[-1])
        and not re.search(r"\d", pieces[-1])
        or not parts
        and len(pieces) > 1
        and gazetteer.city(pieces[-1])
    ):
        city = pieces.pop()
    elif parts and pieces:
        pieces[-1], city = _city_behind(pieces[-1])
        pieces = [piece for piece in pieces if piece]
    if len(pieces) > 1 and _UNIT.match(pieces[-1]):
        parts["address_2"] = pieces.pop()
    parts |= {"address_1": ", ".join(pieces), "city": city}
    return typed({name: value for name, value in parts.items() if value})


def typed(parts: dict[str, str]) -> dict[str, str]:
    """The parts with country and type said: a box is postal, all else physical."""
    kind = "postal" if _BOX.match(parts.get("address_1", "")) else "physical"
    filled = {"country": "US", "address_type": kind, **parts}
    area = gazetteer.zip_area(filled.get("postal_code", "")[:5])
    if area and not filled.get("state_province"):
        filled["state_province"] = "CA"
    return filled


def _state(written: str | None, code: str | None) -> str:
    if written is None:
        return "CA" if code and gazetteer.zip_area(code[:5]) else ""
    return "CA" if written.upper().startswith(("CAL", "C.A")) or written == "CA" else written


def _city_behind(text: str) -> tuple[str, str]:
    """(street, city) of «123 Main St Los Angeles»: the longest end that is a city we know."""
    words = text.split()
    for start in range(max(1, len(words) - 4), len(words)):
        city = " ".join(words[start:])
        if not re.search(r"\d", city) and gazetteer.city(city):
            return " ".join(words[:start]).rstrip(" ,"), city
    if len(words) <= 3 and not re.search(r"\d", text):  # no street at all
        return "", text
    return text, ""
