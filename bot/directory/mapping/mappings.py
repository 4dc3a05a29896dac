"""Mapping files: how tables that are not the standard's become its objects. YAML or TOML; see docs/directory.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import tomli
import yaml

from bot.directory.mapping.categories import known_needs
from bot.directory.mapping.targets import READERS, is_target
from bot.directory.shapes import SHAPES
from bot.settings import ROOT

SHIPPED = ROOT / "data" / "directory" / "mappings"


class MappingProblem(ValueError):
    """A mapping file that cannot be followed; says why."""


@dataclass(frozen=True)
class TableRule:
    """What becomes of one table. `columns`: theirs → ours. `reads`: theirs → the reader that makes parts of it.

    `adds_to` = (kind, their column with its id): the table's rows are no objects but fields of others, joined by
    semicolons. `special` names a table that needs its own reading: weekdays or holidays.
    """

    becomes: str
    columns: Mapping[str, str] = field(default_factory=dict)
    reads: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    adds_to: tuple[str, str] | None = None
    special: str = ""


@dataclass(frozen=True)
class MappingFile:
    """A mapping, read and checked. `form` is tables (one file a kind) or rows (one row a service at a site)."""

    name: str
    title: str
    form: str
    source: str
    files: frozenset[str] = frozenset()
    """Table names that only this layout has."""
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By table name: columns that only this layout has."""
    tables: Mapping[str, TableRule] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By target: how column names may be written, for files whose own names are not known."""
    constants: Mapping[str, Any] = field(default_factory=dict)
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Their category words or codes (which may end in *) → our needs."""


def load(name_or_path: str | Path) -> MappingFile:
    """The shipped mapping of that name, or the one in that file. Raises MappingProblem."""
    path = Path(name_or_path)
    if path.suffix.lower() not in (".yaml", ".yml", ".toml"):
        path = SHIPPED / f"{name_or_path}.yaml"
        if not path.exists():
            raise MappingProblem(
                f"there is no mapping «{name_or_path}»; there are {', '.join(sorted(shipped()))}, or name a file"
            )
    try:
        content = path.read_bytes().decode("utf-8-sig")
        said = tomli.loads(content) if path.suffix.lower() == ".toml" else yaml.safe_load(content)
    except (OSError, UnicodeDecodeError) as error:
        raise MappingProblem(f"{path} cannot be read ({error})") from None
    except (tomli.TOMLDecodeError, yaml.YAMLError) as error:
        raise MappingProblem(f"{path} is not {path.suffix[1:].upper()}: {error}") from None
    if not isinstance(said, dict):
        raise MappingProblem(f"{path} holds no mapping: write name, form and columns or tables")
    return _checked(path, said)


@cache
def shipped() -> Mapping[str, MappingFile]:
    """The mappings that come with Kinpath, by name."""
    return {
        path.stem: _checked(path, yaml.safe_load(path.read_text("utf-8"))) for path in SHIPPED.glob("*.yaml")
    }


def _checked(path: Path, said: dict[str, Any]) -> MappingFile:
    def wrong(what: str) -> MappingProblem:
        return MappingProblem(f"{path}: {what}")

    known = {
        "name",
        "title",
        "form",
        "source",
        "recognise",
        "tables",
        "columns",
        "words",
        "constants",
        "needs",
    }
    if unknown := said.keys() - known:
        raise wrong(
            f"«{', '.join(sorted(unknown))}» means nothing here; there are {', '.join(sorted(known))}"
        )
    form = said.get("form") or ("tables" if said.get("tables") else "rows")
    if form not in ("tables", "rows"):
        raise wrong("form must be «tables» or «rows»")
    needs = {str(word): _codes(codes) for word, codes in _dict(said.get("needs"), "needs", wrong).items()}
    for word, codes in needs.items():
        if strange := set(codes) - known_needs():
            raise wrong(
                f"needs: «{word}» is mapped to {', '.join(sorted(strange))}, which is no need of ours"
            )
    columns = {
        str(theirs): str(ours) for theirs, ours in _dict(said.get("columns"), "columns", wrong).items()
    }
    words = {str(t): tuple(map(str, names)) for t, names in _dict(said.get("words"), "words", wrong).items()}
    for target in (*columns.values(), *words):
        if not is_target(target):
            raise wrong(f"«{target}» is nothing that a column can become; docs/directory.md lists what can")
    recognise = _dict(said.get("recognise"), "recognise", wrong)
    marks = _dict(recognise.get("columns"), "recognise.columns", wrong)
    return MappingFile(
        name=str(said.get("name") or path.stem),
        title=str(said.get("title") or said.get("name") or path.stem),
        form=form,
        source=str(said.get("source") or ""),
        files=frozenset(map(str, recognise.get("files") or ())),
        marks={str(table): frozenset(map(str, names)) for table, names in marks.items()},
        tables={
            str(stem): _rule(str(stem), rule, wrong)
            for stem, rule in _dict(said.get("tables"), "tables", wrong).items()
        },
        columns=columns,
        words=words,
        constants=_dict(said.get("constants"), "constants", wrong),
        needs=needs,
    )


def _rule(stem: str, said: Any, wrong: Any) -> TableRule:
    rule = _dict(said, f"tables.{stem}", wrong)
    becomes = str(rule.get("becomes", ""))
    adds = rule.get("adds_to")
    if becomes not in SHAPES and not adds and becomes != "nothing":
        raise wrong(f"tables.{stem}: «{becomes}» is no object of the standard")
    reads = {str(k): str(v) for k, v in _dict(rule.get("reads"), f"tables.{stem}.reads", wrong).items()}
    if strange := set(reads.values()) - READERS:
        raise wrong(f"tables.{stem}.reads: there is no reader {', '.join(sorted(strange))}")
    return TableRule(
        becomes=becomes,
        columns={
            str(k): str(v) for k, v in _dict(rule.get("columns"), f"tables.{stem}.columns", wrong).items()
        },
        reads=reads,
        constants=_dict(rule.get("constants"), f"tables.{stem}.constants", wrong),
        adds_to=(str(adds), str(rule.get("by") or f"{adds}_id")) if adds else None,
        special=str(rule.get("special") or ""),
    )


def _dict(said: Any, where: str, wrong: Any) -> dict[str, Any]:
    if said is None:
        return {}
    if not isinstance(said, dict):
        raise wrong(f"{where} must be names with what they mean")
    return said


def _codes(said: Any) -> tuple[str, ...]:
    if said is None:
        return ()
    return tuple(map(str, said)) if isinstance(said, list) else tuple(str(said).replace(",", " ").split())
