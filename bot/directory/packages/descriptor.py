"""datapackage.json: what the tables of a package are, as the Data Package standard and HSDS want it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.directory.packages import kept
from bot.directory.shapes import REFERENCES
from bot.directory.validation import standard
from bot.directory.validation.standard import Property
from bot.store import now

NAME = "datapackage.json"


@dataclass(frozen=True)
class Written:
    """One table as it was written. `lacking`: columns in which some row has nothing."""

    kind: str
    file: str
    columns: list[str]
    lacking: set[str]
    filled: tuple[str, ...]


def describe(tables: Iterable[Written], own: Iterable[str]) -> dict[str, Any]:
    """The descriptor of a package with these tables, and these of our own."""
    written = list(tables)
    there = {table.kind for table in written}
    return {
        "profile": "tabular-data-package",
        "name": "human_services_data",
        "title": "Human services directory",
        "description": "A directory of services by the Human Services Data Specification (HSDS) 3.1.",
        "version": "3.1",
        "homepage": "http://docs.openreferral.org",
        "created": now().isoformat(timespec="seconds"),
        "resources": [_resource(table, there) for table in written] + [_own(name) for name in own],
    }


def _resource(table: Written, there: set[str]) -> dict[str, Any]:
    said = standard.objects()[table.kind]
    fields = [
        _field(said.properties[name], name in said.required_in_tables and name not in table.lacking)
        if name in said.properties
        else {"name": name, "type": "string", "description": "Not part of HSDS; kept as it came."}
        for name in table.columns
    ]
    keys = [
        {"fields": column, "reference": {"resource": of, "fields": "id"}}
        for column, of in REFERENCES[table.kind].items()
        if of in there and column in table.columns
    ]
    schema = {"fields": fields, "primaryKey": "id", **({"foreignKeys": keys} if keys else {})}
    resource = {
        "profile": "tabular-data-resource",
        "name": table.kind,
        "path": table.file,
        "description": said.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
    return {**resource, **({kept.FILLED: list(table.filled)} if table.filled else {})}


def _field(said: Property, required: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": required}
    if said.name == "id":
        constraints["unique"] = True
    if said.choices:
        constraints["enum"] = list(said.choices)
    return {
        "name": said.name,
        "type": "number" if said.number else "string",
        "description": said.about,
        "constraints": constraints,
    }


def _own(name: str) -> dict[str, Any]:
    columns = kept.KEPT_COLUMNS if name == kept.KEPT_FILE else kept.ALSO_COLUMNS
    about = (
        "Not part of HSDS: exact values that a cell cannot say (nulls, empty lists, nested values), as JSON."
        if name == kept.KEPT_FILE
        else "Not part of HSDS: further parents of rows that stand under several of one kind."
    )
    return {
        "profile": "tabular-data-resource",
        "name": name.removesuffix(".csv"),
        "path": name,
        "description": about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [{"name": column, "type": "string"} for column in columns]},
    }
