"""Hours as free text, read into openings where the text leaves no doubt."""

from __future__ import annotations

import re

from bot.directory.bundle import hours as strict
from bot.directory.bundle.hours import WEEK, Opening

_DAYS = {
    "monday": "MO", "tuesday": "TU", "wednesday": "WE", "thursday": "TH", "friday": "FR", "saturday": "SA",
    "sunday": "SU", "mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU",
    **{"tues": "TU", "weds": "WE", "thur": "TH", "thurs": "TH", "m": "MO", "t": "TU", "tu": "TU", "w": "WE"},
    **{"th": "TH", "f": "FR", "sa": "SA", "su": "SU", "lunes": "MO", "martes": "TU", "miercoles": "WE"},
    **{"jueves": "TH", "viernes": "FR", "sabado": "SA", "domingo": "SU"},
}  # fmt: skip
_SHORT = dict(zip(WEEK, ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True))
_ALWAYS = re.compile(
    r"^(?:open\s+)?(?:24/7(?:/365)?|24 ?(?:hours|hrs)(?: a day)?[,;]?"
    r"(?: (?:7|seven) days(?: a week| per week)?| daily)?)$"
)
_HOLIDAYS = re.compile(
    r"[.,;(]*\s*(?:closed|except)\s+(?:on\s+)?(?:all\s+)?"
    r"(?:major|federal|public|legal|state|county)?\s*holidays\)?\.?$"
)
_REPLACED = (
    (
        re.compile(
            r"[–—−]|\bthrough\b|\bthru\b|\buntil\b|\btill?\b|\bto\b|\ba(?= (?:viernes|sabado|domingo))"
        ),
        "-",
    ),
    (re.compile(r"\b12(?::00)?\s*(?:noon|nn)\b|\bnoon\b"), "12:00pm"),
    (re.compile(r"\b12(?::00)?\s*midnight\b|\bmidnight\b"), "11:59pm"),
    (re.compile(r"([ap])\.\s?m\.?"), r"\1m"),
    (re.compile(r"(\d)\s+([ap]m)\b"), r"\1\2"),
    (re.compile(r"\bweekdays\b"), "mon-fri"),
    (re.compile(r"\bweekends\b"), "sat,sun"),
    (re.compile(r"\b(?:daily|every ?day|(?:7|seven) days(?: a week| per week)?)\b"), "mon-sun"),
    (re.compile(r"\b(?:hours|hrs|open|office|operation|of|from|on|phone line|are|is)\b:?"), " "),
    (re.compile(r"&|\by\b|\band\b|/"), ","),
)
_TOKEN = re.compile(
    r"\s*(?:(?P<time>\d{1,2}(?::\d\d)?(?:[ap]m?)?(?![\w:]))|(?P<day>[a-z]+)\.?|(?P<dash>-)|(?P<stop>[,;.:|\n()]))"
)


def parse(text: str) -> list[Opening]:
    """The openings that a text says, or none at all when any part of it is in doubt."""
    said = _plain(text)
    if _ALWAYS.match(said):
        return [Opening(WEEK, "00:00", "23:59")]
    said = _HOLIDAYS.sub("", said)
    for pattern, instead in _REPLACED:
        said = pattern.sub(instead, said)
    tokens = _tokens(said)
    groups = _groups(tokens) if tokens else None
    if not groups:
        return []
    written = "; ".join(
        f"{_SHORT[day]} {spans}" for days, spans in groups if spans != "closed" for day in days
    )
    return strict.parse(written) if written else []


def as_schedules(text: str) -> list[dict[str, str]]:
    """HSDS schedules of a text: its words in the first, days and times in each where they are sure."""
    words = " ".join(text.split())
    openings = parse(text)
    if not openings:
        return [{"description": words}]
    made: list[dict[str, str]] = []
    for opening in openings:
        days = [f"{opening.nth}{day}" if opening.nth else day for day in opening.days]
        made.append({"freq": "MONTHLY" if opening.nth else "WEEKLY", "byday": ",".join(days),
                     "opens_at": opening.opens, "closes_at": opening.closes})  # fmt: skip
    made[0]["description"] = words
    return made


def _plain(text: str) -> str:
    said = " ".join(text.lower().split()).strip(" .")
    return said.translate(str.maketrans("áéíóú", "aeiou"))


def _tokens(said: str) -> list[tuple[str, str]] | None:
    """(sort, text) of each word and sign; None when there is a word we do not know."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(said.rstrip()):
        match = _TOKEN.match(said, at)
        if not match or match.end() == at:
            return None
        at = match.end()
        sort = str(match.lastgroup)
        word = match[sort]
        if sort == "day":
            if word == "closed":
                sort = "closed"
            elif word in _DAYS:
                word = _DAYS[word]
            elif word in ("mwf", "tth", "mw"):
                days = {"mwf": ("MO", "WE", "FR"), "tth": ("TU", "TH"), "mw": ("MO", "WE")}[word]
                found += [("day", day) for day in days]
                continue
            else:
                return None
        found.append((sort, word))
    return found


def _groups(tokens: list[tuple[str, str]]) -> list[tuple[list[str], str]] | None:
    """(days, spans of time or «closed») pairs; None when they do not come in pairs."""
    parts: list[tuple[str, list[str]]] = []
    at = 0
    while at < len(tokens):
        sort, word = tokens[at]
        if sort == "stop" or (
            sort == "dash" and parts and parts[-1][0] == "days" and _next(tokens, at) == "time"
        ):
            at += 1
        elif sort == "closed" and _next(tokens, at) == "day":  # «closed Sat-Sun»
            at += 1
            while at < len(tokens) and tokens[at][0] != "stop":
                at += 1
        elif sort == "closed":
            parts.append(("times", ["closed"]))
            at += 1
        elif sort == "day":
            days, at = _days(tokens, at)
            _extend(parts, "days", days)
        elif sort == "time" and _next(tokens, at) == "dash" and _next(tokens, at + 1) == "time":
            _extend(parts, "times", [f"{word}-{tokens[at + 2][1]}"])
            at += 3
        else:
            return None
    sorts = [sort for sort, _ in parts]
    if not parts or len(parts) % 2 or sorts != sorts[:2] * (len(parts) // 2) or len(set(sorts[:2])) != 2:
        return None
    pairs = []
    for one, two in zip(parts[::2], parts[1::2], strict=True):
        days, times = (one[1], two[1]) if one[0] == "days" else (two[1], one[1])
        pairs.append((list(dict.fromkeys(days)), ", ".join(times)))
    return pairs


def _days(tokens: list[tuple[str, str]], at: int) -> tuple[list[str], int]:
    first = tokens[at][1]
    if _next(tokens, at) == "dash" and _next(tokens, at + 1) == "day":
        last = tokens[at + 2][1]
        start, end = WEEK.index(first), WEEK.index(last)
        days = WEEK[start : end + 1] if start <= end else (*WEEK[start:], *WEEK[: end + 1])
        return list(days), at + 3
    return [first], at + 1


def _next(tokens: list[tuple[str, str]], at: int) -> str:
    return tokens[at + 1][0] if at + 1 < len(tokens) else ""


def _extend(parts: list[tuple[str, list[str]]], sort: str, words: list[str]) -> None:
    if parts and parts[-1][0] == sort and parts[-1][1] != ["closed"]:
        parts[-1][1].extend(words)
    else:
        parts.append((sort, list(words)))
