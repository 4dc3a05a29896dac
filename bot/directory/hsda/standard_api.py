"""What the standard's own description of its API names: paths and their parameters (data/hsds/openapi.json)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from bot.directory.validation import standard
from bot.settings import ROOT

FILE = ROOT / "data" / "hsds" / "openapi.json"
KINDS = ("service", "organization", "service_at_location", "taxonomy", "taxonomy_term")
"""The kinds of object that the API serves, each by id and as a list."""
KIND_OF: Mapping[str, str] = {standard.plural(kind): kind for kind in KINDS}
"""The kind that a path's first part stands for: services → service."""


def read() -> dict[str, Any]:
    """The standard's description, a fresh copy."""
    said: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return said


@cache
def parameters() -> Mapping[str, tuple[str, ...]]:
    """The query parameters of each path, in the standard's order."""
    said = read()
    shared = said["components"]["parameters"]
    found: dict[str, tuple[str, ...]] = {}
    for path, operations in said["paths"].items():
        names = []
        for parameter in operations["get"].get("parameters", ()):
            reference = parameter.get("$ref", "").rsplit("/", 1)[-1]
            names.append(shared[reference]["name"] if reference else parameter["name"])
        found[path] = tuple(names)
    return found
