"""Tables of the standard (a tabular data package, or its CSV files alone), row by row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.directory.packages import cells, kept
from bot.directory.packages.kept import ABSENT, Kept
from bot.directory.reading import objects, tables
from bot.directory.reading.inputs import InputFile
from bot.directory.reading.items import Item
from bot.directory.reading.tables import Table
from bot.directory.report import Problem
from bot.directory.shapes import POINTERS, REFERENCES, SHAPES, Shape
from bot.directory.validation import standard

OWN_STEMS = {name.removesuffix(".csv"): name for name in (kept.KEPT_FILE, kept.ALSO_FILE)}


def read(
    found: list[tuple[InputFile, Table]], descriptors: Iterable[InputFile], problems: list[Problem]
) -> Iterator[Item]:
    """The rows of the standard's tables, parents before children."""
    kinds, filled = _described(descriptors, problems)
    exact = Kept()
    by_kind: dict[str, list[tuple[InputFile, Table]]] = {}
    for file, table in found:
        if own := OWN_STEMS.get(file.stem):
            exact.take(own, (row for _, row in table.rows()))
        elif kind := kinds.get(f"{file.stem}{file.suffix}") or standard.kinds_by_file().get(file.stem):
            by_kind.setdefault(kind, []).append((file, table))
        else:
            what, mend = (
                "this table is none of the standard's",
                "give it the standard's name, or leave it out",
            )
            problems.append(Problem(file.name, "", "", what, mend, False, done="it was left aside"))
    for kind, shape in SHAPES.items():
        for file, table in by_kind.get(kind, ()):
            yield from _rows(shape, file, table, exact, filled.get(kind, ()))
            problems += ragged(file, table)


def fits(file: InputFile, table: Table) -> bool:
    """True when a table is, by its name and its columns, one of the standard's."""
    kind = standard.kinds_by_file().get(file.stem)
    if kind is None:
        return file.stem in OWN_STEMS
    known = [column for column in table.columns if _column(SHAPES[kind], column) in _columns(SHAPES[kind])]
    return len(known) * 2 >= len(table.columns) and bool({"id", "name"} & {c.lower() for c in table.columns})


def _rows(
    shape: Shape, file: InputFile, table: Table, exact: Kept, filled: tuple[str, ...]
) -> Iterator[Item]:
    names = {column: _column(shape, column) for column in table.columns}
    dropped = set(filled)
    for number, (line, row) in enumerate(table.rows(), start=1):
        content: dict[str, Any] = {names[c]: cells.read(shape, names[c], cell) for c, cell in row.items()}
        key = str(content.get("id", ""))
        if key.strip() != key:
            content["id"] = key = key.strip()
        explicit: dict[str, Any] = {}
        for name in dropped & content.keys():
            if content[name] in SHAPES:
                del content[name]
        for name, value in exact.values.get((shape.kind, key), {}).items():
            if value is ABSENT:
                content.pop(name, None)
            elif name in REFERENCES[shape.kind] or name == POINTERS.get(shape.kind, ("",))[0]:
                explicit[name] = value
            else:
                content[name] = value
        yield Item(file.name, number, shape.kind, content, line, row=True, explicit=explicit)
        for column, parent in exact.parents.get((shape.kind, key), ()):
            again = {**content, column: parent}
            yield Item(file.name, number, shape.kind, again, line, row=True, explicit=explicit)


def _column(shape: Shape, written: str) -> str:
    """The standard's name of a column where it differs only in capitals and spaces; else as it is written."""
    plain = "_".join(written.strip().lower().split())
    return plain if plain in _columns(shape) else written


def _columns(shape: Shape) -> set[str]:
    return {column.name for column in shape.table.columns} - {"extra", "position"}


def _described(
    descriptors: Iterable[InputFile], problems: list[Problem]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """What descriptors say: (file name → kind, kind → columns filled in for the table)."""
    kinds: dict[str, str] = {}
    filled: dict[str, tuple[str, ...]] = {}
    for file in descriptors:
        text = objects.text_of(file, problems)
        if text is None:
            continue
        try:
            resources = json.loads(text).get("resources") or []
            for resource in resources:
                name, path = resource.get("name"), resource.get("path")
                if name in SHAPES and isinstance(path, str):
                    kinds[path.rsplit("/", 1)[-1].lower()] = name
                    filled[name] = tuple(resource.get(kept.FILLED) or ())
        except (ValueError, AttributeError, TypeError):
            what, mend = "the descriptor is not as the Data Package standard wants it", "correct or remove it"
            problems.append(Problem(file.name, "", "", what, mend, False, done="tables went by their names"))
    return kinds, filled


def ragged(file: InputFile, table: Table) -> list[Problem]:
    """What is to be said of rows with more cells than columns."""
    if not table.ragged:
        return []
    what = f"{len(table.ragged)} row(s) have more cells than there are columns"
    mend = "put texts with separators in them between quotation marks"
    done = "what stood beyond the last column was left out"
    return [Problem(file.name, "", "", what, mend, False, line=table.ragged[0], done=done)]


def tables_of(files: Iterable[InputFile], problems: list[Problem]) -> list[tuple[InputFile, Table]]:
    """The tables in text files; what is none is added to `problems`."""
    found: list[tuple[InputFile, Table]] = []
    for file in files:
        text = objects.text_of(file, problems)
        if text is None:
            continue
        try:
            found.append((file, tables.read(text)))
        except ValueError as error:
            what, mend = f"this is no table: {error}", "save it as «CSV UTF-8» with a row of column names"
            problems.append(Problem(file.name, "", "", what, mend, refused=True))
    return found


def kinds_of(stems: Iterable[str], descriptors: Iterable[InputFile]) -> set[str]:
    """The kinds of objects whose tables are given."""
    described, _ = _described(descriptors, [])
    by_stem = {name.rsplit(".", 1)[0]: kind for name, kind in described.items()}
    named = standard.kinds_by_file()
    return {kind for stem in stems if (kind := by_stem.get(stem) or named.get(stem))}
