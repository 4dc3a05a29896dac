"""What JSON can say and a table cannot: nulls, empty lists, numbers among texts, several parents.

A package that is to give back exactly what came in has two tables of our own beside the standard's. Others may
ignore them: they hold nothing that a family is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

KEPT_FILE, KEPT_COLUMNS = "kinpath_kept.csv", ("object", "id", "attribute", "value")
ALSO_FILE, ALSO_COLUMNS = "kinpath_also_under.csv", ("object", "id", "column", "parent_id")
FILLED = "kinpath:filled"
"""In a descriptor's resource: columns that were filled in for the table and are not in the record."""


@dataclass
class Kept:
    """The two tables, read."""

    values: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """(kind, id) → attribute → its exact value; the attribute `-x` means that there is no x."""
    parents: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    """(kind, id) → further (column, parent) pairs."""

    def take(self, file: str, rows: Iterable[Mapping[str, str]]) -> None:
        """Read the rows of one of the tables. What is not written as we write it is left out."""
        for row in rows:
            key = row.get("object", ""), row.get("id", "")
            if file == ALSO_FILE:
                self.parents.setdefault(key, []).append((row.get("column", ""), row.get("parent_id", "")))
                continue
            try:
                value = json.loads(row["value"]) if row.get("value") else ABSENT
            except ValueError:
                continue
            self.values.setdefault(key, {})[row.get("attribute", "")] = value


ABSENT = object()
"""Stands for an attribute that is not in the record."""
