"""Scores labels of a message by two views of it: its n-grams, and what the network makes of its meaning.

How much the second view counts is settled for each language on messages of voices left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.understanding import archive
from bot.understanding.examples import Example
from bot.understanding.heads import Heads
from bot.understanding.network import Meaning
from bot.understanding.vectors import Vectorizer, prepared

STRENGTH = 30.0
RARE_WEIGHT = 3.0
SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
"""What the network's view may count; the rest is the n-grams'."""
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
    """Linear heads over the n-grams, the network's labels of the same task, and the share of each, by language."""

    task: str
    vectorizer: Vectorizer
    sparse: Heads
    shares: dict[str, float]

    @classmethod
    def learn(
        cls,
        task: str,
        examples: Sequence[Example],
        truths: np.ndarray,
        labels: Sequence[str],
        quality: Quality,
    ) -> tuple["Scorer", "Unseen"]:
        """The scorer, and how one that had not heard some of the voices scores those voices' messages."""
        from bot.understanding.tuning import tuned

        vectorizer, vectors = prepared(tuple(example.text for example in examples))
        taught = tuned(examples)
        languages = np.array([example.language for example in examples])
        out, columns = taught.out, [taught.network.labels.index(f"{task} {label}") for label in labels]
        written = Heads.learn(vectors[~out], truths[~out], labels, STRENGTH, RARE_WEIGHT).logits(vectors[out])
        meant = taught.unseen[:, columns]
        shares = _shares(written, meant, truths[out], languages[out], quality)
        part = np.array([shares.get(language, shares[""]) for language in languages[out]])[:, None]
        scorer = cls(task, vectorizer, Heads.learn(vectors, truths, labels, STRENGTH, RARE_WEIGHT), shares)
        return scorer, Unseen(out, (1 - part) * written + part * meant, truths[out])

    def logits(self, text: str, language: str, meaning: Meaning) -> np.ndarray:
        """One number a label; 0 is even odds."""
        share = self.shares.get(language, self.shares[""])
        meant = np.array([meaning[f"{self.task} {label}"] for label in self.labels])
        return np.asarray((1 - share) * self.sparse.logits_one(*self.vectorizer.one(text)) + share * meant)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of the logits."""
        return self.sparse.labels

    def arrays(self) -> dict[str, Any]:
        """What must be kept."""
        return {
            **archive.under("vectorizer", self.vectorizer.arrays()),
            **archive.under("sparse", self.sparse.arrays()),
            "task": np.array(self.task),
            "share_languages": np.array(list(self.shares), dtype=str),
            "share_values": np.array(list(self.shares.values())),
        }

    @classmethod
    def from_arrays(cls, arrays: Any) -> "Scorer":
        """The scorer that `arrays()` came from."""
        return cls(
            str(arrays["task"]),
            Vectorizer.from_arrays(archive.part("vectorizer", arrays)),
            Heads.from_arrays(archive.part("sparse", arrays)),
            {
                str(k): float(v)
                for k, v in zip(arrays["share_languages"], arrays["share_values"], strict=True)
            },
        )


def _shares(
    written: np.ndarray, meant: np.ndarray, truths: np.ndarray, languages: np.ndarray, quality: Quality
) -> dict[str, float]:
    """The best share for each language, and for all together under the empty name."""

    def best(rows: np.ndarray) -> float:
        mixed = [quality((1 - s) * written[rows] + s * meant[rows], truths[rows]) for s in SHARES]
        return SHARES[int(np.argmax(mixed))]

    shares = {"": best(np.ones(len(languages), dtype=bool))}
    for language in sorted(set(languages)):
        rows = languages == language
        if truths[rows].any(axis=1).sum() >= ENOUGH:
            shares[str(language)] = best(rows)
    return shares
