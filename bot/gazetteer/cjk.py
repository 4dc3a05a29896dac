"""Names in Chinese and Korean, which stand in running text without spaces around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from bot.gazetteer import places
from bot.gazetteer.folding import NOT_LATIN
from bot.gazetteer.mention import Mention
from bot.gazetteer.places import NamedPlace

COUNTY_AFTER = ("县", "縣", "郡", "카운티")
LIVING_BEFORE = ("住", "住在", "喺", "在")


def mentions(text: str) -> Iterator[Mention]:
    """The places a text names in Chinese or Korean."""
    table = _names()
    at = 0
    while at < len(text):
        for name in table.get(text[at], ()):
            end = _end_of(name, text, at)
            if end is None:
                continue
            yield _mention(text, at, end, name)
            at = end - 1
            break
        at += 1


def _mention(text: str, start: int, end: int, name: str) -> Mention:
    county, entry = places.county_names().get((name,)), places.names().get((name,))
    home = text[:start].endswith(LIVING_BEFORE)
    suffix = next((s for s in COUNTY_AFTER if text[end:].lstrip().startswith(s)), "")
    if county is None and suffix and isinstance(entry, NamedPlace):
        county = places.county(entry.name)
    if county:
        end = text.index(suffix, end) + len(suffix) if suffix else end
        return Mention(start, end, "county", county.name, county.name, None, home)
    if isinstance(entry, NamedPlace):
        return Mention(start, end, "city", entry.name, entry.county, entry.city, home)
    return Mention(start, end, "elsewhere", entry.name if entry else text[start:end], None)


def _end_of(name: str, text: str, start: int) -> int | None:
    """Where the name ends in the text when it stands at `start`; spaces inside do not matter."""
    at = start
    for letter in name:
        while at < len(text) and text[at] == " " and at > start:
            at += 1
        if at >= len(text) or text[at].casefold() != letter:
            return None
        at += 1
    return at


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Names that are not in Latin letters, by their first letter, longest first."""
    table: dict[str, list[str]] = defaultdict(list)
    for keys in (places.names(), places.county_names()):
        for key in keys:
            if len(key) == 1 and NOT_LATIN.match(key[0]):
                table[key[0][0]].append(key[0])
    return {first: tuple(sorted(set(names), key=len, reverse=True)) for first, names in table.items()}
