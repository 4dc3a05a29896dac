"""Teaches the sentence encoder on our messages (`network.py`), with the TensorFlow that Rasa brings.

It learns twice in a row: first without the messages of some voices, so that shares and lines can be settled on
messages it never saw; then from there on with all of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bot.understanding.encoder import pieces, weights
from bot.understanding.examples import Example
from bot.understanding.folds import by_voice
from bot.understanding.network import Network, even, shortened
from bot.understanding.targets import targets

if TYPE_CHECKING:  # TensorFlow takes seconds to load: only where something is taught
    from bot.understanding.trainer import Trainer

PARTS = 4
"""The voices are dealt into so many parts, of which one is left out at first."""
ROUNDS = (1.2, 1.0)
"""How often the messages are gone through: without the voices left out, then with them."""
BATCH = 64
SPEED = (2e-3, 1.5e-3)
"""The size of the steps at their largest, in the first and in the second learning."""
WARM_UP = 150
"""Steps until it is reached."""
SIGNS = 192
"""Signs that the second path looks for."""
SEEN_AT_LEAST = 2
"""How often a piece must stand in the messages to get a vector of its own."""
TOGETHER = 20
"""Batches that are sorted by length together, so that little is padded."""


@dataclass(frozen=True)
class Tuned:
    """The network, and what it said of voices it had not heard when it was asked."""

    network: Network
    out: np.ndarray
    """True for the examples of those voices."""
    unseen: np.ndarray
    """The logits of those examples, one column a label of the network."""


def tuned(examples: Sequence[Example]) -> Tuned:
    """Teach the network; asked again for the same examples (by another component) it answers at once."""
    return _tuned(tuple(examples))


@lru_cache(maxsize=1)
def _tuned(examples: tuple[Example, ...]) -> Tuned:
    from bot.understanding.trainer import Trainer

    labels, truths = targets(examples)
    rows = [shortened(pieces(example.text)) for example in examples]
    out = left_out(examples)
    trainer = Trainer.begin(weights(), own_pieces(rows), labels, SIGNS)
    chance = np.random.default_rng(7)
    _teach(trainer, rows, truths, np.flatnonzero(~out), ROUNDS[0], SPEED[0], chance)
    unseen = even(trainer.logits([rows[i] for i in np.flatnonzero(out)]), labels)
    _teach(trainer, rows, truths, np.arange(len(rows)), ROUNDS[1], SPEED[1], chance)
    return Tuned(trainer.network(), out, unseen)


def left_out(examples: Sequence[Example]) -> np.ndarray:
    """True for the messages of the voices that are left out at first."""
    out = by_voice(examples, PARTS) == 0
    return out if not out.all() else np.arange(len(examples)) % PARTS == 0


def own_pieces(rows: Sequence[np.ndarray]) -> np.ndarray:
    """The pieces that stand in the messages often enough."""
    found, times = np.unique(np.concatenate(rows), return_counts=True)
    return np.asarray(found[times >= SEEN_AT_LEAST])


def batches(lengths: np.ndarray, chosen: np.ndarray, chance: np.random.Generator) -> Iterator[np.ndarray]:
    """The chosen rows once, in chance order, those of a batch about equally long."""
    order = chance.permutation(chosen)
    found = []
    for start in range(0, len(order), BATCH * TOGETHER):
        near = order[start : start + BATCH * TOGETHER]
        near = near[np.argsort(lengths[near], kind="stable")]
        found += [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
    yield from (found[i] for i in chance.permutation(len(found)))


def _teach(
    trainer: "Trainer",
    rows: Sequence[np.ndarray],
    truths: np.ndarray,
    chosen: np.ndarray,
    rounds: float,
    speed: float,
    chance: np.random.Generator,
) -> None:
    lengths = np.array([len(row) for row in rows])
    whole = -(-len(chosen) // BATCH)
    steps = max(1, int(whole * rounds))
    done = 0
    while done < steps:
        for batch in batches(lengths, chosen, chance):
            done += 1
            if done > steps:
                break
            pace = speed * min(1.0, done / WARM_UP) * 0.5 * (1 + np.cos(np.pi * done / (steps + 1)))
            trainer.step([rows[i] for i in batch], truths[batch], pace)
