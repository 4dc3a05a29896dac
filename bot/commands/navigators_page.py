"""The part of docs/navigators.md that shows every text a navigator can get, taken from the desk's own code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.conversations import summary
from bot.handoff import wishes
from bot.languages import CATALOGS, LANGUAGES, code_of
from bot.replies import labels
from bot.replies.catalogs import plural, text
from bot.settings import ROOT

PAGE = ROOT / "docs" / "navigators.md"
MARK = "<!-- below: written by `kinpath reference` -->\n"
"""What stands above it is written by hand."""

TO_HER = ("to_navigator", "say", "tell_summary", "own_case", "_which_offer")
"""Functions of the desk whose marked words a navigator reads."""
HERS = ("asking", "supervising", "opinions", "log")
"""Modules in which plain `text(…)` is in a navigator's language too."""
WISH = wishes.Wish(kinds=("woman",))
FACTS = {"needs": ["food"], "place": "90022", "child_age_months": 2}


@dataclass(frozen=True)
class Sms:
    """One text, as its English words."""

    one: str
    many: str | None = None

    def render(self, catalog: str) -> str:
        """As a navigator reads it, with examples where names and codes stand."""
        values = samples(catalog)
        if self.many is not None:
            return plural(catalog, self.one, self.many, 5, **values)
        return text(catalog, self.one, **values)


def all_of_them() -> list[Sms]:
    """Every text a navigator can get, in the order of the desk's modules, each once."""
    found: dict[str, Sms] = {}
    for file in sorted((ROOT / "bot" / "handoff").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if file.stem == "pictures":
            for words in _marked(tree):
                found.setdefault(words, Sms(words))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for one in _in(function, file.stem):
                found.setdefault(one[0], Sms(*one))
    return list(found.values())


def samples(catalog: str) -> dict[str, Any]:
    """What stands for names, codes and the like in the examples."""
    return {
        "code": "KT7", "codes": "KT7, PX3", "own": "PX3", "name": "Ana", "names": "Sue", "minutes": 10,
        "language": labels.languages(catalog, ["vi"]), "other": labels.languages(catalog, ["en"]),
        "county": "Los Angeles", "topic": text(catalog, "money and basic needs"), "note": "WIC",
        "summary": summary.of(catalog, FACTS), "waiting": 2, "speaking": 3, "on": 2, "all": 4,
        "wish": wishes.in_words(catalog, WISH, None, ()), "last": 3,
    }  # fmt: skip


def page() -> str:
    """The whole page: the part written by hand, and the texts."""
    by_hand = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    return by_hand + MARK + "\n".join(_sections()) + "\n"


def _sections() -> Iterator[str]:
    found = all_of_them()
    yield f"## Every text there is\n{len(found)} texts, with examples where names and codes stand."
    for catalog in CATALOGS:
        yield f"\n### {LANGUAGES[code_of(catalog)].endonym} ({catalog})\n"
        yield from (f"- {_cell(sms.render(catalog))}" for sms in found)


def _cell(words: str) -> str:
    return words.strip().replace("\n", "<br>")


def _in(function: ast.FunctionDef, module: str) -> Iterator[tuple[str, ...]]:
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if called in TO_HER:
            yield from ((words,) for words in _marked(call))
        literal = [
            one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        carried = (module, function.name) == ("relay", "from_family")
        if literal and (module in HERS or carried) and called in ("text", "plural"):
            yield tuple(literal)


def _marked(tree: ast.AST) -> Iterator[str]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if getattr(call.func, "id", "") == "N_":
            yield ast.literal_eval(call.args[0])
