"""Finds training messages whose labels a model doubts, for people to read again, and takes in what they decide.

python -m bot.understanding.second_reading list LANGUAGE [--most N]    the doubted messages, TAB between fields
python -m bot.understanding.second_reading settle FILE...              verdicts into data/nlu

A verdict is a line of `key TAB act TAB needs TAB crisis TAB keep|change`; needs with commas, `-` for none.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.understanding import annotations, scorer
from bot.understanding.examples import Example, read_all
from bot.understanding.folds import by_voice
from bot.understanding.heads import Heads
from bot.understanding.network import ACTS
from bot.understanding.targets import ANY, CRISIS, NEEDS, targets
from bot.understanding.vectors import prepared

PARTS = 4
DOUBTED, MISSING = -2.0, 0.5
"""Logits below which a label that is there is doubted, and above which one that is not there is missed."""
KEEP, CHANGE = "keep", "change"


@dataclass(frozen=True)
class Doubt:
    """A message, what is doubted of its labels, and how strongly."""

    example: Example
    reasons: tuple[str, ...]
    strength: float


def key_of(example: Example) -> str:
    """What a message is called in the lists: the same as long as its text is."""
    written = f"{example.language} {example.text}".encode()
    return hashlib.sha1(written, usedforsecurity=False).hexdigest()[:10]


def doubts(examples: Sequence[Example]) -> list[Doubt]:
    """The doubted messages, the most doubted first; each was judged by a model that had not heard its voice."""
    labels, truths = targets(examples)
    judged = [
        place for place, label in enumerate(labels) if label.startswith((ACTS, NEEDS, f"{CRISIS} {ANY}"))
    ]
    _, vectors = prepared(tuple(example.text for example in examples))
    folds, logits = by_voice(examples, PARTS), np.zeros(truths.shape)
    for fold in range(PARTS):
        out = folds == fold
        heads = Heads.learn(vectors[~out], truths[~out], labels, scorer.STRENGTH, scorer.RARE_WEIGHT)
        logits[out] = heads.logits(vectors[out])
    found = []
    for row, example in enumerate(examples):
        wrong = {
            labels[i]: abs(logits[row, i])
            for i in judged
            if (logits[row, i] < DOUBTED if truths[row, i] else logits[row, i] > MISSING)
        }
        if wrong:
            reasons = tuple(sorted(wrong, key=lambda label: -wrong[label]))
            found.append(Doubt(example, reasons, max(wrong.values())))
    return sorted(found, key=lambda doubt: -doubt.strength)


def settled(examples: Sequence[Example], verdicts: Iterable[str]) -> list[Example]:
    """The examples with the labels that were decided. Raises ValueError naming a line that is no verdict."""
    decided: dict[str, tuple[str, tuple[str, ...], str | None]] = {}
    for line in filter(str.strip, verdicts):
        fields = [field.strip() for field in line.rstrip("\n").split("\t")]
        if len(fields) != 5 or fields[4] not in (KEEP, CHANGE):
            raise ValueError(f"no verdict: {line.strip()!r}")
        key, act, needs, crisis, verdict = fields
        if verdict == CHANGE:
            some = tuple(need.strip() for need in needs.split(",") if need.strip(" -"))
            decided[key] = act, some, None if crisis == "-" else crisis
    return [
        replace(example, act=decided[key][0], needs=decided[key][1], crisis=decided[key][2])
        if (key := key_of(example)) in decided
        else example
        for example in examples
    ]


def _line(doubt: Doubt) -> str:
    example = doubt.example
    needs, crisis = ",".join(example.needs) or "-", example.crisis or "-"
    return "\t".join((key_of(example), example.act, needs, crisis, "; ".join(doubt.reasons), example.text))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the two commands; 1 when a verdict is wrong."""
    parser = argparse.ArgumentParser(prog="python -m bot.understanding.second_reading", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list")
    listing.add_argument("language")
    listing.add_argument("--most", type=int, default=350)
    commands.add_parser("settle").add_argument("files", nargs="+", type=Path)
    given = parser.parse_args(arguments)
    examples = read_all()
    if given.command == "list":
        mine = [doubt for doubt in doubts(examples) if doubt.example.language == given.language]
        print("\n".join(map(_line, mine[: given.most])))
        return 0
    try:
        lines = [line for path in given.files for line in path.read_text(encoding="utf-8").splitlines()]
        changed = settled(examples, lines)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    wrong = annotations.faults(changed)
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    annotations.write(map(annotations.normal, changed))
    print(f"{sum(a != b for a, b in zip(examples, changed, strict=True))} messages changed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
