"""What a message asks for: any number of needs, each with a score; 0.5 is the line between yes and no."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.understanding import archive
from bot.understanding.examples import Example
from bot.understanding.heads import sigmoid
from bot.understanding.reading import Scored
from bot.understanding.scorer import Scorer
from bot.understanding.thresholds import best_f1, best_f1_thresholds

YES = 0.5
CLEARER = 0.5
"""Added to every threshold, in logits: with all voices to learn from, needs stand out more than they did on
voices left out (settled on the development sets)."""


@dataclass
class NeedsModel:
    """One linear classifier a need, each with the threshold that held on voices left out."""

    scorer: Scorer
    thresholds: np.ndarray
    """In logits, one a need."""

    @classmethod
    def learn(cls, examples: Sequence[Example]) -> "NeedsModel":
        """Learn from annotated messages."""
        needs = sorted({need for example in examples for need in example.needs})
        truths = np.array([[need in example.needs for need in needs] for example in examples])
        scorer, unseen = Scorer.learn(examples, truths, needs, best_f1)
        return cls(scorer, best_f1_thresholds(unseen, truths) + np.float32(CLEARER))

    def read(self, text: str, language: str) -> list[Scored]:
        """The needs of a message, the surest first."""
        scores = sigmoid(self.scorer.logits(text, language) - self.thresholds)
        found = [Scored(need, float(score)) for need, score in zip(self.scorer.labels, scores) if score >= YES]
        return sorted(found, key=lambda need: -need.score)

    def arrays(self) -> dict[str, Any]:
        """What must be kept."""
        return archive.under("scorer", self.scorer.arrays()) | {"thresholds": self.thresholds}

    @classmethod
    def from_arrays(cls, arrays: Any) -> "NeedsModel":
        """The model that `arrays()` came from."""
        return cls(Scorer.from_arrays(archive.part("scorer", arrays)), arrays["thresholds"])
