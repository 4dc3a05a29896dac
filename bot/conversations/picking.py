"""Which of the shown options she means: a number, «the last one», or words of a name."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

ALIKE = 80
"""How alike (0 to 100) her words and a name must be."""


def number(option: str | None, count: int) -> int | None:
    """The place (from 0) of an option by number or «last»; None for a number that was not shown."""
    if option is None or count == 0:
        return None
    if option == "last":
        return count - 1
    if option.isdigit() and 1 <= int(option) <= count:
        return int(option) - 1
    return None


def pick(option: str | None, words: str, names: Sequence[str]) -> int | None:
    """The place (from 0) of the option she means among the shown names, or None when that is not clear."""
    if option is not None and (option.isdigit() or option == "last"):
        return number(option, len(names))
    best = (
        process.extractOne(
            option or words,
            [name.casefold() for name in names],
            scorer=fuzz.partial_ratio,
            processor=str.casefold,
            score_cutoff=ALIKE,
        )
        if (option or words)
        else None
    )
    return int(best[2]) if best and len(option or words) >= 4 else None
