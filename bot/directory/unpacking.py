"""Takes the nested documents of the standard, and rows of its tables, apart into rows to be."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.directory.history.recording import RECORDS
from bot.directory.mapping import ids
from bot.directory.reading.items import Item
from bot.directory.report import Problem
from bot.directory.shapes import LOOSE_PARENTS, POINTERS, REFERENCES, SHAPES, Attribute, Shape
from bot.directory.validation import checks

NAMED = {"service", "organization", "taxonomy", "taxonomy_term"}
"""Kinds without whose name nobody could be told anything."""
MADE_IDS = uuid.UUID("8d5e3b0e-0f5c-5f0e-9a6e-0d6c2f2f6a11")
"""The namespace of ids made for nested objects that came without one."""
POINTER_COLUMNS = {kind: column for kind, (column, _) in POINTERS.items()}
AT_ONCE = 2000
"""Documents or rows that are unpacked and written together."""


@dataclass
class Row:
    """One row to be. `whole` is False when a document may have described only part of it."""

    values: dict[str, Any]
    extra: dict[str, Any]
    whole: bool
    origin: Item


@dataclass
class Unpacked:
    """The rows of many documents."""

    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: {kind: {} for kind in SHAPES})
    also_under: set[tuple[str, str, str, str]] = field(default_factory=set)
    """(kind, id, column, parent): further parents that the row's own columns cannot hold."""
    lists_given: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """Lists that a document gave whole: (kind of the children, parent column, parent) → the parent's kind."""
    roots: list[tuple[str, str, Item]] = field(default_factory=list)
    """(kind, id, item) of every document and row that was taken, in order."""
    problems: list[Problem] = field(default_factory=list)

    def add(self, item: Item, position: int) -> None:
        """Take one document in, whole or, when it cannot be taken, not at all."""
        one = _Document(item)
        key = one.take(item.kind, item.content, (), position, root=True)
        self.problems += one.problems
        if key is None or any(problem.refused for problem in one.problems):
            return
        self.roots.append((item.kind, key, item))
        self.also_under |= one.also_under
        self.lists_given.update(one.lists_given)
        for kind, each, row in one.found:
            self._merge(kind, each, row)

    def _merge(self, kind: str, key: str, row: Row) -> None:
        known = self.rows[kind].get(key)
        if known is None:
            self.rows[kind][key] = row
            return
        for column, value in row.values.items():
            before = known.values.get(column)
            if column in LOOSE_PARENTS[kind] and before not in (None, value) and value is not None:
                self.also_under.add((kind, key, column, value))
            elif value is not None and (column != "position" or row.whole):
                known.values[column] = value
        known.extra.update(row.extra)
        known.whole = known.whole or row.whole


class _Document:
    """One document being taken apart."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.found: list[tuple[str, str, Row]] = []
        self.also_under: set[tuple[str, str, str, str]] = set()
        self.lists_given: dict[tuple[str, str, str], str] = {}
        self.problems: list[Problem] = []
        self.record = str(item.content.get("id") or f"#{item.number}")

    def say(
        self, path: tuple[str, ...], what: str, mend: str, *, refused: bool = False, done: str = ""
    ) -> None:
        at, field_ = self.item, ".".join(path)
        self.problems.append(Problem(at.file, self.record, field_, what, mend, refused, at.line, done))

    def take(
        self, kind: str, content: dict[str, Any], path: tuple[str, ...], position: int, *, root: bool = False,
        parent: tuple[str, str] | None = None,
    ) -> str | None:  # fmt: skip
        """Make rows of an object and of all that is nested in it; gives its id back."""
        shape = SHAPES[kind]
        key = self._id(kind, content, path, parent, root)
        if key is None:
            return None
        values: dict[str, Any] = {"id": key, "position": position}
        if parent:
            values[parent[0]] = parent[1]
        whole = self.item.whole if root else not shape.shared
        row = Row(values, dict(self.item.explicit) if root else {}, whole, self.item)
        self.found.append((kind, key, row))
        self._attributes(shape, content, row, path)
        for name, value in content.items():
            if name == "id" or name in shape.names:
                continue
            if name in shape.lists:
                self._list(shape, key, name, value, row, (*path, name))
            elif name in shape.ones:
                self._one(shape, name, value, row, (*path, name))
            else:
                self._other(shape, name, value, row, path)
        if root and not self.item.row:
            # of records of their own (an organization's locations, its services) only what is listed is said
            lists = shape.lists.items()
            given = [of for name, of in lists if of[0] not in RECORDS or name in content]
            self.lists_given.update({(child, column, key): kind for child, column in given})
        return key

    def _other(self, shape: Shape, name: str, value: Any, row: Row, path: tuple[str, ...]) -> None:
        """Another object's id, or an attribute that the standard does not know."""
        is_id = name in REFERENCES[shape.kind] or name == POINTER_COLUMNS.get(shape.kind)
        if is_id and isinstance(value, str) and value:
            row.values.setdefault(name, value)
        alone = not path and name == POINTER_COLUMNS.get(shape.kind)
        if not (
            is_id and (self.item.row or alone)
        ):  # there that column is all there is; else JSON says it besides
            row.extra[name] = value
        if not is_id and name != ids.GIVEN:
            what = "the standard does not know this attribute; it is kept and exported as it is"
            self.say((*path, name), what, "if it is a slip, write it as the standard does")

    def _id(
        self,
        kind: str,
        content: dict[str, Any],
        path: tuple[str, ...],
        parent: tuple[str, str] | None,
        root: bool,
    ) -> str | None:
        given = content.get("id")
        if isinstance(given, str) and given.strip():
            return given
        if isinstance(given, int) and not isinstance(given, bool):
            return str(given)
        if root:
            made = ids.from_content(kind, content)
            if made is None:
                has = ", ".join(list(content)[:8])
                what = f"there is no id, and nothing to make one of among what it has ({has[:120]})"
                mend = "give it an id; a list of another layout can be taken as a table, with a mapping"
                self.say(("id",), what, mend, refused=True)
                return None
            self.record = f"#{self.item.number}"
            self.say(
                ("id",),
                "there is no id",
                "give it one that stays the same",
                done="one was made of what names it",
            )
            return made
        said = json.dumps(content, sort_keys=True, ensure_ascii=False)
        made = str(uuid.uuid5(MADE_IDS, f"{parent[1] if parent else ''} {'.'.join(path)} {said}"))
        self.say(
            (*path, "id"),
            "there is no id",
            "give it one that stays the same",
            done="one was made of what it says",
        )
        return made

    def _attributes(self, shape: Shape, content: dict[str, Any], row: Row, path: tuple[str, ...]) -> None:
        for attribute in shape.attributes:
            value = content.get(attribute.name)
            if value is None:
                if attribute.name in content:
                    row.extra[attribute.name] = None
                if attribute.required_in_tables if self.item.row else attribute.required:
                    self._missing(shape, attribute, path, row)
                continue
            fitting = checks.fit(attribute, value)
            if fitting is not None:
                row.values[attribute.name] = fitting
            if fitting != value or isinstance(value, bool):
                row.extra[attribute.name] = value
            if said := checks.wrong(attribute, value, fitting):
                self.say((*path, attribute.name), *said)
        if self.item.row:
            for name in shape.must_point:
                if not content.get(name) and self.item.whole:
                    self.say((*path, name), "the standard asks for this in a table", f"add {name}")

    def _missing(self, shape: Shape, attribute: Attribute, path: tuple[str, ...], row: Row) -> None:
        if not row.whole:
            return
        if attribute.name == "name" and shape.kind in NAMED:
            self.say((*path, "name"), "there is no name", "give it the name people know it by", refused=True)
        elif attribute.name == "status":
            row.values["status"] = "active"
            done = "«active» is assumed"
            self.say((*path, "status"), "there is no status", "say whether it is active", done=done)
        else:
            self.say((*path, attribute.name), "the standard asks for this", f"add {attribute.name}")

    def _list(self, shape: Shape, key: str, name: str, value: Any, row: Row, path: tuple[str, ...]) -> None:
        kind, column = shape.lists[name]
        if not value:
            row.extra[name] = value
            if value == [] and not self.item.row:
                self.lists_given[kind, column, key] = shape.kind
            return
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            row.extra[name] = value
            what = f"{checks.short(value)} is not a list of objects; it is kept as given"
            self.say(path, what, "give a list of objects")
            return
        self.lists_given[kind, column, key] = shape.kind
        for position, each in enumerate(value):
            self.take(kind, each, path, position, parent=(column, key))

    def _one(self, shape: Shape, name: str, value: Any, row: Row, path: tuple[str, ...]) -> None:
        kind, column = shape.ones[name]
        if isinstance(value, dict) and value:
            key = self.take(kind, value, path, 0)
            if key:
                row.values[column] = key
            return
        row.extra[name] = value
        if value:
            what = f"{checks.short(value)} is not an object; it is kept as given"
            self.say(path, what, "nest the object here")


def batches(items: Iterable[Item], size: int = AT_ONCE) -> Iterator[Unpacked]:
    """The rows of all documents, many at a time; an object described several times in a batch is one row."""
    unpacked, count = Unpacked(), 0
    for item in items:
        unpacked.add(item, item.number - 1)
        count += 1
        if count == size:
            yield unpacked
            unpacked, count = Unpacked(), 0
    if count:
        yield unpacked
