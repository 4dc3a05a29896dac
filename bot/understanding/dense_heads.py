"""Linear classifiers, one a label, over the sentence encoder's vectors: all labels are fitted together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bot.understanding.heads import NEVER, sigmoid

STEPS = 120


@dataclass
class DenseHeads:
    """A logistic regression for each label over standardised dense vectors."""

    labels: tuple[str, ...]
    middle: np.ndarray
    spread: np.ndarray
    weights: np.ndarray
    biases: np.ndarray

    @classmethod
    def learn(
        cls,
        vectors: np.ndarray,
        truths: np.ndarray,
        labels: Sequence[str],
        strength: float,
        rare_weight: float = 1.0,
    ) -> "DenseHeads":
        """Learn from rows of vectors and a column of truths a label; the parameters are those of Heads."""
        rows, size, count = vectors.shape[0], vectors.shape[1], len(labels)
        middle, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
        standard = ((vectors - middle) / spread).astype(np.float32)
        target = truths.astype(np.float32)
        importance = np.where(target > 0, rare_weight, 1.0).astype(np.float32) / rows
        shrink = 1 / (strength * rows)

        def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
            weights = flat[: size * count].reshape(size, count).astype(np.float32)
            logits = standard @ weights + flat[size * count :].astype(np.float32)
            slope = importance * (sigmoid(logits) - target)
            value = float((importance * (np.logaddexp(0, logits) - target * logits)).sum())
            value += shrink / 2 * float((weights * weights).sum())
            down = standard.T @ slope + shrink * weights
            return value, np.concatenate([down.ravel(), slope.sum(axis=0)]).astype(np.float64)

        start = np.zeros(size * count + count)
        start[size * count :] = -3.0
        flat = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x.astype(
            np.float32
        )
        weights, biases = flat[: size * count].reshape(size, count), flat[size * count :]
        biases[~truths.any(axis=0)] = NEVER
        return cls(tuple(labels), middle, spread, weights, biases)

    def logits(self, vectors: np.ndarray) -> np.ndarray:
        """One row a text, one column a label; 0 is even odds."""
        return np.asarray(((vectors - self.middle) / self.spread) @ self.weights + self.biases)

    def arrays(self) -> dict[str, Any]:
        """What must be kept."""
        return {
            "labels": np.array(self.labels, dtype=str), "middle": self.middle, "spread": self.spread,
            "weights": self.weights, "biases": self.biases,
        }  # fmt: skip

    @classmethod
    def from_arrays(cls, arrays: Any) -> "DenseHeads":
        """The heads that `arrays()` came from."""
        labels = tuple(str(x) for x in arrays["labels"])
        return cls(labels, arrays["middle"], arrays["spread"], arrays["weights"], arrays["biases"])
