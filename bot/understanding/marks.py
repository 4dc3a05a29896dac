"""Words that speak for a need, a community, a program or danger, from data/lexicons/: marks for the classifiers.

A mark decides nothing by itself. How much each is worth, the classifiers learn from the messages; so a word that
no training message has («xe lăn», "wheelchair") still counts for its need.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import yaml

from bot.settings import ROOT
from bot.understanding.folding import bare, fold
from bot.understanding.phrases import found_in

NEEDS = ROOT / "data" / "lexicons" / "needs"
COMMUNITIES = ROOT / "data" / "lexicons" / "communities.yml"
PROGRAMS = ROOT / "data" / "lexicons" / "programs.yml"
LONGEST_PHRASE = 5
SHORTEST_STEM = 3
_LATIN = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)?")
_ACCENTED = re.compile(r"[^\W\d_\u3400-\u9fff\uac00-\ud7a3]+")
_NATIVE = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]+(?: ?[\u3400-\u9fff\uac00-\ud7a3]+)*")
Table = dict[str, frozenset[str]]


@lru_cache(maxsize=16)
def marks_of(text: str) -> tuple[str, ...]:
    """The marks of a text; kept a moment because several classifiers ask for the same message."""
    return tuple(_found(text))


def lexicon_marks(text: str) -> Iterator[str]:
    """The same, as the third kind of features."""
    yield from marks_of(text)


def _found(text: str) -> Iterator[str]:
    """The marks of a text: each need, program and danger that one of its words or phrases speaks for."""
    danger = found_in(text)
    yield from (f"sure {kind}" for kind in danger.sure)
    yield from (f"likely {kind}" for kind in danger.likely)
    if danger.harmless:
        yield "harmless"
    exact, stems, native = _tables()
    written = fold(text).replace("-", " ")
    folded = bare(written)
    if folded != written:
        for word in _ACCENTED.findall(written):
            yield from exact.get(word, ()) if not word.isascii() else ()
    words = [word.replace("'", "") for word in _LATIN.findall(folded)]
    for place in range(len(words)):
        for size in range(1, min(LONGEST_PHRASE, len(words) - place) + 1):
            yield from exact.get(" ".join(words[place : place + size]), ())
        word = words[place]
        for size in range(SHORTEST_STEM, len(word) + 1):
            yield from stems.get(word[:size], ())
    for run in _NATIVE.findall(folded):
        joined = run.replace(" ", "")
        for place in range(len(joined)):
            for size in range(1, min(native_longest(), len(joined) - place) + 1):
                yield from native.get(joined[place : place + size], ())


@lru_cache(maxsize=1)
def native_longest() -> int:
    """Characters of the longest Chinese or Korean entry."""
    return max(map(len, _tables()[2]), default=0)


@lru_cache(maxsize=1)
def _tables() -> tuple[Table, Table, Table]:
    """Whole words and phrases; stems (written `embaraz*`); entries in Chinese and Korean characters."""
    exact: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    native: dict[str, set[str]] = {}
    for form, mark in _entries():
        written = bare(fold(form)).replace("-", " ").replace("'", "")
        if not written.isascii():
            native.setdefault(written.replace(" ", "").rstrip("*"), set()).add(mark)
        elif len(written) <= SHORTEST_STEM and not form.isascii():
            exact.setdefault(fold(form), set()).add(mark)  # «chở» (drive) is not «cho» (for)
        elif written.endswith("*"):
            stems.setdefault(written[:-1], set()).add(mark)
        else:
            exact.setdefault(" ".join(_LATIN.findall(written)), set()).add(mark)
    return _frozen(exact), _frozen(stems), _frozen(native)


def _entries() -> Iterator[tuple[str, str]]:
    for path in sorted(NEEDS.glob("*.yml")):
        for need, forms in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
            yield from ((str(form), f"need {need}") for form in forms or [])
    for community, forms in yaml.safe_load(COMMUNITIES.read_text(encoding="utf-8")).items():
        yield from ((str(form), f"community {community}") for form in forms)
    for program, entry in yaml.safe_load(PROGRAMS.read_text(encoding="utf-8")).items():
        for form in entry.get("forms") or []:
            yield str(form), f"program {program}"
            yield from ((str(form), f"need {need}") for need in entry.get("needs") or [])


def _frozen(table: dict[str, set[str]]) -> Table:
    return {form: frozenset(marks) for form, marks in table.items() if form}
