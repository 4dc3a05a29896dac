"""The safety lexicon, data/lexicons/safety/<language>.yml: phrases that mean danger, and those that only sound so."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.settings import ROOT
from bot.understanding.folding import bare, fold

SAFETY = ROOT / "data" / "lexicons" / "safety"
HARMLESS = "harmless"


_NATIVE = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]")
_LETTER = r"[^\W_\u3400-\u9fff\uac00-\ud7a3]"


@dataclass(frozen=True, order=True)
class _Group:
    """Phrases that are looked for together. `accented`: written with accents, which the message may lack."""

    kind: str
    level: str
    accented: bool
    native: bool


@dataclass(frozen=True)
class FoundPhrases:
    """Kinds of crisis that phrases speak for: for certain, or likely; and whether a harmless saying was there."""

    sure: frozenset[str]
    likely: frozenset[str]
    harmless: bool


@dataclass
class Phrases:
    """The phrases of all languages: a message may mix them.

    Each file has, for every kind, the lists `sure` and `likely`, and one list `harmless`. A phrase is a
    regular expression over the message in lower case, Chinese in simplified script; one written without accents
    fits however the message is written. Harmless
    sayings («this heat is killing me») are taken out before the rest is looked at.
    """

    written: list[tuple[str, str, str]]
    """(kind or `harmless`, `sure` or `likely`, phrase)"""

    def __post_init__(self) -> None:
        groups: dict[_Group, list[str]] = {}
        for kind, level, phrase in self.written:
            groups.setdefault(
                _Group(kind, level, _is_accented(phrase), bool(_NATIVE.search(phrase))), []
            ).append(phrase)
        self._patterns = [
            (group, _any_of(phrases), _any_of([bare(p) for p in phrases]) if group.accented else None)
            for group, phrases in sorted(groups.items(), key=lambda item: item[0].kind != HARMLESS)
        ]

    @classmethod
    def read(cls, folder: Path = SAFETY) -> "Phrases":
        """Read the lexicon of every language."""
        written = []
        for path in sorted(folder.glob("*.yml")):
            for kind, levels in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
                lists = {"likely": levels} if kind == HARMLESS else levels
                written += [
                    (kind, level, str(phrase)) for level, phrases in lists.items() for phrase in phrases or []
                ]
        return cls(written)

    def find(self, text: str) -> FoundPhrases:
        """What the phrases say of a message."""
        accented = fold(text).replace("'", "")
        plain = bare(accented)
        native, unaccented = bool(_NATIVE.search(plain)), accented == plain
        harmless = False
        hits: dict[str, set[str]] = {"sure": set(), "likely": set()}
        for group, pattern, weaker in self._patterns:
            if group.native and not native:
                continue
            if weaker and unaccented:
                pattern = weaker
            if group.kind == HARMLESS:
                plain, found = pattern.subn(" ", plain)
                accented = pattern.sub(" ", accented)
                harmless = harmless or bool(found)
            elif pattern.search(accented if group.accented else plain):
                hits["likely" if weaker and unaccented else group.level].add(group.kind)
        return FoundPhrases(frozenset(hits["sure"]), frozenset(hits["likely"]), harmless)


@lru_cache(maxsize=16)
def found_in(text: str) -> FoundPhrases:
    """What the lexicon says of a message; kept a moment because two classifiers ask."""
    return _lexicon().find(text)


@lru_cache(maxsize=1)
def _lexicon() -> Phrases:
    return Phrases.read()


def _is_accented(phrase: str) -> bool:
    return any(bare(c) != c for c in phrase)


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    # one look at each edge for all phrases that need it: compiles and runs several times faster than one for each
    bounds: dict[tuple[bool, bool], list[str]] = {}
    for phrase in phrases:
        pattern = phrase.replace("'", "").replace("(", "(?:").replace("(?:?", "(?")
        bounds.setdefault((bare(pattern[0]).isascii(), bare(pattern[-1]).isascii()), []).append(pattern)
    parts = [
        (rf"(?<!{_LETTER})" if before else "")
        + f"(?:{'|'.join(patterns)})"
        + (rf"(?!{_LETTER})" if after else "")
        for (before, after), patterns in bounds.items()
    ]
    return re.compile("|".join(parts))
