"""What the standard says of each object: read from its own schemas in data/hsds/schema/."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.settings import ROOT

SCHEMAS = ROOT / "data" / "hsds" / "schema"


@dataclass(frozen=True)
class Property:
    """One attribute as the standard describes it.

    `form` is what its text must be: uuid, uri, email, date, time or date-time; empty when anything goes.
    """

    name: str
    number: bool
    choices: tuple[str, ...]
    form: str
    nested: bool
    about: str


@dataclass(frozen=True)
class StandardObject:
    """One object of the standard: its attributes, what it must have, and its file in a data package."""

    kind: str
    file: str
    order: int
    about: str
    properties: Mapping[str, Property]
    required: frozenset[str]
    """What an object in JSON must have, nested objects included."""
    required_in_tables: frozenset[str]
    """What a row of a table must have."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its table, in the standard's order."""
        return tuple(name for name, each in self.properties.items() if not each.nested)


@cache
def objects() -> Mapping[str, StandardObject]:
    """Every object of the standard by its name, in the order of a data package."""
    found = [_object(json.loads(path.read_text(encoding="utf-8"))) for path in SCHEMAS.glob("*.json")]
    return {each.kind: each for each in sorted(found, key=lambda each: (each.order, each.kind))}


@cache
def kinds_by_file() -> Mapping[str, str]:
    """Which object a table's file name (without ending, in lower case) stands for: singular, plural, as given."""
    names: dict[str, str] = {}
    for kind, each in objects().items():
        for name in (each.file.removesuffix(".csv"), kind, plural(kind)):
            names[name] = kind
    return names


def plural(kind: str) -> str:
    """The name of a list of objects: taxonomy → taxonomies, service_at_location → service_at_locations."""
    if kind in ("metadata", "accessibility", "funding"):
        return kind
    return (
        f"{kind.removesuffix('y')}ies" if kind.endswith("y") else f"{kind}{'es' if kind[-1] == 's' else 's'}"
    )


def _object(schema: Mapping[str, Any]) -> StandardObject:
    properties = {name: _property(name, said) for name, said in schema["properties"].items()}
    nested = {name for name, each in properties.items() if each.nested}
    required = frozenset(schema.get("required") or ())
    return StandardObject(
        kind=schema["name"],
        file=schema["path"],
        order=schema["datapackage_metadata"].get("order", 99),
        about=schema.get("description", ""),
        properties=properties,
        required=required,
        required_in_tables=(required - nested) | frozenset(schema.get("tabular_required") or ()),
    )


def _property(name: str, said: Mapping[str, Any]) -> Property:
    form = said.get("format") or said.get("datapackage_type") or ""
    return Property(
        name=name,
        number=said.get("type") == "number",
        choices=tuple(said.get("enum") or ()),
        form="date-time" if form == "datetime" else form,
        nested=said.get("type") == "array" or "$ref" in said,
        about=said.get("description", ""),
    )
