"""How names are compared: without case and without marks on letters, word by word."""

from __future__ import annotations

import re
import unicodedata

LATIN_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u1e00-\u1eff\u0300-\u036f]+")
"""One word in Latin letters; «Pico-Union» and «L.A.» are two words, Chinese around it is none."""
NOT_LATIN = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""A run of Chinese, Japanese or Korean."""


def fold(text: str) -> str:
    """Text as it is compared: no case, no marks on letters («Los Ángeles» → «los angeles»)."""
    marked = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    if NOT_LATIN.search(text):  # decomposing took Korean syllables apart
        return unicodedata.normalize("NFC", marked)
    return "".join(letter for letter in marked if not unicodedata.combining(letter))


def words(name: str) -> tuple[str, ...]:
    """The folded words of a name; a name in Chinese or Korean is one word, without spaces."""
    if NOT_LATIN.search(name):
        return (fold(name).replace(" ", ""),)
    return tuple(fold(word) for word in LATIN_WORD.findall(name))
