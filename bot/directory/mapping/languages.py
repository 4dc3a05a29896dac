"""Names of languages as directories write them, with the codes that search goes by."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from bot.gazetteer import fold

_ALSO = {
    "mandarin": "zh", "cantonese": "zh", "chinese": "zh", "taiwanese": "zh", "mandarin chinese": "zh",
    "cantonese chinese": "zh", "espanol": "es", "castellano": "es", "castilian": "es", "tagalog": "tl",
    "filipino": "tl", "pilipino": "tl", "farsi": "fa", "dari": "prs", "cambodian": "km", "khmer": "km",
    "hmong": "hmn", "asl": "ase", "american sign language": "ase", "sign language": "ase", "mien": "ium",
    "mixteco": "mix", "mixtec": "mix", "zapotec": "zap", "zapoteco": "zap", "triqui": "trc", "mam": "mam",
    "kanjobal": "kjb", "qanjobal": "kjb", "quiche": "quc", "kiche": "quc", "samoan": "sm", "tongan": "to",
    "chamorro": "ch", "laotian": "lo", "punjabi": "pa", "panjabi": "pa", "tigrinya": "ti", "persian": "fa",
    "eastern armenian": "hy", "western armenian": "hy", "bangla": "bn", "pashtu": "ps", "pushto": "ps",
    "haitian creole": "ht", "marshallese": "mh", "vietnamese": "vi", "korean": "ko", "nahuatl": "nah",
}  # fmt: skip
_NO_LANGUAGE = re.compile(
    r"^(?:other|others|none|n/?a|yes|no|all|any|various|multiple|many|bilingual|languages?|staff|and|more|call)\b.*$",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\b(?:language line|interpret\w*|translat\w*|all languages|any language|telephonic)\b", re.IGNORECASE
)


def parse(written: str) -> tuple[list[dict[str, str]], list[str]]:
    """The languages a text names (name, code), and what in it is no language we know."""
    found: dict[str, dict[str, str]] = {}
    unknown: list[str] = []
    for part in re.split(r"[;,/|\n&]|\band\b|\bor\b|\by\b", re.sub(r"\([^)]*\)", "", written)):
        name = part.strip(" .:•*-")
        if not name or _NO_LANGUAGE.match(name):
            continue
        code = code_of(name)
        if code:
            found.setdefault(code if code != "zh" else fold(name), {"name": _named(name), "code": code})
        else:
            unknown.append(name)
    return list(found.values()), unknown


def says_interpreters(written: str) -> bool:
    """True when a text tells of interpreting rather than of languages spoken."""
    return bool(_ANY.search(written))


@cache
def code_of(name: str) -> str | None:
    """The code of a language by its English name, or by its code; None when we do not know it."""
    plain = " ".join(fold(name).replace("'", "").split())
    plain = re.sub(r"\s*(?:language|speaking|spoken|only)$", "", plain)
    if plain in _ALSO:
        return _ALSO[plain]
    if plain in _by_name():
        return _by_name()[plain]
    return {"spa": "es", "eng": "en", "zho": "zh", "vie": "vi", "kor": "ko", "tgl": "tl"}.get(
        plain, plain if len(plain) in (2, 3) and plain in _by_name().values() else None
    )


@cache
def _by_name() -> dict[str, str]:
    names = Locale("en").languages
    return {fold(name): code for code, name in names.items() if "_" not in code}


def _named(name: str) -> str:
    if len(name) <= 3 and (name.lower() in _by_name().values()):
        return str(Locale("en").languages[name.lower()])
    name = re.sub(r"(?i)\s*(?:language|speaking|spoken|only)$", "", name)
    return name if not name.islower() else name.title()
