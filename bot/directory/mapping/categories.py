"""Other taxonomies' words, and codes, as our needs: what a mapping says, then the words whose need is sure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from bot.directory.bundle import vocabulary
from bot.directory.mapping.ids import plain
from bot.settings import ROOT

WORDS = ROOT / "data" / "directory" / "vocabulary" / "category_needs.csv"


def needs_of(categories: Iterable[str], more: Mapping[str, tuple[str, ...]] | None = None) -> tuple[str, ...]:
    """The needs that categories stand for, in their order. `more` is a mapping's own table: a word, or a code
    that may end in `*`, to needs; it goes before the shipped words. An empty tuple there means none."""
    found: list[str] = []
    for category in categories:
        own = _own(category, more or {})
        found += own if own is not None else _sure().get(_one(category), ())
    return tuple(dict.fromkeys(found))


def needs_in_name(name: str) -> tuple[str, ...]:
    """The needs that a service's name says by itself («Diaper Bank of the Valley»)."""
    said = f" {_one(name)} "
    return tuple(
        dict.fromkeys(need for phrase, needs in _in_names() if f" {phrase} " in said for need in needs)
    )


def needs_of_document(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The needs of a service that has none of our terms: by its other terms, else by its name."""
    terms = [attribute.get("taxonomy_term") or {} for attribute in document.get("attributes") or ()]
    names = [term["name"] for term in terms if isinstance(term.get("name"), str)]
    return needs_of(names) or needs_in_name(str(document.get("name") or ""))


def known_needs() -> frozenset[str]:
    """The codes of all needs."""
    return frozenset(terms()["needs"])


@cache
def terms() -> Mapping[str, Mapping[str, dict[str, Any]]]:
    """The terms of our taxonomies, by taxonomy (needs, communities, programs) and code."""
    return vocabulary.read().terms


def split(written: str) -> list[str]:
    """The categories in one cell: apart by semicolons, bars or lines, else by commas; levels by « > »."""
    for separator in (r"[;|\n]", ","):
        if re.search(separator, written):
            parts = re.split(separator, written)
            break
    else:
        parts = [written]
    leaves = [part.strip() for part in parts if part.strip()]
    return [re.split(r"\s+(?:>|»|/)\s+|::", leaf)[-1].strip() for leaf in leaves]


def _own(category: str, more: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    if not more:
        return None
    said = plain(category)
    for word, needs in more.items():
        if plain(word) == said and "*" not in word:
            return needs
    for word, needs in more.items():
        if "*" in word and fnmatchcase(category.strip().lower(), word.lower()):
            return needs
    return None


def _one(text: str) -> str:
    """The words of a text, plurals as singulars, so that «Food Pantries» is «food pantry»."""
    return " ".join(_singular(word) for word in plain(text).split())


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )


@cache
def _sure() -> Mapping[str, tuple[str, ...]]:
    return {_one(row["category"]): tuple(row["needs"].split("|")) for row in _rows()}


@cache
def _in_names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    marked = [(_one(row["category"]), tuple(row["needs"].split("|"))) for row in _rows() if row["in_names"]]
    return tuple(sorted(marked, key=lambda pair: -len(pair[0])))


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with WORDS.open(newline="", encoding="utf-8") as file:
        return tuple(csv.DictReader(file))
