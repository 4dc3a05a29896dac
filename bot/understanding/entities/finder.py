"""All entities of a message: candidates from the finders, judged, one value a kind or several."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.understanding import archive
from bot.understanding.entities import languages_wanted, measures, options, places, programs, zips
from bot.understanding.entities.communities import Communities
from bot.understanding.entities.judge import SPANS, Judge
from bot.understanding.entities.view import Candidate, View
from bot.understanding.examples import Example
from bot.understanding.network import Meaning
from bot.understanding.reading import EntityValue

FINDERS = (zips.candidates, places.candidates, measures.candidates, programs.candidates,
           options.candidates, languages_wanted.candidates)  # fmt: skip
SURE = 0.35


@dataclass(frozen=True)
class Found:
    """An entity and where in the message it stands."""

    kind: str
    value: str | int
    start: int
    end: int
    score: float


@dataclass
class EntityFinder:
    """Finds entities; what the patterns alone cannot tell, a judge learned from the training messages."""

    judge: Judge
    communities: Communities

    @classmethod
    def learn(cls, examples: Sequence[Example]) -> "EntityFinder":
        """Learn from annotated messages which candidates are true."""
        return cls(cls.learn_judge(examples), Communities.learn(examples))

    @staticmethod
    def learn_judge(examples: Sequence[Example]) -> Judge:
        """Learn what is a candidate and no fact, and what is one."""
        seen = []
        for example in examples:
            view = View.of(example.text)
            for candidate in all_candidates(view):
                seen.append((view, candidate, _is_right(candidate, example)))
        return Judge.learn(seen)

    def find(self, text: str, language: str, meaning: Meaning) -> list[Found]:
        """The entities of a message in the order they stand, at most one for each kind and value."""
        view = View.of(text)
        found: dict[tuple[str, str | int], Found] = {}
        for candidate, score in self._judged(view):
            if score >= SURE:
                key = (candidate.kind, candidate.value)
                found.setdefault(key, Found(*key, candidate.start, candidate.end, score))
        whole = [
            Found("community", code, 0, len(text), score)
            for code, score in self.communities.read(text, language, meaning)
        ]
        return [*sorted(found.values(), key=lambda f: (f.start, f.kind)), *whole]

    def _judged(self, view: View) -> list[tuple[Candidate, float]]:
        """Every candidate with its score. A span of time that may be an age or a pregnancy is the likelier of both."""
        scores = {candidate: self.judge.score(view, candidate) for candidate in all_candidates(view)}
        spans: dict[tuple[int, int], list[Candidate]] = {}
        for candidate in scores:
            if candidate.kind in SPANS:
                spans.setdefault((candidate.start, candidate.end), []).append(candidate)
        for rivals in spans.values():
            if len({rival.kind for rival in rivals}) > 1:
                whole = min(1.0, sum(scores[rival] for rival in rivals))
                best = max(rivals, key=lambda rival: scores[rival])
                scores |= dict.fromkeys(rivals, 0.0) | {best: whole}
        return list(scores.items())

    def arrays(self) -> dict[str, Any]:
        """What must be kept."""
        return archive.under("judge", self.judge.arrays()) | archive.under(
            "communities", self.communities.arrays()
        )

    @classmethod
    def from_arrays(cls, arrays: Any) -> "EntityFinder":
        """The finder that `arrays()` came from."""
        return cls(
            Judge.from_arrays(archive.part("judge", arrays)),
            Communities.from_arrays(archive.part("communities", arrays)),
        )


def all_candidates(view: View) -> Iterator[Candidate]:
    """The candidates of every finder."""
    for finder in FINDERS:
        yield from finder(view)


def by_kind(found: Sequence[Found]) -> dict[str, EntityValue]:
    """{kind: value}, a list where a message names several; the youngest child first."""
    values: dict[str, list[Any]] = {}
    for entity in found:
        values.setdefault(entity.kind, []).append(entity.value)
    if "child_age_months" in values:
        values["child_age_months"].sort()
    return {kind: several[0] if len(several) == 1 else several for kind, several in values.items()}


def _is_right(candidate: Candidate, example: Example) -> bool:
    truths = example.entities.get(candidate.kind) or []
    if isinstance(candidate.value, int):
        near = 2 if candidate.kind == "weeks_pregnant" and candidate.cue == "months" else 1
        return any(isinstance(truth, int) and abs(truth - candidate.value) <= near for truth in truths)
    return candidate.value in [str(truth) for truth in truths]
