"""Numbers as families write them: digits, halves, and words in every language (data/lexicons/numbers.yml)."""

import re
from functools import lru_cache
from typing import Any

from bot.understanding.entities.lexicon import read

POSITIONAL = "positional"
TWICE = {"两": 2, "俩": 2}
_HALF_WRITTEN = re.compile(r"½|1/2|[.,]5$")


def number_pattern() -> str:
    """A regular expression for one number, digits or word."""
    latin = "|".join(sorted((w for w in _values() if w.isascii()), key=len, reverse=True))
    native = "|".join(sorted((w for w in _values() if not w.isascii()), key=len, reverse=True))
    systems = "".join(f"|[{digits}{ten}]{{1,3}}" for ten, digits in _positional_systems())
    return rf"(?:\d{{1,3}}(?:[.,]5)?(?: ?1/2| ?½)?|(?<![^\W\d_])(?:{latin})(?![^\W\d_])|{native}{systems})"


def value_of(words: str) -> float | None:
    """What a stretch matched by the pattern means; None where it is no number after all."""
    words = words.strip()
    digits = re.match(r"\d+", words)
    if digits:
        return int(digits.group()) + (0.5 if _HALF_WRITTEN.search(words) else 0.0)
    if words in _values():
        return float(_values()[words])
    for ten, ones in _positional_systems():
        found = _put_together(words, ten, ones)
        if found is not None:
            return found
    return None


def _put_together(words: str, ten: str, ones: str) -> float | None:
    if not words or any(c != ten and c not in ones for c in words):
        return None
    value = {c: TWICE.get(c, ones.index(c)) for c in ones}
    tens, found, last = words.rpartition(ten)
    if not found:
        return float(value[words]) if len(words) == 1 else None
    if len(tens) > 1 or len(last) > 1 or ten in tens:
        return None
    return float((value[tens] if tens else 1) * 10 + (value[last] if last else 0))


@lru_cache(maxsize=1)
def _values() -> dict[str, int]:
    table: dict[Any, Any] = read("numbers")
    return {str(word): int(value) for value, words in table.items() if value != POSITIONAL for word in words}


@lru_cache(maxsize=1)
def _positional_systems() -> tuple[tuple[str, str], ...]:
    # the other words for two stand after the ten digits, so that these keep their places
    others = "".join(TWICE)
    return tuple(
        (ten, digits + (others if "二" in digits else ""))
        for ten, digits in read("numbers")[POSITIONAL].items()
    )
