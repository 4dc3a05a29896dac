"""What reading a file yields: objects and rows, each with where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Item:
    """One object read from a file. `number` counts from 1 within the file.

    `row` marks a row of a table: it names its parents by their ids and says nothing of what is nested in it.
    `whole` is False when it tells only part of the object.
    """

    file: str
    number: int
    kind: str
    content: dict[str, Any]
    line: int | None = None
    row: bool = False
    whole: bool = True
    explicit: dict[str, Any] = field(default_factory=dict)
    """Of a row: what JSON said in so many words though nesting says it too."""


def kind_of(found: dict[str, Any]) -> str | None:
    """What an object is, told by the attributes it has; None when they do not tell."""
    keys = found.keys()
    if "status" in keys or ("name" in keys and ("organization" in keys or "organization_id" in keys)):
        return "service"
    if "location_type" in keys:
        return "location"
    if "location" in keys or {"service_id", "location_id"} <= keys:
        return "service_at_location"
    if "taxonomy_detail" in keys or "taxonomy" in keys or "term_uri" in keys:
        return "taxonomy_term"
    if keys & {"services", "website", "tax_status", "legal_status", "organization_identifiers", "locations"}:
        return "organization"
    if {"name", "description"} <= keys and keys <= {
        "id",
        "name",
        "description",
        "uri",
        "version",
        "metadata",
    }:
        return "taxonomy"
    return None
