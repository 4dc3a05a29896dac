"""What the candidates of `comparison` learn, one task at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.understanding.examples import Example

Score = Callable[[Sequence[Example]], np.ndarray]
"""Logits (or other scores) for messages: one row a message, one column a label."""


@dataclass(frozen=True)
class Task:
    """Labels, which of them a message carries, and whether it is always exactly one."""

    name: str
    """As the network's labels begin: acts, needs, crisis."""
    labels: tuple[str, ...]
    labels_of: Callable[[Example], set[str]]
    exclusive: bool

    def truths(self, examples: Sequence[Example]) -> np.ndarray:
        """One row a message, one column a label."""
        return np.array([[label in self.labels_of(e) for label in self.labels] for e in examples])
