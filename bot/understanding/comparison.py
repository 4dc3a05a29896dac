"""Compares ways of understanding on the same messages and prints the table that docs/understanding.md keeps.

    python -m bot.understanding.comparison [--train N] [--only NAME ...] FILE...

FILE: held-out messages. Every candidate learns from the same training messages; its needs are read with the one
threshold that suits it best on FILE, its crisis head is judged by the recall it has at precision 0.90: what is
compared is how well it tells things apart, not how well its lines were drawn.
"""

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.understanding.annotations import normal
from bot.understanding.candidates import CANDIDATES
from bot.understanding.evaluation import table
from bot.understanding.examples import Example, read_all, read_any
from bot.understanding.tasks import Task
from bot.understanding.thresholds import best_f1

PRECISION = 0.90


@dataclass(frozen=True)
class Measured:
    """What one candidate gave on one language."""

    act: float
    needs: float
    crisis: float


def tasks(examples: Sequence[Example]) -> dict[str, Task]:
    """The three things to learn: labels and, for each message, which are true."""
    acts = sorted({e.act for e in examples})
    needs = sorted({n for e in examples for n in e.needs})
    return {
        "acts": Task("acts", tuple(acts), lambda e: {e.act}, exclusive=True),
        "needs": Task("needs", tuple(needs), lambda e: set(e.needs), exclusive=False),
        "crisis": Task("crisis", ("any",), lambda e: {"any"} if e.crisis else set(), exclusive=False),
    }


def recall_at(logits: np.ndarray, truth: np.ndarray, precision: float = PRECISION) -> float:
    """The highest recall that keeps the precision."""
    order = np.argsort(-logits)
    right = np.cumsum(truth[order])
    good = right / np.arange(1, len(order) + 1) >= precision
    return float((right[good] / max(1, truth.sum())).max(initial=0.0))


def measure(name: str, examples: Sequence[Example], held_out: dict[str, list[Example]]) -> list[str]:
    """One row of the table."""
    learned: dict[str, Callable[[Sequence[Example]], np.ndarray]] = {}
    all_tasks = tasks(examples)
    started = time.perf_counter()
    for task_name in CANDIDATES[name].tasks:
        learned[task_name] = CANDIDATES[name].learn(examples, all_tasks[task_name])
    trained = time.perf_counter() - started
    spent, count = 0.0, 0
    cells = []
    for messages in held_out.values():
        found: dict[str, float] = {}
        for task_name, score in learned.items():
            started = time.perf_counter()
            logits = np.concatenate([score([message]) for message in messages])
            spent += time.perf_counter() - started
            truths = all_tasks[task_name].truths(messages)
            if task_name == "acts":
                found[task_name] = float(truths[np.arange(len(messages)), logits.argmax(axis=1)].mean())
            elif task_name == "needs":
                found[task_name] = best_f1(logits, truths)
            else:
                found[task_name] = recall_at(logits[:, 0], truths[:, 0])
        count += len(messages)
        cells.append(" / ".join(f"{found[t]:.2f}" if t in found else "–" for t in all_tasks))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [name, *cells, f"{1000 * spent / max(1, count):.1f}", f"{trained:.0f}", f"{memory:.0f}"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, one candidate a row, each language as act / needs F1 / crisis recall."""
    parser = argparse.ArgumentParser(prog="python -m bot.understanding.comparison", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--train", type=int, help="learn from every n-th message only, so that N are left")
    parser.add_argument("--only", nargs="*", choices=sorted(CANDIDATES), help="these candidates")
    given = parser.parse_args(arguments)
    examples = read_all()
    if given.train:
        examples = examples[:: max(1, len(examples) // given.train)]
    held_out = {path.stem.partition("_")[0]: [normal(e) for e in read_any([path])] for path in given.files}
    rows = []
    for name in given.only or CANDIDATES:
        rows.append(measure(name, examples, held_out))
        print("| " + " | ".join(rows[-1]) + " |", flush=True)
    print()
    print(table(rows, ["candidate", *held_out, "ms a message", "training s", "peak MB so far"]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
