"""What a message does in the conversation: one act, with how sure we are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.understanding.examples import Example
from bot.understanding.heads import sigmoid
from bot.understanding.network import ACTS, Meaning
from bot.understanding.scorer import Scorer


@dataclass
class ActsModel:
    """One linear classifier an act; the most likely act wins."""

    scorer: Scorer

    @classmethod
    def learn(cls, examples: Sequence[Example]) -> "ActsModel":
        """Learn from annotated messages."""
        acts = sorted({example.act for example in examples})
        truths = np.array([[example.act == act for act in acts] for example in examples])
        return cls(Scorer.learn(ACTS, examples, truths, acts, _accuracy)[0])

    def rank(self, text: str, language: str, meaning: Meaning) -> list[tuple[str, float]]:
        """Every act with its share of the belief, the likeliest first; shares sum to 1."""
        beliefs = sigmoid(self.scorer.logits(text, language, meaning))
        shares = beliefs / beliefs.sum()
        return sorted(
            ((act, float(s)) for act, s in zip(self.scorer.labels, shares, strict=True)),
            key=lambda pair: -pair[1],
        )

    def arrays(self) -> dict[str, Any]:
        """What must be kept."""
        return self.scorer.arrays()

    @classmethod
    def from_arrays(cls, arrays: Any) -> "ActsModel":
        """The model that `arrays()` came from."""
        return cls(Scorer.from_arrays(arrays))


def _accuracy(logits: np.ndarray, truths: np.ndarray) -> float:
    return float((logits.argmax(axis=1) == truths.argmax(axis=1)).mean())
