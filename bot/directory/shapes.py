"""The shape of each HSDS object, read off its table: attributes, nested lists, nested objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from bot.directory.tables import MODELS, HsdsRow
from bot.directory.tables.columns import ListOf, OneOf

ON_EVERYTHING: Mapping[str, ListOf] = {
    "attributes": ("attribute", "link_id"),
    "metadata": ("metadata", "resource_id"),
}
"""Nested lists that any object may have."""


@dataclass(frozen=True)
class Attribute:
    """One plain attribute of an object, as the standard describes it."""

    name: str
    number: bool
    required: bool
    choices: tuple[str, ...]
    form: str


@dataclass(frozen=True)
class Shape:
    """What an object of one kind consists of."""

    kind: str
    table: Table
    attributes: tuple[Attribute, ...]
    lists: Mapping[str, ListOf]
    ones: Mapping[str, OneOf]
    shared: bool


def _shape(model: type[HsdsRow]) -> Shape:
    table: Table = model.__table__  # type: ignore[attr-defined]
    plain = tuple(
        Attribute(
            column.name,
            column.info.get("number", False),
            column.info.get("required", False),
            column.info.get("choices", ()),
            column.info.get("form", ""),
        )
        for column in table.columns
        if column.info.get("hsds")
    )
    lists: dict[str, Any] = dict(model.LISTS)
    if model.KIND != "metadata":  # the standard's own schemas give it none
        lists["metadata"] = ON_EVERYTHING["metadata"]
        if model.KIND not in ("attribute", "taxonomy", "taxonomy_term"):
            lists["attributes"] = ON_EVERYTHING["attributes"]
    return Shape(model.KIND, table, plain, lists, dict(model.ONES), model.SHARED)


SHAPES: Mapping[str, Shape] = {model.KIND: _shape(model) for model in MODELS}
"""The shape of every kind of object, parents before children."""
PARENT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    kind: tuple(sorted({c for s in SHAPES.values() for k, c in s.lists.values() if k == kind}))
    for kind in SHAPES
}
"""For each kind, the columns in which a row says under which parents it stands."""
LOOSE_PARENTS: Mapping[str, tuple[str, ...]] = {
    kind: tuple(c for c in columns if c not in {column for _, column in SHAPES[kind].ones.values()})
    for kind, columns in PARENT_COLUMNS.items()
}
"""Those of them in which a row may stand under several parents (a service has one organization only)."""


def parent_kind(column: str) -> str | None:
    """The kind of object whose id a parent column holds; None for the columns that point at any kind."""
    return None if column in ("link_id", "resource_id") else column.removesuffix("_id")
