"""Cross-validation by voice: no writer is on both sides, since we are judged on writers never seen."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from bot.understanding.examples import Example


def by_voice(examples: Sequence[Example], folds: int) -> np.ndarray:
    """The fold of each example. In every language the voices are dealt out evenly, the largest first."""
    assigned = np.zeros(len(examples), dtype=int)
    groups: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, example in enumerate(examples):
        groups[example.language][example.voice].append(place)
    for voices in groups.values():
        if len(voices) < folds:
            parts = [rows[i::folds] for rows in voices.values() for i in range(folds)]
        else:
            parts = list(voices.values())
        sizes = [0] * folds
        for rows in sorted(parts, key=len, reverse=True):
            fold = sizes.index(min(sizes))
            sizes[fold] += len(rows)
            assigned[rows] = fold
    return assigned
