"""ZIP codes: five digits that stand alone and are no price."""

import re
from collections.abc import Iterator

from bot.understanding.entities.view import Candidate, View

_ZIP = re.compile(r"(?<![\d$#])(?<!\d[.,-])(?P<zip>\d{5})(?:-\d{4})?(?![\d%]|[.,]\d| ?(?:dollars|dolares|do la|usd|pesos|달러|块|美元|불))")


def candidates(view: View) -> Iterator[Candidate]:
    """Every five-digit number that may be a ZIP code."""
    for match in _ZIP.finditer(view.folded):
        cue = "california" if "90001" <= match["zip"] <= "96162" else "elsewhere"
        yield view.candidate("zip", match["zip"], *match.span("zip"), cue)
