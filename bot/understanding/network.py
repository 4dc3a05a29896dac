"""The sentence encoder taught further on our own messages: every task's labels from one look at a message.

The shape is the encoder's own (word pieces, three branches of convolutions, their mean, a few dense layers), to
which our messages add a vector for each piece they use often, and a second path that keeps the strongest sign of
each kind anywhere in the message, so that a need told in half a sentence is not drowned by the rest.
`tuning.py` teaches it; here it reads, with numpy alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

from bot.understanding.encoder import ORDERS, SIZE, piece_vectors, pieces

EPSILON = 1e-12
BRANCH = 256
LOUDNESS = np.float32(np.sqrt(SIZE))
"""The encoder's sentence vector has length 1; so much longer its numbers are about as large as the second path's."""
PIECES = 80
"""Pieces that are read, as many from the beginning as from the end."""
ACTS = "acts"
"""The task of which exactly one label is true."""
Meaning = dict[str, float]
"""What the network says of a message: `task label` -> logit."""


@dataclass(frozen=True)
class Network:
    """The taught weights and the labels they score."""

    labels: tuple[str, ...]
    """`task label`, as in "needs food"."""
    weights: dict[str, np.ndarray]
    own: np.ndarray
    """The pieces that have a vector of our own, sorted."""
    shifts: np.ndarray
    """What is added to the encoder's vector of each of them, half precision."""

    def read(self, text: str) -> Meaning:
        """The logits of one message."""
        return dict(zip(self.labels, self.logits([text])[0].tolist(), strict=True))

    def logits(self, texts: Iterable[str]) -> np.ndarray:
        """One row a text, one column a label; 0 is even odds."""
        # matrices this small gain nothing from more threads
        with _arithmetic().limit(limits=1, user_api="blas"):
            rows = [self._forward(shortened(pieces(text))) for text in texts]
        return even(np.array(rows, dtype=np.float32).reshape(-1, len(self.labels)), self.labels)

    def _forward(self, ids: np.ndarray) -> np.ndarray:
        w, count = self.weights, len(ids)
        vectors = piece_vectors(ids)
        slots = np.minimum(np.searchsorted(self.own, ids), len(self.own) - 1)
        known = self.own[slots] == ids
        vectors[known] += self.shifts[slots[known]]
        inner = _level(vectors @ w["proj_W"] + w["proj_b"], w["ln_g_all"], w["ln_b_all"])
        seen = [vectors]
        for place, (order, before) in enumerate(ORDERS):
            branch = inner[:, place * BRANCH : (place + 1) * BRANCH]
            for layer in ("1", "2"):
                window = _windows(branch, order, before) @ w[f"w{layer}_{order}"] + w[f"b{layer}_{order}"]
                branch = branch + np.maximum(window, 0)
            seen.append(branch)
        features = _level(np.concatenate(seen, axis=1), w["ln_g"], w["ln_b"])
        mean = (features.sum(axis=0) @ w["cnn_W"] + count * w["cnn_b"]) / np.sqrt(np.float32(count))
        first = np.maximum(mean @ w["d0"], 0)
        second = np.maximum(mean @ w["p1"] + first @ w["d1"], 0)
        third = np.maximum(second @ w["d2"], 0)
        sense = np.tanh(second @ w["p3"] + third @ w["d3"])
        sense *= LOUDNESS / np.sqrt((sense * sense).sum() + EPSILON)
        signs = np.maximum((features @ w["signs_W"]).max(axis=0) + w["signs_b"], 0)
        return np.asarray(np.concatenate([sense, signs]) @ w["out_W"] + w["out_b"])

    def arrays(self) -> dict[str, Any]:
        """What must be kept; half precision changes no decision."""
        kept = {f"weight {name}": value.astype(np.float16) for name, value in self.weights.items()}
        return {"labels": np.array(self.labels, dtype=str), "own": self.own, "shifts": self.shifts, **kept}

    @classmethod
    def from_arrays(cls, arrays: Any) -> "Network":
        """The network that `arrays()` came from."""
        weights = {
            name.removeprefix("weight "): np.asarray(value, dtype=np.float32)
            for name, value in arrays.items()
            if name.startswith("weight ")
        }
        return cls(tuple(str(x) for x in arrays["labels"]), weights, arrays["own"], arrays["shifts"])


@lru_cache(maxsize=1)
def _arithmetic() -> ThreadpoolController:
    return ThreadpoolController()


def shortened(ids: np.ndarray) -> np.ndarray:
    """At most PIECES of a message: what is left out is its middle."""
    return ids if len(ids) <= PIECES else np.concatenate([ids[: PIECES // 2], ids[-PIECES // 2 :]])


def even(logits: np.ndarray, labels: Sequence[str]) -> np.ndarray:
    """The acts, which were taught as shares of one whole, as log odds like the other labels."""
    acts = np.array([label.startswith(f"{ACTS} ") for label in labels])
    shares = logits[:, acts] - logits[:, acts].max(axis=1, keepdims=True)
    chances = np.exp(shares)
    chances = np.clip(chances / chances.sum(axis=1, keepdims=True), 1e-4, 1 - 1e-4)
    logits[:, acts] = np.log(chances / (1 - chances))
    return logits


def _level(rows: np.ndarray, gain: np.ndarray, shift: np.ndarray) -> np.ndarray:
    rows = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + EPSILON)
    return np.asarray(rows / spread[:, None] * gain + shift)


def _windows(rows: np.ndarray, order: int, before: int) -> np.ndarray:
    """Each row with its neighbours side by side, zeros where there are none."""
    padded = np.zeros((len(rows) + order - 1, rows.shape[1]), dtype=rows.dtype)
    padded[before : before + len(rows)] = rows
    return np.concatenate([padded[i : i + len(rows)] for i in range(order)], axis=1)
