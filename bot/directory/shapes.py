"""The shape of each HSDS object, from its table and the standard's schema: attributes, nested lists and objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from bot.directory.tables import MODELS, HsdsRow
from bot.directory.tables.columns import ListOf, OneOf
from bot.directory.validation import standard

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
    choices: tuple[str, ...]
    form: str
    required: bool
    required_in_tables: bool


@dataclass(frozen=True)
class Shape:
    """What an object of one kind consists of."""

    kind: str
    table: Table
    attributes: tuple[Attribute, ...]
    lists: Mapping[str, ListOf]
    ones: Mapping[str, OneOf]
    shared: bool
    names: frozenset[str]
    """The names of its plain attributes."""
    numbers: frozenset[str]
    """Those of them that are numbers."""
    must_point: tuple[str, ...]
    """Columns with another object's id that a row of its table must fill."""


def _shape(model: type[HsdsRow]) -> Shape:
    table: Table = model.__table__  # type: ignore[attr-defined]
    said = standard.objects()[model.KIND]
    plain = tuple(
        Attribute(
            column.name,
            number=said.properties[column.name].number,
            choices=said.properties[column.name].choices,
            form=said.properties[column.name].form,
            required=column.name in said.required,
            required_in_tables=column.name in said.required_in_tables,
        )
        for column in table.columns
        if column.info.get("hsds")
    )
    lists: dict[str, Any] = dict(model.LISTS)
    if model.KIND != "metadata":  # the standard's own schemas give it none
        lists["metadata"] = ON_EVERYTHING["metadata"]
        if model.KIND not in ("attribute", "taxonomy", "taxonomy_term"):
            lists["attributes"] = ON_EVERYTHING["attributes"]
    names = frozenset(each.name for each in plain)
    numbers = frozenset(each.name for each in plain if each.number)
    must_point = tuple(sorted(said.required_in_tables - names - {"id"}))
    return Shape(model.KIND, table, plain, lists, dict(model.ONES), model.SHARED, names, numbers, must_point)


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
REFERENCES: Mapping[str, Mapping[str, str]] = {
    kind: {c.name: c.info["refers_to"] for c in shape.table.columns if c.info.get("refers_to")}
    for kind, shape in SHAPES.items()
}
"""For each kind, the columns that hold another object's id, with that object's kind."""
POINTERS: Mapping[str, tuple[str, str]] = {
    "attribute": ("link_id", "link_entity"),
    "metadata": ("resource_id", "resource_type"),
}
"""Kinds whose rows point at objects of any kind: the column with the id, the column that says the kind."""
