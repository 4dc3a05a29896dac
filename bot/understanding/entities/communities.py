"""The community a family says it belongs to: never guessed from the language it writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.understanding import archive
from bot.understanding.examples import Example
from bot.understanding.heads import sigmoid
from bot.understanding.network import Meaning
from bot.understanding.scorer import Scorer
from bot.understanding.targets import COMMUNITY
from bot.understanding.thresholds import best_f1, best_f1_thresholds

CAUTION = -1.0
"""The lowest threshold, in logits: to take a family for what it is not is worse than to ask."""


@dataclass
class Communities:
    """One linear classifier a community."""

    scorer: Scorer
    thresholds: np.ndarray

    @classmethod
    def learn(cls, examples: Sequence[Example]) -> "Communities":
        """Learn from annotated messages; thresholds come from messages of voices left out."""
        codes = sorted({code for example in examples for code in example.entities.get(COMMUNITY, [])})
        truths = np.array(
            [[code in example.entities.get(COMMUNITY, []) for code in codes] for example in examples]
        )
        truths = truths.reshape(len(examples), len(codes)).astype(bool)
        scorer, unseen = Scorer.learn(COMMUNITY, examples, truths, codes, best_f1)
        return cls(scorer, np.maximum(best_f1_thresholds(unseen.logits, unseen.truths), CAUTION))

    def read(self, text: str, language: str, meaning: Meaning) -> list[tuple[str, float]]:
        """The communities named in a message with their scores; 0.5 is the line."""
        scores = sigmoid(self.scorer.logits(text, language, meaning) - self.thresholds)
        return [
            (code, float(score))
            for code, score in zip(self.scorer.labels, scores, strict=True)
            if score >= 0.5
        ]

    def arrays(self) -> dict[str, Any]:
        """What must be kept."""
        return archive.under("scorer", self.scorer.arrays()) | {"thresholds": self.thresholds}

    @classmethod
    def from_arrays(cls, arrays: Any) -> "Communities":
        """The model that `arrays()` came from."""
        return cls(Scorer.from_arrays(archive.part("scorer", arrays)), arrays["thresholds"])
