"""What search is compared with: what answers a need by distance alone, and by words alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import gazetteer
from bot.directory.entries import Entry
from bot.directory.fit import Fit
from bot.directory.records import Found
from bot.directory.requests import Request
from bot.directory.text import terms


class Baselines:
    """The whole directory in memory, ordered the two plain ways. For a bundled directory, not for large ones."""

    def __init__(self, session: Session) -> None:
        rows = session.execute(select(Entry.card, Entry.fit).order_by(Entry.record_id))
        self.records = [(Found.from_json(card), Fit.from_json(fit)) for card, fit in rows]
        self.words = [
            Counter(_words(f"{one.service} {one.organization} {one.description}")) for one, _ in self.records
        ]
        self.holding = Counter(word for words in self.words for word in words)
        self.mean_length = sum(map(len, self.words)) / max(1, len(self.words))

    def by_distance(self, request: Request, limit: int) -> list[Found]:
        """What answers one of the needs, nearest first; what has no place comes last."""
        fits = [(one, fit) for one, fit in self.records if set(request.needs) & fit.strengths.keys()]
        fits.sort(key=lambda pair: (_away(pair[1], request), pair[0].organization, pair[0].id))
        return [one for one, _ in fits[:limit]]

    def by_words(self, ask: str, limit: int) -> list[Found]:
        """BM25 of the words the family wrote, over names and descriptions."""
        asked = set(_words(re.sub(r"\(in \w+\)", "", ask)))
        scored = sorted(
            ((self._bm25(asked, words), number) for number, words in enumerate(self.words)),
            key=lambda pair: (-pair[0], pair[1]),
        )
        return [self.records[number][0] for score, number in scored[:limit] if score > 0]

    def _bm25(self, asked: set[str], words: Counter[str]) -> float:
        score = 0.0
        for word in asked & words.keys():
            rare = math.log(1 + (len(self.words) - self.holding[word] + 0.5) / (self.holding[word] + 0.5))
            often = words[word]
            score += rare * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * len(words) / self.mean_length))
        return score


def _words(text: str) -> Sequence[str]:
    return terms.words(terms.plain(text))


def _away(fit: Fit, request: Request) -> float:
    place = request.place
    if place is None:
        return math.inf
    return min(
        (gazetteer.distance_km(place.latitude, place.longitude, s.latitude, s.longitude) for s in fit.spots),
        default=math.inf,
    )
