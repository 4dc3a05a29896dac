"""Cities, neighbourhoods and counties of California, as families write them."""

import re
from collections.abc import Iterator

from bot import gazetteer
from bot.understanding.entities.view import Candidate, View
from bot.understanding.folding import LONGEST

LONGEST_NAME = 4
"""Words of the longest name that is looked for where the gazetteer itself was in doubt."""
SHORT_ANSWER = 5
"""Words up to which a message may be an answer to «where are you?»."""
_WORD = re.compile(r"[a-z0-9']+")


def candidates(view: View) -> Iterator[Candidate]:
    """Places the gazetteer is sure of, misspelt ones, and names it doubts (Orange, Carson): the judge decides."""
    text = view.text[:LONGEST]
    taken = []
    for mention in gazetteer.find_places(text):
        taken.append((mention.start, mention.end))
        if mention.kind != "elsewhere":
            yield Candidate(mention.kind, mention.name, mention.start, mention.end, "sure")
        elif len(text.split()) <= SHORT_ANSWER:
            yield Candidate("city", mention.name, mention.start, mention.end, "elsewhere")
    for mention in gazetteer.find_misspelt_places(text):
        taken.append((mention.start, mention.end))
        yield Candidate(mention.kind, mention.name, mention.start, mention.end, "misspelt")
    for candidate in _doubtful(view):
        if not any(start < candidate.end and candidate.start < end for start, end in taken):
            yield candidate


def _doubtful(view: View) -> Iterator[Candidate]:
    tokens = list(_WORD.finditer(view.folded))
    cities, counties = gazetteer.names(), gazetteer.county_names()
    at = 0
    while at < len(tokens):
        for size in range(min(LONGEST_NAME, len(tokens) - at), 0, -1):
            key = tuple(token.group().replace("'", "") for token in tokens[at : at + size])
            city, county = cities.get(key), counties.get(key)
            if isinstance(city, gazetteer.NamedPlace) or county:
                span = tokens[at].start(), tokens[at + size - 1].end()
                if isinstance(city, gazetteer.NamedPlace):
                    yield view.candidate("city", city.name, *span, "doubtful")
                elif county:
                    yield view.candidate("county", county.name, *span, "doubtful")
                at += size
                break
        else:
            at += 1
