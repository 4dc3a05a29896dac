"""Texts as sparse vectors: tf-idf over the n-grams and marks that training saw at least twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from bot.understanding import archive
from bot.understanding.ngrams import KINDS, hashed, hashed_one

SEEN_AT_LEAST = 2
SHARES = (1.0, 1.0, 0.5)
"""How long the part of each kind is: words, characters, marks."""


@dataclass
class Vocabulary:
    """The kept features of one kind: their hash buckets, sorted, and how telling each is (idf)."""

    buckets: np.ndarray
    idf: np.ndarray

    @classmethod
    def learn(cls, counts: csr_matrix) -> "Vocabulary":
        """Keep the features that stand in enough of the texts."""
        buckets, texts_with = np.unique(counts.indices, return_counts=True)
        kept = texts_with >= min(SEEN_AT_LEAST, counts.shape[0])
        idf = np.log((1 + counts.shape[0]) / (1 + texts_with[kept])) + 1
        return cls(buckets[kept].astype(np.int32), idf.astype(np.float32))

    def known(self, counts: csr_matrix) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows, columns and values of the features that training saw; each row has length 1 (or is empty)."""
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        if not len(self.buckets):
            return rows[:0], rows[:0], np.zeros(0, dtype=np.float32)
        columns = np.minimum(np.searchsorted(self.buckets, counts.indices), len(self.buckets) - 1)
        seen = self.buckets[columns] == counts.indices
        rows, columns = rows[seen], columns[seen]
        values = (1 + np.log(counts.data[seen])) * self.idf[columns]
        lengths = np.sqrt(np.bincount(rows, weights=values**2, minlength=counts.shape[0]))
        return rows, columns, (values / np.maximum(lengths[rows], 1e-9)).astype(np.float32)


@dataclass
class Vectorizer:
    """Makes vectors of texts: one part for words, one for characters, one for marks, side by side."""

    vocabularies: tuple[Vocabulary, ...]

    @classmethod
    def learn(cls, texts: Sequence[str]) -> "Vectorizer":
        """Learn the vocabularies from the training texts."""
        return cls.of_counts(hashed(texts))

    @classmethod
    def of_counts(cls, kinds: Sequence[csr_matrix]) -> "Vectorizer":
        """Learn them from what `hashed` made of those texts."""
        return cls(tuple(Vocabulary.learn(counts) for counts in kinds))

    def vectors(self, texts: Sequence[str]) -> csr_matrix:
        """One row a text."""
        return self.weighed(hashed(texts))

    def weighed(self, kinds: Sequence[csr_matrix]) -> csr_matrix:
        """The vectors of what `hashed` made of texts."""
        parts = []
        for vocabulary, counts, share in zip(self.vocabularies, kinds, SHARES, strict=True):
            rows, columns, values = vocabulary.known(counts)
            shape = (counts.shape[0], len(vocabulary.buckets))
            parts.append(csr_matrix((values * np.float32(share), (rows, columns)), shape=shape))
        return hstack(parts, format="csr")

    def one(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """The columns and values of one text."""
        first, found = 0, []
        for vocabulary, counts, share in zip(self.vocabularies, hashed_one(text), SHARES, strict=True):
            _, columns, values = vocabulary.known(counts)
            found.append((columns + first, values * np.float32(share)))
            first += len(vocabulary.buckets)
        return np.concatenate([c for c, _ in found]), np.concatenate([v for _, v in found])

    def arrays(self) -> dict[str, Any]:
        """What must be kept to make the same vectors again."""
        kept: dict[str, Any] = {}
        for kind, vocabulary in zip(KINDS, self.vocabularies, strict=True):
            kept |= archive.under(kind.__name__, {"buckets": vocabulary.buckets, "idf": vocabulary.idf})
        return kept

    @classmethod
    def from_arrays(cls, arrays: Any) -> "Vectorizer":
        """The vectorizer that `arrays()` came from."""
        parts = (archive.part(kind.__name__, arrays) for kind in KINDS)
        return cls(tuple(Vocabulary(part["buckets"], part["idf"]) for part in parts))


@lru_cache(maxsize=1)
def prepared(texts: tuple[str, ...]) -> tuple[Vectorizer, csr_matrix]:
    """The vectorizer of the training texts and their vectors: made once for all classifiers."""
    counts = hashed(texts)  # most of the time goes here
    vectorizer = Vectorizer.of_counts(counts)
    return vectorizer, vectorizer.weighed(counts)
