"""Transcripts: conversations as people read them, which tests can run and `kinpath chat --repro` prints.

    # what this conversation shows
    family: necesito pañales, 90022
    to family: Para pañales …:
      1) …
    ana: YES

A line begins with who speaks (`family`, `web`, a navigator's name) or to whom words go (`to family`). What goes
on is indented by two spaces. `…` stands for any words. Lines that begin with # are for the reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

ANY = "…"


@dataclass
class Step:
    """One message that came in, and what must go out because of it: (to whom, words with `…`)."""

    speaker: str
    words: str
    expected: list[tuple[str, str]] = field(default_factory=list)


def parse(transcript: str) -> list[Step]:
    """The steps of a transcript. Raises ValueError for a line that is none."""
    steps: list[Step] = []
    for number, raw in enumerate(transcript.splitlines(), 1):
        if not raw.strip() or raw.startswith("#"):
            continue
        if raw.startswith("  "):
            _go_on(steps, raw[2:], number)
            continue
        who, colon, words = raw.partition(":")
        if not colon:
            raise ValueError(f"line {number}: who speaks? {raw!r}")
        if who.startswith("to "):
            if not steps:
                raise ValueError(f"line {number}: nobody spoke yet")
            steps[-1].expected.append((who[3:].strip(), words.strip()))
        else:
            steps.append(Step(who.strip(), words.strip()))
    return steps


def matches(pattern: str, words: str) -> bool:
    """Whether words are what a transcript expects."""
    parts = [re.escape(part) for part in pattern.split(ANY)]
    return re.fullmatch(".*".join(parts), words, re.DOTALL) is not None


def line(who: str, words: str) -> str:
    """One line of a transcript, going on indented."""
    return f"{who}: " + "\n  ".join(words.splitlines() or [""])


def _go_on(steps: list[Step], words: str, number: int) -> None:
    if not steps:
        raise ValueError(f"line {number}: nobody spoke yet")
    step = steps[-1]
    if step.expected:
        to, before = step.expected[-1]
        step.expected[-1] = (to, f"{before}\n{words}")
    else:
        step.words += f"\n{words}"
