"""What the network learns of each message: the labels of every task side by side."""

from collections.abc import Sequence

import numpy as np

from bot.understanding.examples import Example
from bot.understanding.network import ACTS

NEEDS = "needs"
CRISIS = "crisis"
COMMUNITY = "community"
ANY = "any"
"""The label of the crisis task that is true of every crisis, whatever its kind."""


def labels_of(example: Example) -> set[str]:
    """The labels that are true of a message, as `task label`."""
    return {
        f"{ACTS} {example.act}",
        *(f"{NEEDS} {need}" for need in example.needs),
        *((f"{CRISIS} {ANY}", f"{CRISIS} {example.crisis}") if example.crisis else ()),
        *(f"{COMMUNITY} {code}" for code in example.entities.get(COMMUNITY, [])),
    }


def targets(examples: Sequence[Example]) -> tuple[tuple[str, ...], np.ndarray]:
    """Every label of the examples, sorted, and one row of truths a message."""
    true = [labels_of(example) for example in examples]
    labels = tuple(sorted(set().union(*true)))
    place = {label: column for column, label in enumerate(labels)}
    truths = np.zeros((len(examples), len(labels)), dtype=bool)
    for row, found in enumerate(true):
        truths[row, [place[label] for label in found]] = True
    return labels, truths
