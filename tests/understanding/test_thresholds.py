"""Lines between yes and no."""

import numpy as np

from bot.understanding.thresholds import (
    average_precision,
    best_f1_thresholds,
    fewest_errors_thresholds,
    recall_threshold,
)


def test_the_best_line_separates_what_can_be_separated() -> None:
    logits = np.array([[2.0], [1.5], [-1.0], [-2.0]] * 40)
    truths = np.array([[True], [True], [False], [False]] * 40)
    line = best_f1_thresholds(logits, truths)[0]
    assert -1.0 < line <= 1.5


def test_a_rare_label_leans_on_the_common_line() -> None:
    rng = np.random.default_rng(0)
    truths = np.zeros((400, 2), dtype=bool)
    truths[:200, 0] = True
    truths[0, 1] = True
    logits = np.where(truths, 2.0, -2.0) + rng.normal(0, 0.1, truths.shape)
    logits[0, 1] = -4.0
    assert best_f1_thresholds(logits, truths)[1] > -3.0


def test_recall_threshold_keeps_the_precision_asked_for() -> None:
    logits = np.array([5.0, 4.0, 3.0, 2.0, 1.0])
    truth = np.array([True, True, False, True, False])
    assert recall_threshold(logits, truth, 0.7) == 2.0
    assert recall_threshold(logits, truth, 1.0) == 4.0


def test_average_precision_is_one_when_all_true_rank_first() -> None:
    assert average_precision(np.array([[3.0], [2.0], [1.0]]), np.array([[True], [True], [False]])) == 1.0


def test_where_a_need_never_occurs_its_line_rises() -> None:
    logits, truths = np.full((300, 1), 0.5), np.zeros((300, 1), dtype=bool)
    assert fewest_errors_thresholds(logits, truths, np.array([-1.0]))[0] > 0.5
