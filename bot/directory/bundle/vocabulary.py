"""The words the bundle is made with: taxonomies of needs, communities and programs; organizations' names."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.directory.bundle.ids import made_id
from bot.settings import ROOT

TAXONOMY = ROOT / "data" / "taxonomy"
VOCABULARY = ROOT / "data" / "directory" / "vocabulary"

TAXONOMIES: Mapping[str, tuple[str, str]] = {
    "needs": ("Kinpath needs", "What a family can need."),
    "communities": ("Kinpath communities", "Whom a service is by or for in particular; none means everyone."),
    "programs": ("Kinpath programs", "Public programs that a service gives, or helps to get."),
}
"""The name and the meaning of each taxonomy of the bundle."""

LANGUAGES = {
    "am": "Amharic", "ar": "Arabic", "bn": "Bengali", "en": "English", "es": "Spanish", "fa": "Farsi",
    "fr": "French", "gu": "Gujarati", "hi": "Hindi", "hmn": "Hmong", "hy": "Armenian", "ja": "Japanese",
    "km": "Khmer", "ko": "Korean", "lo": "Lao", "pa": "Punjabi", "ps": "Pashto", "ru": "Russian",
    "ta": "Tamil", "th": "Thai", "tl": "Tagalog", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""Languages of the facts by their codes."""


@dataclass(frozen=True)
class Vocabulary:
    """Terms by taxonomy and code, patterns of programs, organizations' one names, and corrected facts."""

    terms: Mapping[str, Mapping[str, dict[str, Any]]]
    programs: Mapping[str, re.Pattern[str]]
    organizations: Mapping[str, str]
    corrections: list[dict[str, str]]

    def programs_in(self, text: str) -> list[str]:
        """Codes of the programs that a text names."""
        return [code for code, pattern in self.programs.items() if pattern.search(text)]


def read() -> Vocabulary:
    """Read everything from data/taxonomy/ and data/directory/vocabulary/."""
    programs = _rows(VOCABULARY / "programs.csv")
    return Vocabulary(
        {
            "needs": _terms(
                "needs", [(r["code"], r["name"], r["covers"]) for r in _rows(TAXONOMY / "needs.csv")]
            ),
            "communities": _terms(
                "communities",
                [(r["code"], r["name"], r["name"]) for r in _rows(TAXONOMY / "communities.csv")],
            ),
            "programs": _terms(
                "programs", [(r["code"], r["name"], f"The program {r['name']}") for r in programs]
            ),
        },
        {row["code"]: re.compile(row["pattern"]) for row in programs},
        {r["written"].strip(): r["organization"] for r in _rows(VOCABULARY / "same_organizations.csv")},
        _rows(VOCABULARY / "corrected_facts.csv"),
    )


def _terms(taxonomy: str, rows: list[tuple[str, str, str]]) -> dict[str, dict[str, Any]]:
    name, meaning = TAXONOMIES[taxonomy]
    detail = {"id": made_id("taxonomy", taxonomy), "name": name, "description": meaning}
    return {
        code: {
            "id": made_id("taxonomy_term", taxonomy, code),
            "code": code,
            "name": term,
            "description": description,
            "taxonomy": name,
            "taxonomy_detail": detail,
        }
        for code, term, description in rows
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
