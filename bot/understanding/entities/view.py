"""A message as the entity finders see it: folded character by character, so that places in it stay known."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.folding import LONGEST, bare, fold


@dataclass(frozen=True)
class Candidate:
    """A stretch of the message that may be an entity of this kind; a judge decides whether it is."""

    kind: str
    value: str | int
    start: int
    end: int
    cue: str = ""
    """Which pattern found it: what the judge learns from."""


@dataclass(frozen=True)
class View:
    """The folded message (lower case, no accents, simplified Chinese) and where each character came from."""

    text: str
    folded: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "View":
        """Look at a message."""
        characters: list[str] = []
        offsets: list[int] = []
        composed = unicodedata.normalize("NFC", text[:LONGEST]) if not text.isascii() else text[:LONGEST]
        for place, character in enumerate(composed):
            for folded in _folded(character):
                characters.append(folded)
                offsets.append(place)
        offsets.append(len(composed))
        return cls(text, "".join(characters), tuple(offsets))

    def candidate(self, kind: str, value: str | int, start: int, end: int, cue: str = "") -> Candidate:
        """A candidate at folded positions, told in positions of the message itself."""
        return Candidate(kind, value, self.offsets[start], self.offsets[end - 1] + 1 if end else 0, cue)


@lru_cache(maxsize=8192)
def _folded(character: str) -> str:
    if character.isspace():
        return " "
    return bare(fold(character))
