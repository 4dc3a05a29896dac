"""Words as they are compared with a lexicon: case, width, accents and punctuation do not matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def plain(said: str) -> str:
    """The bare words of a message; đ is d, as people type it."""
    folded = unicodedata.normalize("NFKC", said).casefold().replace("đ", "d")
    apart = unicodedata.normalize("NFD", folded)
    bare = "".join(c for c in apart if unicodedata.category(c) != "Mn")
    return " ".join(re.sub(r"[^\w\s]", " ", unicodedata.normalize("NFC", bare)).split())


def runs_on(word: str) -> bool:
    """Whether a word is of a script that puts no spaces around it (Chinese), or glues particles to it (Korean)."""
    return any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in word)


def any_of(forms: Iterable[str]) -> re.Pattern[str]:
    """A pattern of bare forms, the longest first; whole words, where the script has such."""
    longest_first = sorted(set(forms), key=len, reverse=True)
    return re.compile(
        "|".join(
            re.escape(one) if runs_on(one) else rf"(?<!\w){re.escape(one)}(?!\w)" for one in longest_first
        )
    )
