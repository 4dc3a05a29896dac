"""One step of teaching after another: the network of `network.py` in TensorFlow, and Adam over its weights."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import tensorflow as tf

from bot.understanding.encoder import CHUNKS, ORDERS, SIZE, table
from bot.understanding.network import ACTS, BRANCH, EPSILON, LOUDNESS, Network

CAREFUL = 0.2
"""By how much smaller the steps are for what the encoder knew already."""
BLANKED, DROPPED = 0.1, 0.3
"""Shares of pieces and of the last layer's inputs that are left out by chance, so that it relies on no single one."""
MOMENTUM, STEADINESS, TINY = 0.9, 0.999, 1e-8
_NEW = ("signs_W", "signs_b", "out_W", "out_b")


@dataclass
class Trainer:
    """The weights while they are taught, and how they moved so far."""

    labels: tuple[str, ...]
    own: np.ndarray
    weights: dict[str, tf.Variable]
    shifts: tf.Variable
    moved: dict[str, tuple[tf.Variable, tf.Variable]] = field(default_factory=dict)
    done: int = 0

    @classmethod
    def begin(
        cls, weights: dict[str, np.ndarray], own: np.ndarray, labels: Sequence[str], signs: int
    ) -> "Trainer":
        """Start from the encoder's weights; what is new starts small."""
        chance = np.random.default_rng(0)
        tf.random.set_seed(0)
        width = SIZE + len(ORDERS) * BRANCH
        new = {
            "signs_W": chance.standard_normal((width, signs)) * 0.03,
            "signs_b": np.zeros(signs),
            "out_W": chance.standard_normal((SIZE + signs, len(labels))) * 0.03,
            "out_b": np.full(len(labels), -3.0),
        }
        variables = {name: tf.Variable(value, dtype=tf.float32) for name, value in {**weights, **new}.items()}
        shifts = tf.Variable(
            np.zeros((len(own) + 1, SIZE)), dtype=tf.float32
        )  # the last row: no vector of its own
        trainer = cls(tuple(labels), own, variables, shifts)
        for name, variable in {**variables, "shifts": shifts}.items():
            trainer.moved[name] = tf.Variable(tf.zeros_like(variable)), tf.Variable(tf.zeros_like(variable))
        return trainer

    def __post_init__(self) -> None:
        self._table, self._scale, self._offset = (tf.constant(part) for part in table())
        acts = [place for place, label in enumerate(self.labels) if label.startswith(f"{ACTS} ")]
        others = [place for place in range(len(self.labels)) if place not in set(acts)]
        self._acts, self._others = tf.constant(acts), tf.constant(others)
        ids, number = tf.TensorSpec([None, None], tf.int64), tf.TensorSpec([], tf.float32)
        lengths, truths = tf.TensorSpec([None], tf.int64), tf.TensorSpec([None, None], tf.float32)
        self._step = tf.function(
            self._learn, input_signature=[ids, ids, lengths, truths, number, number], autograph=False
        )
        self._read = tf.function(
            lambda ids, slots, lengths: self._forward(ids, slots, lengths, False),
            input_signature=[ids, ids, lengths],
            autograph=False,
        )

    def step(self, rows: Sequence[np.ndarray], truths: np.ndarray, pace: float) -> None:
        """Learn from one batch of messages."""
        self.done += 1
        self._step(*self._padded(rows), truths.astype(np.float32), np.float32(self.done), np.float32(pace))

    def logits(self, rows: Sequence[np.ndarray]) -> np.ndarray:
        """What the network says now: one row a message, one column a label."""
        order = np.argsort([len(row) for row in rows], kind="stable")
        found = np.zeros((len(rows), len(self.labels)), dtype=np.float32)
        for start in range(0, len(rows), 128):
            batch = order[start : start + 128]
            found[batch] = self._read(*self._padded([rows[i] for i in batch])).numpy()
        return found

    def network(self) -> Network:
        """The network as it is now."""
        weights = {name: variable.numpy() for name, variable in self.weights.items()}
        return Network(self.labels, weights, self.own, self.shifts.numpy()[:-1].astype(np.float16))

    def _padded(self, rows: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        lengths = np.array([len(row) for row in rows])
        ids = np.zeros((len(rows), int(lengths.max())), dtype=np.int64)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
        slots = np.minimum(np.searchsorted(self.own, ids), len(self.own) - 1)
        return ids, np.where(self.own[slots] == ids, slots, len(self.own)), lengths

    def _forward(self, ids: Any, slots: Any, lengths: Any, learning: bool) -> Any:
        w = self.weights
        mask = tf.sequence_mask(lengths, tf.shape(ids)[1], dtype=tf.float32)[:, :, None]
        chunk = ids % CHUNKS
        vectors = tf.cast(tf.gather(self._table, ids), tf.float32) * tf.gather(self._scale, chunk)[..., None]
        vectors += tf.gather(self._offset, chunk)[..., None]
        vectors += tf.gather(self.shifts, slots) * tf.cast(slots < len(self.own), tf.float32)[:, :, None]
        if learning:
            vectors *= tf.cast(tf.random.uniform(tf.shape(ids)) > BLANKED, tf.float32)[:, :, None]
        inner = _level(vectors @ w["proj_W"] + w["proj_b"], w["ln_g_all"], w["ln_b_all"]) * mask
        seen = [vectors]
        for place, (order, before) in enumerate(ORDERS):
            branch = inner[:, :, place * BRANCH : (place + 1) * BRANCH]
            for layer in ("1", "2"):
                padded = tf.pad(branch, [[0, 0], [before, order - 1 - before], [0, 0]])
                kernel = tf.reshape(w[f"w{layer}_{order}"], [order, BRANCH, BRANCH])
                window = tf.nn.relu(tf.nn.conv1d(padded, kernel, 1, "VALID") + w[f"b{layer}_{order}"])
                branch = (branch + window) * mask
            seen.append(branch)
        features = _level(tf.concat(seen, -1), w["ln_g"], w["ln_b"]) * mask
        count = tf.cast(lengths, tf.float32)[:, None]
        mean = (tf.reduce_sum(features, 1) @ w["cnn_W"] + count * w["cnn_b"]) / tf.sqrt(count)
        first = tf.nn.relu(mean @ w["d0"])
        second = tf.nn.relu(mean @ w["p1"] + first @ w["d1"])
        third = tf.nn.relu(second @ w["d2"])
        sense = tf.tanh(second @ w["p3"] + third @ w["d3"])
        sense *= LOUDNESS * tf.math.rsqrt(tf.reduce_sum(sense * sense, -1, keepdims=True) + EPSILON)
        signs = tf.reduce_max(features @ w["signs_W"] - 1e4 * (1 - mask), 1) + w["signs_b"]
        found = tf.concat([sense, tf.nn.relu(signs)], -1)
        if learning:
            found = tf.nn.dropout(found, DROPPED)
        return found @ w["out_W"] + w["out_b"]

    def _learn(self, ids: Any, slots: Any, lengths: Any, truths: Any, number: Any, pace: Any) -> None:
        variables = {**self.weights, "shifts": self.shifts}
        with tf.GradientTape() as tape:
            logits = self._forward(ids, slots, lengths, True)
            acts = tf.nn.softmax_cross_entropy_with_logits(
                tf.gather(truths, self._acts, axis=1), tf.gather(logits, self._acts, axis=1)
            )
            others = tf.nn.sigmoid_cross_entropy_with_logits(
                tf.gather(truths, self._others, axis=1), tf.gather(logits, self._others, axis=1)
            )
            loss = tf.reduce_mean(acts + tf.reduce_sum(others, 1))
        slopes = tape.gradient(loss, list(variables.values()))
        for (name, variable), slope in zip(variables.items(), slopes, strict=True):
            size = pace * (1.0 if name in _NEW or name == "shifts" else CAREFUL)
            _move(variable, slope, *self.moved[name], number, size)


def _move(variable: Any, slope: Any, speed: Any, power: Any, number: Any, size: Any) -> None:
    """One step of Adam; of a table only the rows that were used move."""
    if isinstance(slope, tf.IndexedSlices):
        rows, place = tf.unique(slope.indices)
        slope = tf.math.unsorted_segment_sum(slope.values, place, tf.shape(rows)[0])
        new_speed = MOMENTUM * tf.gather(speed, rows) + (1 - MOMENTUM) * slope
        new_power = STEADINESS * tf.gather(power, rows) + (1 - STEADINESS) * slope * slope
        speed.scatter_update(tf.IndexedSlices(new_speed, rows))
        power.scatter_update(tf.IndexedSlices(new_power, rows))
        variable.scatter_sub(tf.IndexedSlices(size * _step_of(new_speed, new_power, number), rows))
        return
    tf.raw_ops.ResourceApplyAdam(
        var=variable.handle, m=speed.handle, v=power.handle, beta1_power=MOMENTUM**number,
        beta2_power=STEADINESS**number, lr=size, beta1=MOMENTUM, beta2=STEADINESS, epsilon=TINY, grad=slope,
    )  # fmt: skip


def _step_of(speed: Any, power: Any, number: Any) -> Any:
    return (speed / (1 - MOMENTUM**number)) / (tf.sqrt(power / (1 - STEADINESS**number)) + TINY)


def _level(rows: Any, gain: Any, shift: Any) -> Any:
    mean, variance = tf.nn.moments(rows, [-1], keepdims=True)
    return (rows - mean) * tf.math.rsqrt(variance + EPSILON) * gain + shift
