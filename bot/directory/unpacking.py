"""Takes the nested documents of the standard apart into rows, and says what is wrong with them."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.directory.files import Item
from bot.directory.report import Problem
from bot.directory.shapes import LOOSE_PARENTS, SHAPES, Attribute, Shape

NAMED = {"service", "organization", "taxonomy", "taxonomy_term"}
"""Kinds without whose name nobody could be told anything."""
MADE_IDS = uuid.UUID("8d5e3b0e-0f5c-5f0e-9a6e-0d6c2f2f6a11")
"""The namespace of ids made for nested objects that came without one."""

FORMS: Mapping[str, tuple[str, str]] = {
    "uuid": (r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "a UUID"),
    "uri": (r"[A-Za-z][A-Za-z0-9+.-]*:\S+", "a web address with https://"),
    "email": (r"[^@\s]+@[^@\s]+", "an e-mail address"),
    "date": (r"\d{4}(-\d\d(-\d\d([T ].*)?)?)?", "a date like 2026-01-31"),
    "time": (r"\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", "a time like 09:00"),
    "date-time": (r"\d{4}-\d\d-\d\d([T ].*)?", "a moment like 2026-01-31T09:00:00Z"),
}


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
    problems: list[Problem] = field(default_factory=list)

    def add(self, item: Item, position: int) -> None:
        """Take one document in, whole or, when it cannot be taken, not at all."""
        one = _Document(item)
        one.take(item.kind, item.content, (), position, root=True)
        known = self.rows[item.kind].get(str(item.content.get("id")))
        if (
            known
            and known.origin.kind == item.kind
            and known.origin.content.get("id") == item.content.get("id")
        ):
            one.say(("id",), f"{item.kind} given twice; what the later one says counts", "give it once")
        self.problems += one.problems
        if any(problem.refused for problem in one.problems):
            return
        self.also_under |= one.also_under
        self.lists_given.update(one.lists_given)
        for kind, key, row in one.found:
            self._merge(kind, key, row)

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

    def say(self, path: tuple[str, ...], what: str, mend: str, refused: bool = False) -> None:
        self.problems.append(Problem(self.item.file, self.record, ".".join(path), what, mend, refused))

    def take(
        self, kind: str, content: dict[str, Any], path: tuple[str, ...], position: int, *, root: bool = False,
        parent: tuple[str, str] | None = None,
    ) -> str | None:  # fmt: skip
        """Make rows of an object and of all that is nested in it; gives its id back."""
        shape = SHAPES[kind]
        key = self._id(content, path, parent, root)
        if key is None:
            return None
        values: dict[str, Any] = {"id": key, "position": position}
        if parent:
            values[parent[0]] = parent[1]
        row = Row(values, {}, root or not shape.shared, self.item)
        self.found.append((kind, key, row))
        self._attributes(shape, content, row, path)
        plain = {attribute.name for attribute in shape.attributes}
        for name, value in content.items():
            if name == "id" or name in plain:
                continue
            if name in shape.lists:
                self._list(shape, key, name, value, row, (*path, name))
            elif name in shape.ones:
                self._one(shape, name, value, row, (*path, name))
            else:
                row.extra[name] = value
                if name in shape.table.columns and isinstance(value, str) and value:  # another object's id
                    values.setdefault(name, value)
        if root:
            self.lists_given.update({(child, column, key): kind for child, column in shape.lists.values()})
        return key

    def _id(
        self, content: dict[str, Any], path: tuple[str, ...], parent: tuple[str, str] | None, root: bool
    ) -> str | None:
        given = content.get("id")
        if isinstance(given, str) and given.strip():
            return given
        if isinstance(given, int) and not isinstance(given, bool):
            return str(given)
        if root:
            self.say(("id",), "there is no id", "give the record an id that stays the same", refused=True)
            return None
        said = json.dumps(content, sort_keys=True, ensure_ascii=False)
        made = str(uuid.uuid5(MADE_IDS, f"{parent}{'.'.join(path)}{said}"))
        self.say(path, "there is no id; one was made from what it says", "give every object an id")
        return made

    def _attributes(self, shape: Shape, content: dict[str, Any], row: Row, path: tuple[str, ...]) -> None:
        for attribute in shape.attributes:
            value = content.get(attribute.name)
            if value is None:
                if attribute.name in content:
                    row.extra[attribute.name] = None
                self._missing(shape, attribute, path, row)
                continue
            fitting = _fit(attribute, value)
            if fitting is not None:
                row.values[attribute.name] = fitting
            if fitting != value or isinstance(value, bool):
                row.extra[attribute.name] = value
            self._check(attribute, value, fitting, (*path, attribute.name))

    def _missing(self, shape: Shape, attribute: Attribute, path: tuple[str, ...], row: Row) -> None:
        if not attribute.required or (shape.shared and path):
            return
        if attribute.name == "name" and shape.kind in NAMED:
            self.say((*path, "name"), "there is no name", "give it the name people know it by", refused=True)
        elif attribute.name == "status":
            row.values["status"] = "active"
            self.say((*path, "status"), "there is no status; «active» is assumed", "say whether it is active")
        else:
            self.say((*path, attribute.name), "the standard asks for this", f"add {attribute.name}")

    def _check(self, attribute: Attribute, value: Any, fitting: Any, path: tuple[str, ...]) -> None:
        if fitting is None:
            wanted = "a number" if attribute.number else "text"
            self.say(path, f"{_short(value)} is not {wanted}; it is kept as given", f"give {wanted}")
        elif attribute.choices and value not in attribute.choices:
            self.say(
                path,
                f"{_short(value)} is not one of the standard's words",
                f"use {', '.join(attribute.choices)}",
            )
        elif (
            attribute.form
            and isinstance(value, str)
            and not re.fullmatch(FORMS[attribute.form][0], value.strip())
        ):
            self.say(
                path, f"{_short(value)} is not {FORMS[attribute.form][1]}", f"give {FORMS[attribute.form][1]}"
            )

    def _list(self, shape: Shape, key: str, name: str, value: Any, row: Row, path: tuple[str, ...]) -> None:
        kind, column = shape.lists[name]
        if not value:
            row.extra[name] = value
            if value == []:
                self.lists_given[kind, column, key] = shape.kind
            return
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            row.extra[name] = value
            self.say(
                path,
                f"{_short(value)} is not a list of objects; it is kept as given",
                "give a list of objects",
            )
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
            self.say(path, f"{_short(value)} is not an object; it is kept as given", "nest the object here")


def _fit(attribute: Attribute, value: Any) -> Any:
    """The value as its column can hold it, or None when it cannot."""
    if attribute.number:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
        try:
            return float(value) if isinstance(value, str) else None
        except ValueError:
            return None
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float, bool)) else None


def _short(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    return f"«{said[:60]}{'…' if len(said) > 60 else ''}»"


def unpack(items: Iterator[Item] | list[Item]) -> Unpacked:
    """The rows of all documents, an object described several times being one row."""
    unpacked = Unpacked()
    for item in items:
        unpacked.add(item, item.number - 1)
    return unpacked
