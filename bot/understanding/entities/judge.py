"""Decides which candidates are what they look like: a child's age or the mother's, WIC or a candle's wick."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import LogisticRegression

from bot.understanding.entities.view import Candidate, View
from bot.understanding.marks import marks_of

BUCKETS = 2**17
ENOUGH = 5
"""Examples of both kinds that a judgement needs; below it every candidate passes."""
SPANS = ("child_age_months", "weeks_pregnant")
"""The kinds that a span of time may be: one or the other, or neither."""
_TOKEN = re.compile(r"[a-z0-9']+|[^\sa-z0-9]")
_hasher = FeatureHasher(n_features=BUCKETS, input_type="string", alternate_sign=False, dtype=np.float32)


def clues(view: View, candidate: Candidate) -> Iterator[str]:
    """What the judge looks at: the words and characters around a candidate, its pattern, its size."""
    start, end = _folded_span(view, candidate)
    left, inside, right = view.folded[:start], view.folded[start:end], view.folded[end:]
    before, after = _TOKEN.findall(left[-80:])[-6:], _TOKEN.findall(right[:80])[:6]
    yield from (
        f"cue {candidate.cue}",
        f"in {inside}",
        f"value {candidate.value}",
        f"cue {candidate.cue} {inside}",
    )
    for distance, word in enumerate(reversed(before), 1):
        yield f"b{distance} {word}" if distance <= 2 else f"b {word}"
        yield f"b {word}"
    for distance, word in enumerate(after, 1):
        yield f"a{distance} {word}" if distance <= 2 else f"a {word}"
        yield f"a {word}"
    yield f"b {' '.join(before[-2:])}"
    yield f"a {' '.join(after[:2])}"
    yield from (f"l {left[-n:]}" for n in (1, 2, 3, 4, 5) if len(left) >= n)
    yield from (f"r {right[:n]}" for n in (1, 2, 3, 4, 5) if len(right) >= n)
    yield f"edge {not before} {not after}"
    yield f"words {min(len(_TOKEN.findall(view.folded[:200])), 40).bit_length()} {candidate.cue}"
    if candidate.kind in SPANS:
        # what the whole message is about: «two months» after a birth, of a pregnancy, of rent
        yield from (f"m {mark} {candidate.cue}" for mark in set(marks_of(view.text)))


def _folded_span(view: View, candidate: Candidate) -> tuple[int, int]:
    start = int(np.searchsorted(view.offsets, candidate.start, side="left"))
    return start, int(np.searchsorted(view.offsets, candidate.end, side="left"))


@dataclass
class Judge:
    """One small linear classifier for each kind of entity, all in one table."""

    kinds: tuple[str, ...]
    weights: np.ndarray
    biases: np.ndarray

    @classmethod
    def learn(cls, seen: Sequence[tuple[View, Candidate, bool]]) -> "Judge":
        """Learn from candidates that were right and candidates that were not."""
        kinds = tuple(sorted({candidate.kind for _, candidate, _ in seen}))
        weights = np.zeros((len(kinds), BUCKETS), dtype=np.float16)
        biases = np.full(len(kinds), 5.0)
        for row, kind in enumerate(kinds):
            mine = [(view, candidate, right) for view, candidate, right in seen if candidate.kind == kind]
            truths = np.array([right for _, _, right in mine])
            if min(truths.sum(), (~truths).sum()) < ENOUGH:
                continue
            model = LogisticRegression(C=3, solver="liblinear")
            model.fit(_hasher.transform(clues(view, candidate) for view, candidate, _ in mine), truths)
            weights[row], biases[row] = model.coef_[0], model.intercept_[0]
        return cls(kinds, weights, biases)

    def score(self, view: View, candidate: Candidate) -> float:
        """How sure it is that the candidate is what it looks like, 0 to 1."""
        if candidate.kind not in self.kinds:
            return 1.0
        row = self.kinds.index(candidate.kind)
        counts = _hasher.transform([list(clues(view, candidate))])
        logit = float(counts.data @ self.weights[row, counts.indices].astype(np.float32)) + float(
            self.biases[row]
        )
        return float(1 / (1 + np.exp(-logit)))

    def arrays(self) -> dict[str, Any]:
        """What must be kept."""
        return {"kinds": np.array(self.kinds), "weights": self.weights, "biases": self.biases}

    @classmethod
    def from_arrays(cls, arrays: Any) -> "Judge":
        """The judge that `arrays()` came from."""
        return cls(tuple(str(k) for k in arrays["kinds"]), arrays["weights"], arrays["biases"])
