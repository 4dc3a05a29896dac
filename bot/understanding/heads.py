"""Linear classifiers, one a label, that share the same n-gram vectors and are kept as one table of weights."""

import os
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

NEVER = -8.0
ALWAYS = 8.0


@dataclass
class Heads:
    """A logistic regression for each label. Labels are independent: any number may be true of a text."""

    labels: tuple[str, ...]
    weights: np.ndarray
    """Half precision: it changes no decision and halves file and memory."""
    biases: np.ndarray

    @classmethod
    def learn(
        cls,
        vectors: csr_matrix,
        truths: np.ndarray,
        labels: Sequence[str],
        strength: float,
        rare_weight: float,
    ) -> "Heads":
        """Learn from rows of vectors and, per label, a column of truths.

        `strength` is C: how closely the training data is followed; `rare_weight` how much more a text that
        carries the label counts than one that does not.
        """
        weights = np.zeros((vectors.shape[1], len(labels)), dtype=np.float16)
        biases = np.full(len(labels), NEVER, dtype=np.float32)
        biases[truths.all(axis=0)] = ALWAYS
        open_columns = [c for c in range(len(labels)) if truths[:, c].any() and not truths[:, c].all()]

        def fit(column: int) -> tuple[np.ndarray, float]:
            return _fit(vectors, truths[:, column].astype(int), strength, rare_weight)

        with warnings.catch_warnings(), ThreadPoolExecutor(os.cpu_count()) as threads:
            # the filters belong to the process, so they are not set in a thread
            warnings.simplefilter("ignore", ConvergenceWarning)
            for column, fitted in zip(open_columns, threads.map(fit, open_columns), strict=True):
                weights[:, column], biases[column] = fitted
        return cls(tuple(labels), weights, biases)

    def logits(self, vectors: csr_matrix) -> np.ndarray:
        """One row a text, one column a label; 0 is even odds."""
        return np.asarray(vectors @ self.weights.astype(np.float32)) + self.biases

    def logits_one(self, columns: np.ndarray, values: np.ndarray) -> np.ndarray:
        """The logits of one text from its non-zero columns."""
        return np.asarray(values @ self.weights[columns].astype(np.float32)) + self.biases

    def arrays(self) -> dict[str, Any]:
        """What must be kept."""
        return {"labels": np.array(self.labels, dtype=str), "weights": self.weights, "biases": self.biases}

    @classmethod
    def from_arrays(cls, arrays: Any) -> "Heads":
        """The heads that `arrays()` came from."""
        return cls(tuple(str(x) for x in arrays["labels"]), arrays["weights"], arrays["biases"])


def _fit(
    vectors: csr_matrix, truth: np.ndarray, strength: float, rare_weight: float
) -> tuple[np.ndarray, float]:
    # the dual solver is four times as fast here, and what it leaves unfinished changes no score
    model = LogisticRegression(
        C=strength, solver="liblinear", dual=True, class_weight={0: 1.0, 1: rare_weight}, tol=0.1, max_iter=60,
        random_state=0,
    )  # fmt: skip
    model.fit(vectors, truth)
    return model.coef_[0], float(model.intercept_[0])


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """Logits as probabilities."""
    return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
