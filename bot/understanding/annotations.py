"""Keeps the training messages: brings drafts into data/nlu, in one order and split by theme, and checks them.

python -m bot.understanding.annotations add FILE...    drafts (.txt) or JSON lines (.jsonl) into data/nlu
python -m bot.understanding.annotations check          form, codes, twice the same message, what is missing
python -m bot.understanding.annotations tidy           write every file again in its own order
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from bot.understanding.entities.languages_wanted import candidates as languages_named
from bot.understanding.entities.measures import candidates as measures_named
from bot.understanding.entities.programs import candidates as programs_named
from bot.understanding.entities.view import View
from bot.understanding.examples import ENTITY_KEYS, NLU, NUMBER_KEYS, Example, read_all, read_any
from bot.understanding.folding import bare, fold
from bot.understanding.taxonomy import codes

THEMES: dict[str, tuple[str, ...]] = {
    "food_and_supplies": ("food", "baby_supplies"),
    "money_and_home": ("cash", "tax_credits", "housing", "utilities", "jobs", "paid_leave", "transport"),
    "pregnancy_and_birth": (
        "prenatal_care", "birth_support", "home_visiting", "breastfeeding", "postpartum_care",
        "perinatal_mental_health", "pregnancy_loss", "family_planning",
    ),
    "learning_and_development": ("child_care", "early_learning", "development", "special_needs", "parenting"),
    "health": ("health_coverage", "child_health", "adult_health", "dental_vision", "mental_health", "substance_use"),
    "navigation_and_safety": ("navigation", "peer_support", "domestic_violence", "legal", "kinship"),
}  # fmt: skip
"""Theme -> needs. A message stands under its first need; a crisis in `crisis`, one without needs in `talk`."""
_THEME_OF = {need: theme for theme, needs in THEMES.items() for need in needs}


def theme_of(example: Example) -> str:
    """The file (without .yml) that a message belongs in."""
    if example.crisis:
        return "crisis"
    return _THEME_OF[example.needs[0]] if example.needs else "talk"


def normal(example: Example) -> Example:
    """The example with its entity values in canonical form: months, weeks, canonical programs, codes."""
    entities: dict[str, list[Any]] = {}
    for key, values in example.entities.items():
        for value in values:
            key, found = _normal_value(key, value)
            entities.setdefault(key, []).extend(v for v in found if v not in entities.get(key, []))
    ordered = {
        key: sorted(entities[key]) if key in NUMBER_KEYS else entities[key]
        for key in ENTITY_KEYS
        if key in entities
    }
    needs = tuple(dict.fromkeys(example.needs))
    return replace(example, text=" ".join(example.text.split()), needs=needs, entities=ordered)


def _normal_value(key: str, value: Any) -> tuple[str, list[Any]]:
    view = View.of(str(value))
    if key in ("child_age", "child_age_months") and not isinstance(value, int):
        return "child_age_months", [c.value for c in measures_named(view) if c.kind == "child_age_months"]
    if key == "weeks_pregnant":
        return key, [int(value)]
    if key in ("language_wanted", "program"):
        named = languages_named(view) if key == "language_wanted" else programs_named(view)
        whole = [c.value for c in named if c.start == 0 and c.end == len(str(value))]
        return key, whole[:1] or [part.strip() for part in str(value).split(",")]
    if key in ("city", "county", "zip", "option", "community"):
        return key, [part.strip() for part in str(value).split(",")]
    return key, [value]


def faults(examples: Iterable[Example]) -> list[str]:
    """What is wrong with the examples, one sentence each; nothing when all is well."""
    found = []
    acts, needs, crises, communities = (set(codes(n)) for n in ("acts", "needs", "crises", "communities"))
    seen: dict[tuple[str, str], Example] = {}
    for example in examples:
        where = f"{example.voice}: {example.text[:60]!r}"
        if example.act not in acts:
            found.append(f"{where}: no act {example.act!r}")
        found.extend(f"{where}: no need {need!r}" for need in example.needs if need not in needs)
        if example.crisis and example.crisis not in crises:
            found.append(f"{where}: no crisis {example.crisis!r}")
        for key, values in example.entities.items():
            if key not in ENTITY_KEYS:
                found.append(f"{where}: no entity {key!r}")
            if key in NUMBER_KEYS and not all(isinstance(v, int) for v in values):
                found.append(f"{where}: {key} must be a whole number")
            if key == "community" and not set(values) <= communities:
                found.append(f"{where}: no community {values}")
        twin = seen.setdefault((example.language, _same(example.text)), example)
        if twin is not example and (twin.act, set(twin.needs), twin.crisis) != (
            example.act, set(example.needs), example.crisis,
        ):  # fmt: skip
            found.append(f"{where}: also in {twin.voice} with other labels")
    return found


def _same(text: str) -> str:
    return "".join(c for c in bare(fold(text)) if c.isalnum())


def merged(kept: Sequence[Example], added: Sequence[Example]) -> list[Example]:
    """The kept examples and those of the added that say something new: labels in data/nlu are never overwritten."""
    known = {(e.language, _same(e.text)) for e in kept}
    whole = list(kept)
    for example in added:
        key = (example.language, _same(example.text) or example.text)
        if key not in known:
            known.add(key)
            whole.append(example)
    return whole


def write(examples: Iterable[Example], folder: Path = NLU) -> None:
    """Write data/nlu/<language>/<theme>.yml; files whose theme has no message left are removed."""
    files: dict[Path, list[Example]] = defaultdict(list)
    for example in examples:
        files[folder / example.language / f"{theme_of(example)}.yml"].append(example)
    for path in set(folder.glob("*/*.yml")) - set(files):
        path.unlink()
    for path, content in sorted(files.items()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_document(content), encoding="utf-8")


def _document(examples: Sequence[Example]) -> str:
    """One block an act; inside it by first need and voice, otherwise in the order they came."""
    acts, needs = list(codes("acts")), ["", *codes("needs")]
    lines = ['version: "3.1"', "nlu:"]
    for act in acts:
        block = [e for e in examples if e.act == act]
        block.sort(key=lambda e: (e.crisis or "", needs.index(e.needs[0] if e.needs else ""), e.voice))
        if block:
            lines += [f"- intent: {act}", "  examples:"]
        for example in block:
            lines.append(f"  - text: {_scalar(example.text)}")
            lines.append(f"    metadata: {_flow(example.metadata())}")
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    return yaml.safe_dump(text, allow_unicode=True, width=10**9).removesuffix("\n").removesuffix("\n...")


def _flow(value: Any) -> str:
    return yaml.safe_dump(
        value, allow_unicode=True, width=10**9, default_flow_style=True, sort_keys=False
    ).strip()


def survey(examples: Sequence[Example]) -> str:
    """How many messages there are, and which codes a language has too few of."""
    lines = []
    for language in sorted({e.language for e in examples}):
        mine = [e for e in examples if e.language == language]
        counts = {
            "acts": Counter(e.act for e in mine),
            "needs": Counter(n for e in mine for n in e.needs),
            "crises": Counter(e.crisis for e in mine if e.crisis),
        }
        lines.append(f"{language}: {len(mine)} messages from {len({e.voice for e in mine})} voices")
        for name, counted in counts.items():
            fewest = sorted((counted[code], code) for code in codes(name))[:6]
            lines.append(f"  fewest {name}: " + ", ".join(f"{code} {n}" for n, code in fewest))
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the three commands; 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m bot.understanding.annotations", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("command", choices=("add", "check", "tidy"))
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--folder", type=Path, default=NLU, help="where the NLU files are (data/nlu)")
    given = parser.parse_intermixed_args(arguments)
    examples = [normal(e) for e in read_all(given.folder)]
    if given.command == "add":
        before = len(examples)
        try:
            added = [normal(e) for e in read_any(given.files)]
        except (OSError, ValueError) as error:
            print(error, file=sys.stderr)
            return 1
        wrong = faults(added)
        if wrong:
            print("\n".join(wrong), file=sys.stderr)
            return 1
        examples = merged(examples, added)
        print(f"{len(examples) - before} new of {len(added)} messages")
    if given.command in ("add", "tidy"):
        write(examples, given.folder)
    wrong = faults(examples)
    print("\n".join([*wrong, survey(examples)]))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
