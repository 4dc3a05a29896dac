"""Danger in a message: a classifier and a lexicon for each kind of crisis; both agree or one is sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.understanding import archive
from bot.understanding.examples import Example
from bot.understanding.heads import NEVER, sigmoid
from bot.understanding.network import Meaning
from bot.understanding.phrases import FoundPhrases, found_in
from bot.understanding.reading import Scored
from bot.understanding.scorer import Scorer
from bot.understanding.targets import ANY, CRISIS
from bot.understanding.thresholds import average_precision, recall_threshold

PRECISION = 0.84
"""Of the messages it calls a crisis, so many should be one even in voices it never heard. With all voices to
learn from it comes out higher; a crisis missed is worse than a number offered for nothing."""
HELP = {"plain": 8.0, "sure": 2.0, "likely": 0.25}
"""How much lower, in logits, the classifier's line is where a phrase of the lexicon points the same way."""
PLAIN = 40
"""Characters up to which a message with a sure phrase says little else: no classifier may argue it away."""
FACT = {"zh": 9, "ko": 14}
"""Characters up to which a message is but a fact or an answer («my baby is 2 months»); in other languages LETTERS."""
LETTERS = 28
DOUBTED = 2.5
"""How much higher, in logits, the line is for those where no phrase of the lexicon points to danger."""


@dataclass
class SafetyModel:
    """One head that tells any danger from none, and one for each kind."""

    scorer: Scorer
    threshold: float

    @classmethod
    def learn(cls, examples: Sequence[Example]) -> "SafetyModel":
        """Learn from annotated messages; the threshold is the one that held on voices left out."""
        kinds = sorted({example.crisis for example in examples if example.crisis})
        truths = np.array([[bool(e.crisis), *(e.crisis == kind for kind in kinds)] for e in examples])
        scorer, unseen = Scorer.learn(CRISIS, examples, truths, [ANY, *kinds], average_precision)
        return cls(scorer, recall_threshold(unseen.logits[:, 0], unseen.truths[:, 0], PRECISION))

    def read(self, text: str, language: str, meaning: Meaning) -> Scored | None:
        """The crisis in a message, or None."""
        found = found_in(text)
        logits = self.scorer.logits(text, language, meaning)
        margin = float(logits[0]) - self.threshold + _help(text, language, found)
        if margin < 0:
            return None
        kinds = dict(zip(self.scorer.labels[1:], (float(logit) for logit in logits[1:]), strict=True))
        for level, named in (("sure", found.sure), ("likely", found.likely)):
            for kind in named:
                kinds[kind] = kinds.get(kind, NEVER) + HELP[level]
        return Scored(max(kinds, key=lambda kind: kinds[kind]), float(sigmoid(np.array(margin))))

    def arrays(self) -> dict[str, Any]:
        """What must be kept."""
        return {
            **archive.under("scorer", self.scorer.arrays()),
            "threshold": np.array(self.threshold),
        }

    @classmethod
    def from_arrays(cls, arrays: Any) -> "SafetyModel":
        """The model that `arrays()` came from."""
        return cls(
            Scorer.from_arrays(archive.part("scorer", arrays)),
            float(arrays["threshold"]),
        )


def _help(text: str, language: str, found: FoundPhrases) -> float:
    size = len(text.strip())
    if found.sure:
        return HELP["plain" if size <= PLAIN else "sure"]
    if found.likely:
        return HELP["likely"]
    return -DOUBTED if size <= FACT.get(language, LETTERS) else 0.0
