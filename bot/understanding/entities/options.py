"""Which of the shown options: numerals, ordinals, "the last one" (data/lexicons/options.yml)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.entities.lexicon import read
from bot.understanding.entities.view import Candidate, View

LAST = "last"


@lru_cache(maxsize=1)
def _numeral() -> re.Pattern[str]:
    words = read("options")
    return re.compile(
        rf"(?<![\d$.,:/])(?:(?P<mark>{'|'.join(words['before'])})\s?)?"
        rf"(?P<digit>[1-9])(?P<after> ?(?:{'|'.join(words['after'])})?)(?!\d|[.,:/]\d)"
    )


@lru_cache(maxsize=1)
def _places() -> dict[str, re.Pattern[str]]:
    return {
        str(place): re.compile(rf"(?<![a-z])(?:{'|'.join(words)})(?![a-z])")
        for place, words in read("options")["places"].items()
    }


def candidates(view: View) -> Iterator[Candidate]:
    """Every numeral, ordinal or "last" that may pick an option."""
    for match in _numeral().finditer(view.folded):
        cue = "marked" if match["mark"] or match["after"].strip() else "numeral"
        yield view.candidate("option", match["digit"], *match.span("digit"), cue)
    for place, pattern in _places().items():
        for match in pattern.finditer(view.folded):
            yield view.candidate("option", place, *match.span(), LAST if place == LAST else "ordinal")
