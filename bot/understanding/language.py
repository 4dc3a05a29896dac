"""Which language a message is in: scripts, n-grams of our own messages, giveaway words, and what came before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from bot.settings import ROOT
from bot.understanding import archive
from bot.understanding.examples import Example
from bot.understanding.folding import chinese_script, clean, is_han, is_hangul
from bot.understanding.heads import Heads
from bot.understanding.vectors import Vectorizer, prepared

DEFAULT = "en"
STRENGTH = 10.0
LOYALTY = 3.0
"""How many logits of evidence it takes to leave the language used before, for a message of two words."""
LOYALTY_PER_WORD = 0.35
"""By how much each further word lowers that."""
NATIVE_SCRIPT_SHARE = 0.3
"""From this share of its letters a message is in the language of that script, whatever Latin words it mixes in."""


SHORT_ENGLISH = 0.9
"""How sure a short message of everyday English words is English, when nothing came before."""
SHORT = 5
"""Words of such a message at most."""
WORDS = ROOT / "data" / "lexicons" / "short_english.txt"


@dataclass(frozen=True)
class LanguageRead:
    """A language code, how sure, and for Chinese the script."""

    language: str
    score: float
    script: str | None = None


@dataclass
class LanguageModel:
    """Tells the languages apart on short text without accents."""

    vectorizer: Vectorizer
    heads: Heads

    @classmethod
    def learn(cls, examples: Sequence[Example]) -> "LanguageModel":
        """Learn from messages whose language is known."""
        vectorizer, vectors = prepared(tuple(example.text for example in examples))
        languages = sorted({example.language for example in examples})
        truths = np.array([[example.language == language for language in languages] for example in examples])
        return cls(vectorizer, Heads.learn(vectors, truths, languages, STRENGTH, rare_weight=1.0))

    def read(self, text: str, prior: str | None = None) -> LanguageRead:
        """The language of a message; `prior` is the one the family used before."""
        text = clean(text)
        letters = [c for c in text if c.isalpha()]
        if not letters:
            return self._stay(prior)
        for script, belongs in (("ko", is_hangul), ("zh", is_han)):
            share = sum(1 for c in letters if belongs(c)) / len(letters)
            if share >= NATIVE_SCRIPT_SHARE or (share > 0 and prior == script):
                return LanguageRead(script, 1.0, chinese_script(text) if script == "zh" else None)
        if _is_short_english(text):
            return LanguageRead(prior, 0.5) if prior else LanguageRead("en", SHORT_ENGLISH)
        if prior and len(text.split()) == 1:
            return self._stay(prior)  # one foreign word, a name, a typo: no change of language
        logits = self.heads.logits_one(*self.vectorizer.one(text)).astype(float)
        by_language = dict(zip(self.heads.labels, logits, strict=True))
        if prior in by_language:
            by_language[prior] += max(0.5, LOYALTY - LOYALTY_PER_WORD * max(0, len(text.split()) - 2))
        best = max(by_language, key=lambda language: by_language[language])
        odds = np.exp(np.array(list(by_language.values())) - by_language[best])
        return LanguageRead(best, float(1 / odds.sum()), chinese_script(text) if best == "zh" else None)

    def _stay(self, prior: str | None) -> LanguageRead:
        return LanguageRead(prior or DEFAULT, 0.5)

    def arrays(self) -> dict[str, Any]:
        """What must be kept."""
        return archive.under("vectorizer", self.vectorizer.arrays()) | archive.under(
            "heads", self.heads.arrays()
        )

    @classmethod
    def from_arrays(cls, arrays: Any) -> "LanguageModel":
        """The model that `arrays()` came from."""
        return cls(
            Vectorizer.from_arrays(archive.part("vectorizer", arrays)),
            Heads.from_arrays(archive.part("heads", arrays)),
        )


def _is_short_english(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.lower().replace("'", "").replace("\u2019", ""))
    return 0 < len(words) <= SHORT and all(word in _short_english() for word in words)


@lru_cache(maxsize=1)
def _short_english() -> frozenset[str]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
