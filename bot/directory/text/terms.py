"""What text is looked up by: pieces of three letters for names, whole words for what services say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.directory.entries import number_of
from bot.gazetteer import fold

EAST_ASIAN = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""Runs of letters that are written without spaces, or whose syllables say as much as three letters."""
EMPTY = frozenset(
    re.findall(
        r"\w+",
        """a an and are at by can do for from help how i in is it me my need of on or our the to us we where who
        with el la los las de del y en un una para por con me mi necesito ayuda donde""",
    )
)
"""Words that tell nothing of what is looked for."""


def plain(text: str) -> str:
    """A text as it is compared: folded, words apart by one space, nothing else between them."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


def grams(name: str) -> list[frozenset[str]]:
    """For each word of a plain name its pieces: three letters, the word's edges among them; two East Asian ones."""
    return [frozenset(map(_safe, _pieces(word))) for word in _words(name)]


def words(text: str) -> list[str]:
    """The words of a plain text that tell something, as terms; East Asian text in twos."""
    found: dict[str, None] = {}
    for word in _words(text):
        if EAST_ASIAN.match(word):
            found.update(dict.fromkeys(map(_safe, _pieces(word))))
        elif len(word) > 1 and word not in EMPTY:
            found[_safe(word)] = None
    return list(found)


@lru_cache(maxsize=4096)
def area(name: str) -> str:
    """The term of a county, or of everywhere."""
    return f"_a{number_of(name):x}"


def _words(text: str) -> Iterator[str]:
    for word in text.split():
        start = 0
        for run in EAST_ASIAN.finditer(word):
            if run.start() > start:
                yield word[start : run.start()]
            yield run.group()
            start = run.end()
        if start < len(word):
            yield word[start:]


def _pieces(word: str) -> list[str]:
    if EAST_ASIAN.match(word):
        return [word[i : i + 2] for i in range(max(1, len(word) - 1))]
    padded = f"_{word}_"
    return [padded[i : i + 3] for i in range(len(padded) - 2)]


def _safe(term: str) -> str:
    """A term in letters that every text index keeps whole; what begins alike still does."""
    return term if term.isascii() else "_" + term.encode().hex()
