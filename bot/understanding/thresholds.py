"""Where to draw the line between yes and no, from scores of messages that the classifier had not seen."""

import numpy as np

STEPS = np.arange(-5.0, 3.01, 0.25)
ENOUGH = 30
"""True messages from which a label's own line is half trusted; with fewer it leans on the common one."""
TRUSTED_ROWS = 100
"""Messages of a kind from which that kind's own lines are half trusted."""


def best_f1(logits: np.ndarray, truths: np.ndarray) -> float:
    """The best micro-F1 that one line for all labels can give."""
    return max(f1(logits >= step, truths) for step in STEPS)


def best_f1_thresholds(logits: np.ndarray, truths: np.ndarray) -> np.ndarray:
    """One threshold a column, in logits: each label's best for F1, drawn towards the best common one."""
    common = max(STEPS, key=lambda step: f1(logits >= step, truths))
    found = np.full(logits.shape[1], common, dtype=np.float32)
    for column in range(logits.shape[1]):
        truth = truths[:, column : column + 1]
        scores = np.array([f1(logits[:, column : column + 1] >= step, truth) for step in STEPS])
        # the middle of the steps that are nearly as good as the best: less at the mercy of one message
        own = float(STEPS[scores >= scores.max() - 0.005].mean())
        trust = truth.sum() / (truth.sum() + ENOUGH)
        found[column] = trust * own + (1 - trust) * common
    return found


def fewest_errors_thresholds(logits: np.ndarray, truths: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """One threshold a column for a special kind of message: the one with fewest errors, drawn towards the usual."""
    found = usual.copy()
    trust = len(logits) / (len(logits) + TRUSTED_ROWS)
    for column in range(logits.shape[1]):
        errors = np.array([((logits[:, column] >= step) != truths[:, column]).sum() for step in STEPS])
        own = float(STEPS[errors == errors.min()].mean())
        found[column] = trust * own + (1 - trust) * usual[column]
    return found


def average_precision(logits: np.ndarray, truths: np.ndarray) -> float:
    """The area under precision over recall of the first column: how well it ranks, whatever the line."""
    order = np.argsort(-logits[:, 0])
    truth = truths[order, 0]
    precisions = np.cumsum(truth) / np.arange(1, len(order) + 1)
    return float(precisions[truth].mean()) if truth.any() else 0.0


def recall_threshold(logits: np.ndarray, truth: np.ndarray, precision: float) -> float:
    """The lowest threshold, in logits, at which no more than 1 - precision of what it takes is wrong."""
    order = np.argsort(-logits)
    precisions = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(precisions >= precision)
    return float(logits[order[good[-1]]]) if len(good) else float(logits.max(initial=0.0) + 1)


def f1(chosen: np.ndarray, truths: np.ndarray) -> float:
    """The balance of precision and recall over all cells."""
    return 2 * float((chosen & truths).sum()) / max(1, int(chosen.sum() + truths.sum()))
