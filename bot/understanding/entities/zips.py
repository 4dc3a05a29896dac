"""ZIP codes: five digits that stand alone and are no price."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.entities.lexicon import read
from bot.understanding.entities.view import Candidate, View

CALIFORNIA = ("90001", "96162")
"""The first and the last ZIP code of California."""


@lru_cache(maxsize=1)
def _zip() -> re.Pattern[str]:
    amounts = "|".join(read("money")["amounts"])
    return re.compile(
        rf"(?<![\d$#])(?<!\d[.,-])(?P<zip>\d{{5}})(?:-\d{{4}})?(?![\d%]|[.,]\d| ?(?:{amounts}))"
    )


def candidates(view: View) -> Iterator[Candidate]:
    """Every five-digit number that may be a ZIP code."""
    for match in _zip().finditer(view.folded):
        cue = "california" if CALIFORNIA[0] <= match["zip"] <= CALIFORNIA[1] else "elsewhere"
        yield view.candidate("zip", match["zip"], *match.span("zip"), cue)
