"""What an import did and what was wrong with what it was given, said so that a steward can act on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

KEPT_OF_A_SORT = 200
"""Problems of one sort in one file that are kept one by one; of the rest only the number is."""


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
    line: int | None = None
    """The line of the file on which the record begins."""
    done: str = ""
    """What the import did about it by itself; empty when it did nothing."""

    @property
    def level(self) -> str:
        """`refused` (left out), `mended` (the import helped itself), else `note`."""
        return "refused" if self.refused else "mended" if self.done else "note"

    @property
    def sort(self) -> tuple[str, str, str, str]:
        """What problems have in common that differ only in the record and in the value they quote."""
        return (self.file, self.field, re.sub(r"«[^»]*»", "«…»", self.what), self.level)

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else ""
        where = ", ".join(part for part in (self.file, line, self.record, self.field) if part)
        done = f" {self.done[0].upper()}{self.done[1:]}." if self.done else ""
        word = "REFUSED" if self.refused else self.level
        return f"{word}  {where}: {self.what}.{done} To mend it: {self.mend}."

    def as_json(self) -> dict[str, Any]:
        """The problem as plain data."""
        return {**self.__dict__, "level": self.level}


@dataclass
class Tally:
    """How many objects of one kind an import found new, different, as they were, and gone."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    """Parts of records that are listed no more."""
    vanished: int = 0
    """Services the source has no more: marked inactive."""
    returned: int = 0
    """Services that had vanished and are back."""


@dataclass
class Report:
    """The outcome of an import."""

    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the import took the files for, and what it did with them as a whole."""
    tallies: dict[str, Tally] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    sorts: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    """How often each sort of problem was met, those not kept one by one included."""
    seconds: float = 0.0
    dry_run: bool = False
    nothing_changed: bool = False
    """True when the input was so wrong that nothing of it was taken."""
    number: int | None = None
    """The import's number in the history; None when nothing was changed."""

    @property
    def refused(self) -> list[Problem]:
        """The problems for which something was not taken."""
        return [problem for problem in self.problems if problem.refused]

    @property
    def unreadable(self) -> bool:
        """True when a whole file could not be taken."""
        return any(problem.refused and not problem.record for problem in self.problems)

    def add(self, problems: Iterable[Problem]) -> None:
        """Take problems in; of many of one sort only the first are kept. What was refused is kept always."""
        for problem in problems:
            sort = problem.sort
            self.sorts[sort] += 1
            if problem.refused or self.sorts[sort] <= KEPT_OF_A_SORT:
                self.problems.append(problem)

    def tally(self, kind: str) -> Tally:
        """The counts of one kind."""
        return self.tallies.setdefault(kind, Tally())

    def lines(self, most: int = 20) -> Iterator[str]:
        """The report as text, with at most `most` sorts of problems of each kind."""
        yield from self.notes
        if self.nothing_changed:
            yield f"Nothing was changed: {len(self.refused)} problem(s) must be mended first."
        else:
            done = "Would change" if self.dry_run else "Changed"
            number = f"import {self.number}, " if self.number else ""
            yield f"{done} in {self.seconds:.1f} s ({number}{len(self.files)} file(s)):"
            for kind, tally in self.tallies.items():
                more = f", {tally.vanished} marked inactive" if tally.vanished else ""
                more += f", {tally.returned} back again" if tally.returned else ""
                yield (
                    f"  {kind:24} {tally.created} new, {tally.updated} changed, "
                    f"{tally.unchanged} as before, {tally.removed} removed{more}"
                )
        yield from self.problem_lines(most)

    def problem_lines(self, most: int = 20) -> Iterator[str]:
        """The problems as text, the refused ones first; the same remark is made once, with how often."""
        for level in ("refused", "mended", "note"):
            sorts: dict[tuple[str, str, str, str], list[Problem]] = {}
            for problem in self.problems:
                if problem.level == level:
                    sorts.setdefault(problem.sort, []).append(problem)
            for sort, alike in list(sorts.items())[:most]:
                times = max(self.sorts[sort], len(alike))
                yield f"  {alike[0]}{f' ({times} times)' if times > 1 else ''}"
            if len(sorts) > most:
                yield f"  … and {len(sorts) - most} more sorts of problems; --json gives them all"

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "files": self.files,
            "notes": self.notes,
            "changed": not (self.nothing_changed or self.dry_run),
            "import": self.number,
            "seconds": round(self.seconds, 2),
            "counts": {kind: vars(tally) for kind, tally in self.tallies.items()},
            "problems": [problem.as_json() for problem in self.problems],
            "problem_sorts": [
                {"file": file, "field": of, "what": what, "level": level, "times": times}
                for (file, of, what, level), times in self.sorts.most_common()
            ],
        }
