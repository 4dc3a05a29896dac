"""Turns a text into hashed n-grams of words and characters, the features of every classifier here."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import FeatureHasher

from bot.understanding.folding import bare, fold
from bot.understanding.marks import lexicon_marks

BUCKETS = 2**30
"""So many that two n-grams nearly never share one: what is kept is only the buckets that training saw."""

_TOKEN = re.compile(
    r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:'[^\W_\u3400-\u9fff]+)?|[?!$]|[\U0001f300-\U0001faff☀-➿]"
)
_DIGIT = re.compile(r"\d")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_HANGUL = re.compile(r"[\uac00-\ud7a3ㄱ-ㅣ]")


def word_grams(text: str) -> Iterator[str]:
    """Words, pairs and triples of words; once as written and once without accents where those differ."""
    folded = fold(text)
    tokens = _shaped(_TOKEN.findall(folded))
    yield from _runs("w", [bare(t) for t in tokens], 3)
    if not folded.isascii():
        accented = [t for t in tokens]
        if any(bare(t) != t for t in accented):
            yield from _runs("d", accented, 2)
    yield f"len{min(len(tokens), 40).bit_length()}"


def character_grams(text: str) -> Iterator[str]:
    """Runs of 2 to 5 characters inside words (Latin) or across them (Chinese, Korean)."""
    folded = bare(fold(text))
    for run in _HAN_RUN.findall(folded):
        yield from (f"h{run[i : i + n]}" for n in (2, 3, 4) for i in range(len(run) - n + 1))
    words = _shaped(re.findall(r"[^\W_\u3400-\u9fff]+", folded))
    for word in words:
        padded = f" {word} "
        yield from (f"c{padded[i : i + n]}" for n in (2, 3, 4, 5) for i in range(len(padded) - n + 1))
    if _HANGUL.search(folded):
        # families space Korean as they like
        joined = "".join(words)
        yield from (f"k{joined[i : i + n]}" for n in (2, 3, 4) for i in range(len(joined) - n + 1))


def _shaped(tokens: Iterable[str]) -> list[str]:
    return [t if not t.isdigit() or len(t) <= 3 else _DIGIT.sub("0", t) for t in tokens]


def _runs(mark: str, tokens: Sequence[str], longest: int) -> Iterator[str]:
    bounded = ["<", *tokens, ">"]
    for n in range(1, longest + 1):
        source = tokens if n == 1 else bounded
        yield from (f"{mark}{' '.join(source[i : i + n])}" for i in range(len(source) - n + 1))


_hasher = FeatureHasher(n_features=BUCKETS, input_type="string", alternate_sign=False, dtype=np.float32)
KINDS = (word_grams, character_grams, lexicon_marks)
"""The kinds of features, in the order of `hashed`."""


def hashed(texts: Sequence[str]) -> list[csr_matrix]:
    """The counts of the features of each kind, one row a text."""
    return [_hasher.transform(list(kind(text)) for text in texts) for kind in KINDS]


@lru_cache(maxsize=16)
def hashed_one(text: str) -> list[csr_matrix]:
    """`hashed` of one text; kept a moment because several classifiers ask for the same message."""
    return hashed([text])
