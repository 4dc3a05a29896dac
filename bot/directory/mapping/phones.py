"""Phone numbers as people write them, one field at a time: several numbers, extensions, letters, short codes."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

_NUMBER = re.compile(
    r"""(?<![\w-])(?:\+?1[-.\s]{0,2})?              # the country
        (?:\(\s*\d{3}\s*\)|\d{3})[-.\s/]{0,2}
        (?:\d{3}[-.\s]{0,2}\d{4}(?!\d)              # digits
          |(?=[-.\d]{0,9}[A-Z])[A-Z\d][A-Z\d-]{5,10}[A-Z\d](?![A-Za-z]))""",  # letters for digits
    re.VERBOSE,
)
_EXTENSION = re.compile(
    r"^[\s,;(]*(?:ext(?:ension|n)?|x|#|opt(?:ion)?)\s*[.:#]*\s*(\d{1,7})\b\)?", re.IGNORECASE
)
_SHORT = re.compile(r"(?<![\d-])(?:([2-8])-?1-?1|9-?8-?8|9-?1-?1)(?![\d-])")
_TEXT_CODE = re.compile(r"\btext\s+(?:[\"“'«]?\w+[\"”'»]?\s+)?to\s+(\d{5,6})\b", re.IGNORECASE)
_TYPES = (
    ("fax", re.compile(r"\bfax\b|\bf:|\(f\)", re.IGNORECASE)),
    ("textphone", re.compile(r"\b(?:tty|tdd|ttd|textphone|deaf)\b", re.IGNORECASE)),
    ("text", re.compile(r"\b(?:text|sms|whatsapp)\b", re.IGNORECASE)),
    ("cell", re.compile(r"\b(?:cell|mobile)\b", re.IGNORECASE)),
)
_NOTHING = re.compile(r"^\W*(?:n/?a|none|no phone|unknown|tbd|confidential|-+)?\W*$", re.IGNORECASE)
_EMPTY_LABEL = re.compile(
    r"\b(?:call|phone|tel(?:ephone)?|ph|office|or|and|at|main|number|no|dial|toll[- ]?free|p|t)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class WrittenPhone:
    """One number found in a text. `sure` is False when it is kept as it was written."""

    number: str
    extension: int | None = None
    type: str = "voice"
    description: str | None = None
    sure: bool = True


def parse(text: str, default_type: str = "voice") -> list[WrittenPhone]:
    """The numbers in a field, in its order; digits that make no number we know come back as written, unsure."""
    if _NOTHING.match(text):
        return []
    spans = _spans(text)
    if not spans and not re.search(r"\d", text):
        return []
    if not spans:
        return [WrittenPhone(" ".join(text.split()), type=_type(text, default_type), sure=False)]
    found: list[WrittenPhone] = []
    if re.search(r"\btext\b.*\bto\b", text, re.IGNORECASE) and len(spans) == 1:
        default_type = "text"
    for order, (start, end, number, extension, letters) in enumerate(spans):
        before = text[spans[order - 1][1] if order else 0 : start]
        behind = text[end : spans[order + 1][0] if order + 1 < len(spans) else len(text)]
        # a label stands before its number, or behind it in brackets or after a dash
        after = re.match(r"\s*(?:\(([^)]*)\)|[-–:]\s*([^;,/|\n]+))", behind)
        label = " ".join(filter(None, (_own(before, order), (after[1] or after[2]) if after else "")))
        if not after and order == len(spans) - 1 and re.fullmatch(r"\s+[A-Za-z][^;,/|\n]*", behind):
            label = f"{label} {behind}"
        words = " ".join(_EMPTY_LABEL.sub("", label).strip(" .,:;()-–/|\n\t").split())
        said = " ".join(filter(None, (words if re.search("[A-Za-z]", words) else "", letters)))
        phone = WrittenPhone(number, extension, _type(label, default_type), said or None)
        if not any((phone.number, phone.extension) == (other.number, other.extension) for other in found):
            found.append(phone)
    return found


def digits(number: str) -> str:
    """The digits by which two ways of writing one number are the same: ten, or fewer for short codes."""
    try:
        plain = phonenumbers.convert_alpha_characters_in_number(number)
    except AttributeError:
        return ""
    only = re.sub(r"\D", "", plain)
    return only[1:] if len(only) == 11 and only.startswith("1") else only


def _spans(text: str) -> list[tuple[int, int, str, int | None, str | None]]:
    """(start, end, number, extension, as written when it has letters) of every number in the text."""
    found: list[tuple[int, int, str, int | None, str | None]] = []
    for match in _NUMBER.finditer(text):
        ten = digits(match[0])[:10]
        if len(ten) != 10 or ten[0] in "01" or ten[3] in "01":
            continue
        letters = match[0].strip() if re.search("[A-Z]", match[0]) else None
        end, extension = match.end(), None
        if more := _EXTENSION.match(text[end:]):
            end, extension = end + more.end(), int(more[1])
        found.append((match.start(), end, f"{ten[:3]}-{ten[3:6]}-{ten[6:]}", extension, letters))
    taken = [(start, end) for start, end, *_ in found]
    for pattern in (_SHORT, _TEXT_CODE):
        for match in pattern.finditer(text):
            if not any(start <= match.start() < end for start, end in taken):
                number = re.sub(r"\D", "", match[1] if pattern is _TEXT_CODE else match[0])
                found.append((match.start(), match.end(), number, None, None))
    return sorted(found)


def _own(before: str, order: int) -> str:
    """What of the text between two numbers belongs to the second: all behind the last separator."""
    if order == 0:
        return before
    return re.split(r"[;,/|\n)]|\bor\b|\band\b", before)[-1]


def _type(label: str, default: str) -> str:
    return next((name for name, pattern in _TYPES if pattern.search(label)), default)
