"""A language the family names: the one she wants to be spoken with."""

from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.entities.lexicon import Names, read
from bot.understanding.entities.view import Candidate, View


@lru_cache(maxsize=1)
def _names() -> Names:
    return Names.of({str(name): {"forms": forms} for name, forms in read("languages_wanted").items()})


def candidates(view: View) -> Iterator[Candidate]:
    """Every language named; the judge decides whether it is wanted («no hablo inglés» is not)."""
    for name, _, start, end in _names().find(view):
        yield view.candidate("language_wanted", name, start, end, "named")
