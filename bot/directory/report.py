"""What an import did and what was wrong with what it was given, said so that a steward can act on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the input: where it stands, what is wrong, and how to mend it."""

    file: str
    record: str
    field: str
    what: str
    mend: str
    refused: bool
    """True when the record (or, without a record, the file) was not taken because of this."""

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.record, self.field) if part)
        return f"{'REFUSED' if self.refused else 'note'}  {where}: {self.what}. To mend it: {self.mend}."

    def as_json(self) -> dict[str, str | bool]:
        """The problem as plain data."""
        return dict(self.__dict__)


@dataclass
class Tally:
    """How many objects of one kind an import found new, different, as they were, and gone."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass
class Report:
    """The outcome of an import."""

    files: list[str] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seconds: float = 0.0
    dry_run: bool = False
    nothing_changed: bool = False
    """True when the input was so wrong that nothing of it was taken."""

    @property
    def refused(self) -> list[Problem]:
        """The problems for which something was not taken."""
        return [problem for problem in self.problems if problem.refused]

    def tally(self, kind: str) -> Tally:
        """The counts of one kind."""
        return self.tallies.setdefault(kind, Tally())

    def lines(self, most: int = 20) -> Iterator[str]:
        """The report as text, with at most `most` sorts of problems of each kind."""
        if self.nothing_changed:
            yield f"Nothing was changed: {len(self.refused)} problem(s) must be mended first."
        else:
            done = "Would change" if self.dry_run else "Changed"
            yield f"{done} in {self.seconds:.1f} s, from {len(self.files)} file(s):"
            for kind, tally in self.tallies.items():
                yield (
                    f"  {kind:24} {tally.created} new, {tally.updated} changed, "
                    f"{tally.unchanged} as before, {tally.removed} removed"
                )
        yield from self.problem_lines(most)

    def problem_lines(self, most: int = 20) -> Iterator[str]:
        """The problems as text, the refused ones first; the same remark is made once, with how often."""
        for refused in (True, False):
            sorts: dict[tuple[str, str, str, str], list[Problem]] = {}
            for problem in self.problems:
                if problem.refused is refused:
                    key = (problem.file, problem.field, problem.what, problem.mend)
                    sorts.setdefault(key, []).append(problem)
            for alike in list(sorts.values())[:most]:
                again = f" ({len(alike)} times)" if len(alike) > 1 else ""
                yield f"  {alike[0]}{again}"
            if len(sorts) > most:
                yield f"  … and {len(sorts) - most} more sorts of problems"

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "files": self.files,
            "changed": not (self.nothing_changed or self.dry_run),
            "seconds": round(self.seconds, 2),
            "counts": {kind: vars(tally) for kind, tally in self.tallies.items()},
            "problems": [problem.as_json() for problem in self.problems],
        }
