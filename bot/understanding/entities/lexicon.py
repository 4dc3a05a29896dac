"""Names from data/lexicons/*.yml and finding them in a folded message."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.settings import ROOT
from bot.understanding.entities.view import View
from bot.understanding.folding import bare, fold

LEXICONS = ROOT / "data" / "lexicons"
_GAP = re.compile(r"[\s\-]+")


@dataclass(frozen=True)
class Names:
    """Canonical names and the forms they are written in; `weak` forms are ordinary words too."""

    forms: dict[str, tuple[str, bool]]
    """Folded form, its gaps made alike -> (canonical name, is weak)."""
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, entries: dict[str, dict[str, list[str]]]) -> "Names":
        """The names of a lexicon: {canonical: {"forms": [...], "weak": [...]}}."""
        forms: dict[str, tuple[str, bool]] = {}
        written: list[str] = []
        for name, entry in entries.items():
            for kind in ("forms", "weak"):
                for form in entry.get(kind) or []:
                    folded = bare(fold(str(form)))
                    written.append(folded)
                    forms.setdefault(_key(folded), (name, kind == "weak"))
        return cls(forms, _any_of(written))

    def find(self, view: View) -> Iterator[tuple[str, bool, int, int]]:
        """(canonical name, is weak, start, end) in the folded text, the longest form where several fit."""
        for match in self.pattern.finditer(view.folded):
            name, weak = self.forms[_key(match.group())]
            yield name, weak, match.start(), match.end()


def _key(form: str) -> str:
    return _GAP.sub(" " if form.isascii() else "", form)


def _any_of(written: list[str]) -> re.Pattern[str]:
    # Latin names end where letters end, but Korean particles and Chinese stand against them
    groups: dict[tuple[bool, bool], set[str]] = {}
    for form in written:
        edges = form[0].isascii() and form[0].isalnum(), form[-1].isascii() and form[-1].isalnum()
        gap = _GAP.pattern if form.isascii() else r"\s*"
        pattern = gap.join(re.escape(part) for part in _GAP.split(form) if part)
        groups.setdefault(edges, set()).add(pattern)
    parts = [
        (r"(?<![a-z0-9])" if before else "")
        + f"(?:{'|'.join(sorted(patterns, key=len, reverse=True))})"
        + (r"(?![a-z0-9])" if after else "")
        for (before, after), patterns in sorted(groups.items(), reverse=True)
    ]
    return re.compile("|".join(parts) or r"(?!)")


@lru_cache(maxsize=8)
def read(name: str, folder: Path = LEXICONS) -> Any:
    """The content of data/lexicons/<name>.yml."""
    return yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8"))
