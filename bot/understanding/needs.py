"""What a message asks for: any number of needs, each with a score; 0.5 is the line between yes and no."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.understanding import archive
from bot.understanding.examples import Example
from bot.understanding.heads import sigmoid
from bot.understanding.network import Meaning
from bot.understanding.reading import Scored
from bot.understanding.scorer import Scorer
from bot.understanding.targets import NEEDS
from bot.understanding.thresholds import best_f1, best_f1_thresholds, fewest_errors_thresholds

YES = 0.5
CLEARER = 0.75
"""Added to the usual thresholds, in logits: with all voices to learn from, needs stand out more than they did on
voices left out. Settled on the development sets."""
ASKING = ("find_help", "ask_program")
TALK = "talk"
ONE_OF_TWO = ("mental_health", "perinatal_mental_health")
"""Sadness has one of two names, by whether there is a pregnancy or a baby; who thinks of dying has always one."""
OF_ONE_OF_TWO = "suicide"


@dataclass
class NeedsModel:
    """One linear classifier a need, each with the threshold that held on voices left out.

    Where the line is drawn depends on what else the message is: in a crisis of a kind, in talk that asks for
    nothing («that clinic was closed»), or in an ordinary telling of needs.
    """

    scorer: Scorer
    thresholds: dict[str, np.ndarray]
    """By setting (a crisis, TALK, or empty for the ordinary): in logits, one a need."""

    @classmethod
    def learn(cls, examples: Sequence[Example]) -> "NeedsModel":
        """Learn from annotated messages."""
        needs = sorted({need for example in examples for need in example.needs})
        truths = np.array([[need in example.needs for need in needs] for example in examples])
        scorer, unseen = Scorer.learn(NEEDS, examples, truths, needs, best_f1)
        settings = np.array([setting_of(example.act, example.crisis) for example in examples])[unseen.rows]
        ordinary = settings == ""
        usual = best_f1_thresholds(unseen.logits[ordinary], unseen.truths[ordinary]) + np.float32(CLEARER)
        thresholds = {"": usual}
        for setting in sorted(set(settings) - {""}):
            rows = settings == setting
            thresholds[str(setting)] = fewest_errors_thresholds(
                unseen.logits[rows], unseen.truths[rows], usual
            )
        return cls(scorer, thresholds)

    def read(self, text: str, language: str, meaning: Meaning, act: str, crisis: str | None) -> list[Scored]:
        """The needs of a message, the surest first; `act` and `crisis` as they were read."""
        lines = self.thresholds.get(setting_of(act, crisis), self.thresholds[""])
        logits = self.scorer.logits(text, language, meaning)
        scores = dict(zip(self.scorer.labels, map(float, sigmoid(logits - lines)), strict=True))
        _settle_one_of_two(scores, dict(zip(self.scorer.labels, logits, strict=True)), crisis)
        found = [Scored(need, score) for need, score in scores.items() if score >= YES]
        return sorted(found, key=lambda need: -need.score)

    def arrays(self) -> dict[str, Any]:
        """What must be kept."""
        return archive.under("scorer", self.scorer.arrays()) | {
            "settings": np.array(list(self.thresholds), dtype=str),
            "thresholds": np.stack(list(self.thresholds.values())),
        }

    @classmethod
    def from_arrays(cls, arrays: Any) -> "NeedsModel":
        """The model that `arrays()` came from."""
        thresholds = {
            str(setting): line for setting, line in zip(arrays["settings"], arrays["thresholds"], strict=True)
        }
        return cls(Scorer.from_arrays(archive.part("scorer", arrays)), thresholds)


def _settle_one_of_two(scores: dict[str, float], logits: dict[str, float], crisis: str | None) -> None:
    if not all(need in scores for need in ONE_OF_TWO):
        return
    lower, higher = sorted(scores[need] for need in ONE_OF_TWO)
    if lower >= YES or crisis == OF_ONE_OF_TWO:
        likelier, other = sorted(ONE_OF_TWO, key=lambda need: -logits[need])
        scores[likelier], scores[other] = max(YES, higher), 0.0


def setting_of(act: str, crisis: str | None) -> str:
    """The setting whose thresholds hold for a message of this act and crisis."""
    return crisis or ("" if act in ASKING else TALK)
