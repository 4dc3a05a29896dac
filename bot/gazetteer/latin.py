"""Names in Latin letters: which words of a text mean a place, judged by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from bot.gazetteer import cjk, places
from bot.gazetteer.folding import LATIN_WORD, NOT_LATIN, fold
from bot.gazetteer.mention import Mention
from bot.gazetteer.places import Elsewhere, Entry, NamedPlace

LONGEST = 5
"""Words in the longest names."""

PLACE_BEFORE_CJK = ("在", "住", "于", "於", "喺", "到", "去", "近", "从", "從", "由")
PLACE_AFTER_CJK = ("에", "쪽", "근처", "附近", "这边", "這邊", "市")
STEADY = {"county", "condado", "el", "la", "the"}
DOUBTFUL_STATES = {"CA", "CO", "HI", "IN", "LA", "ME", "OH", "OK", "OR"}
"""Postal abbreviations that are also words: they need a comma before them."""


@cache
def around(role: str) -> frozenset[str]:
    """The folded words that play a role beside a place's name (data/places/words_around.csv)."""
    return frozenset(
        word
        for row in places.read_rows("words_around.csv")
        if row["role"] == role
        for word in row["words"].split()
    )


@cache
def small_words() -> frozenset[str]:
    """Words that may stand beside the name when the message only answers «where are you?»."""
    return around("beside") | around("place_before") | around("living_before")


class Words:
    """The Latin words of a text, and what stands around them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[re.Match[str]] = list(LATIN_WORD.finditer(text))
        self.folded = [fold(token.group()) for token in self.tokens]
        self.capitals_mean_something = any(letter.islower() for letter in text)

    def __len__(self) -> int:
        return len(self.tokens)

    def mentions(self) -> Iterator[Mention]:
        """The places the text names in Latin letters."""
        at = 0
        while at < len(self):
            length, mention = self.longest_at(at)
            if mention:
                yield mention
            at += length

    def longest_at(self, at: int) -> tuple[int, Mention | None]:
        """How many words to step over, and the place they name, if they name one."""
        for length in range(min(LONGEST, len(self) - at), 0, -1):
            key = tuple(self.folded[at : at + length])
            county, entry = places.county_names().get(key), places.names().get(key)
            ordinary = places.is_ordinary(key)
            if ordinary == "never":
                return length, None
            if county is None and entry is None:
                continue
            span = self.county_span(at, length) if county else None
            if county and span:
                return length, Mention(*span, "county", county.name, county.name, None, self.is_home(at))
            if self.after(at + length) in around("street_after"):
                return length, None
            if self.means_place(at, length, ordinary, entry or county):
                return length, self.mention(at, length, entry or county)
        return 1, None

    def before(self, at: int, back: int = 1) -> str:
        return self.folded[at - back] if at >= back else ""

    def after(self, at: int) -> str:
        return self.folded[at] if at < len(self.folded) else ""

    def span(self, at: int, length: int) -> tuple[int, int]:
        return self.tokens[at].start(), self.tokens[at + length - 1].end()

    def county_span(self, at: int, length: int) -> tuple[int, int] | None:
        """The span with the word county, when it stands there."""
        start, end = self.span(at, length)
        if self.after(at + length) in around("county_after") or re.match(r" Co(\.|$)", self.text[end:]):
            return start, self.tokens[at + length].end()
        rest = self.text[end:]
        suffix = next((s for s in cjk.COUNTY_AFTER if rest.lstrip().startswith(s)), None)
        if suffix:
            return start, end + rest.index(suffix) + len(suffix)
        if (self.before(at, 2), self.before(at)) in (("condado", "de"), ("county", "of")):
            return self.tokens[at - 2].start(), end
        if self.before(at) in ("quan", "county", "condado"):
            return self.tokens[at - 1].start(), end
        return None

    def mention(self, at: int, length: int, entry: Entry | None) -> Mention:
        start, end = self.span(at, length)
        state = self._state_after(at + length)
        if isinstance(entry, NamedPlace) and not state:
            return self._ours(start, end, entry, self.is_home(at))
        name = entry.name if entry else self.text[start:end]
        end = self.tokens[at + length].end() if state else end
        return Mention(start, end, "elsewhere", name, None, None, self.is_home(at))

    def _ours(self, start: int, end: int, place: NamedPlace, home: bool) -> Mention:
        kind: Literal["city", "county"] = "county" if place.kind == "county" else "city"
        return Mention(start, end, kind, place.name, place.county, place.city, home)

    def is_home(self, at: int) -> bool:
        """Whether the words before say that the writer is or lives there."""
        before, earlier = self.before(at), self.before(at, 2)
        if before in STEADY:
            before, earlier = earlier, self.before(at, 3)
        return (before in around("place_before") and earlier in around("living_before")) or (
            before == "de" and earlier in ("soy", "somos")
        )

    def guess_at(self, at: int) -> tuple[int, Mention] | None:
        """The place that the words at `at` name with typing errors, and how many words do."""
        for length in range(1, min(3, len(self) - at) + 1):
            key = tuple(self.folded[at : at + length])
            if key[-1] in small_words():
                continue
            if key in places.names() or places.is_ordinary(key):
                return None  # a name written right is no misspelling of another
            start, end = self.span(at, length)
            place = places.guess(self.text[start:end])
            if place and (key[0] not in small_words() or fold(place.name).startswith(key[0] + " ")):
                return length, self._ours(start, end, place, self.is_home(at))
        return None

    def means_place(self, at: int, length: int, ordinary: str | None, place: Entry | None) -> bool:
        """Whether the words at `at` mean the place, given how their name is also used."""
        if ordinary is None:
            return True
        if self.after(at + length) in around("california") or self._zip_beside(at, length):
            return True
        if ordinary == "article":  # «la»: the article of half of all Spanish sentences
            whole = len(self) == length and self.tokens[at].group()[0].isupper()
            english = self.before(at) in ("in", "near", "from", "around")
            return whole or english or self._capital(at, length)
        if self.after(at + length) in around("area_after") or self._alone(at, length):
            return True
        if self._prepositioned(at, length, sure=ordinary == "phrase"):
            return True
        large = isinstance(place, NamedPlace) and len(place.zips) > 1
        if self._own_clause(at, length) and (large or ordinary == "word"):
            return True
        return ordinary != "name" and self._capital(at, length)

    def _prepositioned(self, at: int, length: int, sure: bool) -> bool:
        start, end = self.span(at, length)
        if self.text[:start].rstrip().endswith(PLACE_BEFORE_CJK):
            return True
        if self.text[end:].lstrip().startswith(PLACE_AFTER_CJK):
            return True
        before, earlier = self.before(at), self.before(at, 2)
        if before == "de" and earlier in ("cerca", "fuera", "ciudad"):
            return True
        if before in ("de", "of", "at", "to") and earlier in around("living_before"):
            return True
        return before in around("place_before") and (earlier in around("living_before") or not sure)

    def _capital(self, at: int, length: int) -> bool:
        """Written with a capital where capitals say something: not everywhere, not at a sentence's start."""
        if not self.capitals_mean_something:
            return False
        written = [self.tokens[i].group() for i in range(at, at + length)]
        if not written[-1][0].isupper() or not all(word[0].isupper() or len(word) < 4 for word in written):
            return False
        if length == 1 and written[0].isupper() and len(written[0]) < 4:
            return True  # «LA», «SD»
        lead = self.text[: self.tokens[at].start()].rstrip(" \"'«“(¿¡")
        if not lead:
            return bool(NOT_LATIN.search(self.text))
        return lead[-1] not in ".!?…\n:"

    def _alone(self, at: int, length: int) -> bool:
        """Nothing else is said: an answer to «where are you?»."""
        others = self.folded[:at] + self.folded[at + length :]
        return not NOT_LATIN.search(self.text) and all(
            word in small_words() or word.isdigit() for word in others
        )

    def _own_clause(self, at: int, length: int) -> bool:
        """The name stands between punctuation, after or before other words («no ride. merced»)."""
        start, end = self.span(at, length)
        lead, rest = self.text[:start].rstrip(), self.text[end:].lstrip()
        return bool(lead) and lead[-1] in ".,;!?\n，。！？" and (not rest or rest[0] in ".,;!?\n，。！？")

    def _zip_beside(self, at: int, length: int) -> bool:
        return any(
            places.zip_area(word) for word in (self.after(at + length), self.before(at)) if len(word) == 5
        )

    def _state_after(self, at: int) -> str | None:
        """The other state that stands right after a name («Portland, OR»)."""
        if at >= len(self.tokens):
            return None
        token, comma = self.tokens[at], "," in self.text[self.tokens[at - 1].end() : self.tokens[at].start()]
        written = token.group()
        if written in _states():
            plain = self.capitals_mean_something and written not in DOUBTFUL_STATES
            return written if written != "CA" and (plain or comma) else None
        entry = places.names().get((self.folded[at],))
        is_state = isinstance(entry, Elsewhere) and entry.name in _states().values()
        return entry.state if is_state and isinstance(entry, Elsewhere) else None


@cache
def _states() -> dict[str, str]:
    """Postal abbreviations of the other states, and their names."""
    by_hand = (row for row in places.read_rows("elsewhere_by_hand.csv"))
    return {
        row["state"]: row["name"] for row in by_hand if len(row["state"]) == 2 and row["name"] != "Las Vegas"
    }
