"""Scores labels of a message by two views of it: its n-grams, and the sentence encoder's sense of its meaning.

How much the second view counts is settled for each language on messages of voices left out: much where the
encoder knows the language, little or nothing where it does not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.understanding import archive
from bot.understanding.dense_heads import DenseHeads
from bot.understanding.encoder import encoded_one
from bot.understanding.examples import Example
from bot.understanding.folds import by_voice
from bot.understanding.heads import Heads
from bot.understanding.vectors import Vectorizer, prepared

PARTS = 3
"""The voices are dealt into so many parts, of which one is left out to settle shares and lines."""
STRENGTH = 30.0
RARE_WEIGHT = 3.0
DENSE_STRENGTH = 0.01
SHARES = (0.0, 0.15, 0.3, 0.4, 0.5, 0.6)
"""What the encoder's view may count; the rest is the n-grams'."""
ENOUGH = 60
"""Messages with a label that a language needs to have its own share; with fewer it takes everybody's."""
Quality = Callable[[np.ndarray, np.ndarray], float]
"""How good logits are, given the truths; higher is better."""


@dataclass(frozen=True)
class Unseen:
    """Messages of voices left out: which examples they are, their logits, and what is true of them."""

    rows: np.ndarray
    logits: np.ndarray
    truths: np.ndarray


@dataclass
class Scorer:
    """Two sets of linear heads over the same labels and the share of each, by language."""

    vectorizer: Vectorizer
    sparse: Heads
    dense: DenseHeads
    shares: dict[str, float]

    @classmethod
    def learn(
        cls, examples: Sequence[Example], truths: np.ndarray, labels: Sequence[str], quality: Quality
    ) -> tuple["Scorer", "Unseen"]:
        """The scorer, and how one that had not heard some of the voices scores those voices' messages."""
        vectorizer, vectors, encodings = prepared(tuple(example.text for example in examples))
        languages = np.array([example.language for example in examples])
        # one part left out is thousands of messages: enough to draw lines on, at half the time of doing it in turn
        out = by_voice(examples, PARTS) == 0
        if out.all():
            out = np.arange(len(examples)) % PARTS == 0
        sparse, dense = _heads(vectors[~out], encodings[~out], truths[~out], labels)
        unseen_sparse, unseen_dense = sparse.logits(vectors[out]), dense.logits(encodings[out])
        shares = _shares(unseen_sparse, unseen_dense, truths[out], languages[out], quality)
        part = np.array([shares.get(language, shares[""]) for language in languages[out]])[:, None]
        scorer = cls(vectorizer, *_heads(vectors, encodings, truths, labels), shares)
        return scorer, Unseen(out, (1 - part) * unseen_sparse + part * unseen_dense, truths[out])

    def logits(self, text: str, language: str) -> np.ndarray:
        """One number a label; 0 is even odds."""
        share = self.shares.get(language, self.shares[""])
        found = self.sparse.logits_one(*self.vectorizer.one(text))
        if share:
            found = (1 - share) * found + share * self.dense.logits(encoded_one(text)[None, :])[0]
        return np.asarray(found)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of the logits."""
        return self.sparse.labels

    def arrays(self) -> dict[str, Any]:
        """What must be kept."""
        return {
            **archive.under("vectorizer", self.vectorizer.arrays()),
            **archive.under("sparse", self.sparse.arrays()),
            **archive.under("dense", self.dense.arrays()),
            "share_languages": np.array(list(self.shares), dtype=str),
            "share_values": np.array(list(self.shares.values())),
        }

    @classmethod
    def from_arrays(cls, arrays: Any) -> "Scorer":
        """The scorer that `arrays()` came from."""
        return cls(
            Vectorizer.from_arrays(archive.part("vectorizer", arrays)),
            Heads.from_arrays(archive.part("sparse", arrays)),
            DenseHeads.from_arrays(archive.part("dense", arrays)),
            {
                str(k): float(v)
                for k, v in zip(arrays["share_languages"], arrays["share_values"], strict=True)
            },
        )


def _heads(
    vectors: Any, encodings: np.ndarray, truths: np.ndarray, labels: Sequence[str]
) -> tuple[Heads, DenseHeads]:
    return (
        Heads.learn(vectors, truths, labels, STRENGTH, RARE_WEIGHT),
        DenseHeads.learn(encodings, truths, labels, DENSE_STRENGTH),
    )


def _shares(
    sparse: np.ndarray, dense: np.ndarray, truths: np.ndarray, languages: np.ndarray, quality: Quality
) -> dict[str, float]:
    """The best share for each language, and for all together under the empty name."""

    def best(rows: np.ndarray) -> float:
        mixed = [quality((1 - s) * sparse[rows] + s * dense[rows], truths[rows]) for s in SHARES]
        return SHARES[int(np.argmax(mixed))]

    shares = {"": best(np.ones(len(languages), dtype=bool))}
    for language in sorted(set(languages)):
        rows = languages == language
        if truths[rows].any(axis=1).sum() >= ENOUGH:
            shares[str(language)] = best(rows)
    return shares
