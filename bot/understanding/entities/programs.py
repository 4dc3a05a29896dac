"""Programs by the names families give them («estampillas», "sec 8", 糧食券), and the needs each belongs to."""

from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.entities.lexicon import Names, read
from bot.understanding.entities.view import Candidate, View


@lru_cache(maxsize=1)
def _names() -> Names:
    return Names.of({str(name): entry for name, entry in read("programs").items()})


def candidates(view: View) -> Iterator[Candidate]:
    """Every name of a program; weak ones (care, medical) are for the judge."""
    for name, weak, start, end in _names().find(view):
        yield view.candidate("program", name, start, end, "weak" if weak else "sure")


def needs_of(program: str) -> tuple[str, ...]:
    """The needs a program belongs to; empty for a program that the lexicon does not have."""
    entry = {str(name): entry for name, entry in read("programs").items()}.get(program) or {}
    return tuple(entry.get("needs") or ())
