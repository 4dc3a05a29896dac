"""Folds away what people vary without meaning anything: case, accents, stretched letters, Chinese script."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

LONGEST = 2000
"""Characters of a message that are read; what follows is not looked at."""

_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff]"
)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_LAUGHING = re.compile(r"([ㄱ-ㅣ!?.,~…。！？])\1{2,}")
_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def clean(text: str) -> str:
    """The text as one line of ordinary characters: full-width forms, invisible marks and odd spaces mended."""
    text = text[: LONGEST * 2].encode("utf-8", "replace").decode()  # half a surrogate pair is no character
    text = unicodedata.normalize("NFC", text)
    text = "".join(
        unicodedata.normalize("NFKC", c) if "\uff00" <= c <= "\uffef" or c == "\u3000" else c for c in text
    )
    text = _INVISIBLE.sub("", text.replace("\u00a0", " ")).translate(_QUOTES)
    return _SPACES.sub(" ", text).strip()[:LONGEST]


def fold(text: str) -> str:
    """The text for reading: clean, lower case, stretched letters shortened, Chinese in simplified script."""
    text = _STRETCHED.sub(r"\1", clean(text).casefold())
    text = _LAUGHING.sub(r"\1\1", text)
    return text.translate(_traditional_to_simplified()) if _HAN.search(text) else text


def bare(text: str) -> str:
    """The text without accents on Latin letters («tã» and «ta», «niño» and «nino» are the same)."""
    if text.isascii():
        return text
    return "".join(_bare_character(c) for c in text)


@lru_cache(maxsize=4096)
def _bare_character(character: str) -> str:
    if character == "đ":
        return "d"
    if character == "Đ":
        return "D"
    decomposed = unicodedata.normalize("NFD", character)
    return (
        decomposed[0]
        if len(decomposed) > 1 and decomposed[0].isascii()
        else ("" if unicodedata.category(character) == "Mn" else character)
    )


def chinese_script(text: str) -> str | None:
    """`zh_Hans` or `zh_Hant` by the characters that only one script has; None where nothing tells."""
    traditional = sum(1 for c in text if ord(c) in _traditional_to_simplified())
    simplified = sum(1 for c in text if c in _only_simplified())
    if traditional == simplified:
        return None
    return "zh_Hant" if traditional > simplified else "zh_Hans"


def is_han(character: str) -> bool:
    """True for a Chinese character."""
    return bool(_HAN.match(character))


def is_hangul(character: str) -> bool:
    """True for a Korean syllable or letter."""
    return (
        "\uac00" <= character <= "\ud7a3"
        or "\u3131" <= character <= "\u318e"
        or "\u1100" <= character <= "\u11ff"
    )


@lru_cache(maxsize=1)
def _traditional_to_simplified() -> dict[int, str]:
    # character by character: for features OpenCC's phrase rules add nothing, and its own code is slow
    table = _opencc_table("TSCharacters.txt")
    return {ord(one): other for one, other in table.items() if len(one) == 1 and one != other}


@lru_cache(maxsize=1)
def _only_simplified() -> frozenset[str]:
    # characters that exist in both scripts (后, 里, 台 …) tell nothing
    pairs = _opencc_table("STCharacters.txt", all_choices=True)
    return frozenset(one for one, others in pairs.items() if one not in others.split())


@lru_cache(maxsize=4)
def _opencc_table(name: str, all_choices: bool = False) -> dict[str, str]:
    from importlib.util import find_spec

    spec = find_spec("opencc")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package opencc-python-reimplemented is not installed")
    table = {}
    for line in (Path(spec.origin).parent / "dictionary" / name).read_text(encoding="utf-8").splitlines():
        one, _, others = line.partition("\t")
        if others:
            table[one] = others if all_choices else others.split()[0]
    return table
