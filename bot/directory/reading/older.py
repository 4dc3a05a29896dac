"""JSON of older layouts (HSDS 1.1 and 2.0, Ohana), taken apart into the tables that those layouts have.

What a column of such a table means, its mapping says; so nested objects and tables are read alike.
"""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from bot.directory.reading import jsons, objects
from bot.directory.reading.inputs import InputFile
from bot.directory.reading.objects import Pages
from bot.directory.reading.tables import Table
from bot.directory.report import Problem

LOOKED_AT = 50
"""Objects by which it is told whether a file is of an older layout."""
MADE_IDS = uuid.UUID("0b7a2c4e-6a0d-5d43-9f0b-3f2b6a1c7e55")
"""The namespace of ids made for objects that came without one, so that what is nested can name them."""
_OHANA = {"short_desc", "mail_address", "faxes", "urls", "emails"}
_ENDING = "_attributes"
_OLD = {
    "regular_schedules", "regular_schedule", "holiday_schedules", "physical_addresses", "physical_address",
    "postal_addresses", "postal_address", "service_taxonomy", "services_taxonomy", "service_area",
}  # fmt: skip
_NEW = {
    "schedules", "service_at_locations", "addresses", "assured_date", "additional_websites", "alert", "last_modified",
    "organization_identifiers", "location_type", "interpretation_services", "fees_description",
    "eligibility_description",
}  # fmt: skip
"""Attributes that only the standard of today has: an object with one of these is read as it is."""
_TABLES = {
    "organization": "organizations", "organizations": "organizations",
    "service": "services", "services": "services", "programs": "programs", "program": "programs",
    "location": "locations", "locations": "locations", "contact": "contacts", "contacts": "contacts",
    "phone": "phones", "phones": "phones", "faxes": "phones",
    "address": "addresses", "mail_address": "mail_addresses", "mail_addresses": "mail_addresses",
    "physical_address": "physical_addresses", "physical_addresses": "physical_addresses",
    "postal_address": "postal_addresses", "postal_addresses": "postal_addresses",
    "regular_schedule": "regular_schedules", "regular_schedules": "regular_schedules",
    "holiday_schedule": "holiday_schedules", "holiday_schedules": "holiday_schedules",
    "language": "languages", "languages": "languages",
    "service_area": "service_areas", "service_areas": "service_areas",
    "eligibility": "eligibility", "eligibilities": "eligibility",
    "payment_accepted": "payments_accepted", "payments_accepted": "payments_accepted",
    "required_document": "required_documents", "required_documents": "required_documents",
    "accessibility_for_disabilities": "accessibility_for_disabilities",
    "funding": "funding", "fundings": "funding",
    "service_taxonomy": "service_taxonomy", "services_taxonomy": "service_taxonomy",
    "taxonomy": "taxonomy", "taxonomies": "taxonomy", "categories": "taxonomy",
    "services_at_location": "services_at_location", "service_at_location": "services_at_location",
    "services_at_locations": "services_at_location", "metadata": "metadata",
}  # fmt: skip
"""Names under which objects are nested, and the table that they are rows of."""
_ONE = {
    "organizations": "organization", "services": "service", "locations": "location", "programs": "program",
    "taxonomy": "taxonomy", "services_at_location": "service_at_location", "contacts": "contact", "phones": "phone",
}  # fmt: skip
_ABOVE = {"organizations", "programs", "taxonomy"}
"""Tables whose objects stand above what they are nested in: that names them, not they it."""
_TEXTS = {
    "languages": "language", "service_areas": "service_area", "eligibility": "eligibility",
    "payments_accepted": "payment", "required_documents": "document", "funding": "source",
    "accessibility_for_disabilities": "accessibility",
}  # fmt: skip
"""The column that a plain text stands for, where HSDS has a table and people wrote a list of texts."""
_COLUMNS = {
    "street": "address_1", "street_1": "address_1", "street_2": "address_2", "state": "state_province",
    "zip": "postal_code", "desc": "description", "short_desc": "short_description",
}  # fmt: skip
_FIRST = {"urls": "website", "emails": "email"}
"""Lists of which the first is the object's own."""


def layout_of(text: str) -> str | None:
    """The mapping of the older layout that a JSON file is in, told by its first objects; None for today's layout."""
    marks: set[str] = set()
    try:
        for _, (_, found) in zip(range(LOOKED_AT), jsons.elements(text), strict=False):
            marks |= _names(found, 5)
    except jsons.NotJson:
        return None
    if marks & _NEW:
        return None
    if marks & _OHANA or any(mark.endswith(_ENDING) for mark in marks - {"other_attributes"}):
        return "ohana"
    if marks & _OLD:
        return "hsds-1.1" if marks & {"service_taxonomy", "services_taxonomy"} else "hsds-2.0"
    return None


def _names(found: Any, deep: int) -> set[str]:
    if isinstance(found, dict):
        inner = (_names(value, deep - 1) for value in found.values()) if deep else ()
        return set(found).union(*inner)
    if isinstance(found, list):
        return set().union(*(_names(each, deep) for each in found[:20]))
    return set()


def read(
    file: InputFile, text: str, layout: str, pages: Pages, problems: list[Problem]
) -> list[tuple[InputFile, Table]]:
    """The tables that a file of an older layout stands for, each under the file's name.

    Objects are what the file's name or their place in it says; else one with an organization within is a service,
    and any other an organization. What is no object is added to `problems`. Raises jsons.NotJson.
    """
    found = _Rows(layout == "ohana")
    for number, (line, kind, _, each) in enumerate(objects.objects(text, file.stem, pages), 1):
        if isinstance(each, dict):
            found.take(_TABLES.get(kind or "", _top(each)), each, None, "")
        else:
            problems.append(objects.no_object(file, number, line, each))
    found.settle()
    return [(_under(file, stem), _table(rows)) for stem, rows in found.rows.items()]


def _top(found: dict[str, Any]) -> str:
    return "services" if "organization" in found or "organization_id" in found else "organizations"


def _under(file: InputFile, stem: str) -> InputFile:
    return InputFile(f"{file.name} ({stem})", stem, ".csv", file.set_of, file.content)


def _table(rows: list[dict[str, str]]) -> Table:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return Table(",", columns, out.getvalue(), 0)


@dataclass
class _Rows:
    """The rows found so far, by table. An object met twice under one id is one row, with what either says."""

    ohana: bool
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    _known: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def take(self, table: str, found: dict[str, Any], parent: tuple[str, str] | None, called: str) -> str:
        """Make an object a row, and what is nested in it rows of theirs; gives its id."""
        key = str(found.get("id") or _made(table, found, parent))
        row: dict[str, str] = {"id": key}
        if parent and table not in _ABOVE and (table, parent[0]) != ("locations", "service"):
            row[f"{parent[0]}_id"] = parent[1]
        nested: list[tuple[str, Any]] = []
        for name, value in found.items():
            plain = name.removesuffix(_ENDING) if name != "other_attributes" else name
            if plain in _FIRST and isinstance(value, list) and value:
                row |= {_FIRST[plain]: str(value[0]), plain: _text(value[1:])}
            elif isinstance(value, (dict, list)) and plain in _TABLES:
                nested.append((plain, value))
            elif value is not None and name != "id":
                row[_COLUMNS.get(plain, plain)] = _text(value)
        if table in ("services", "programs") and not row.get("name"):
            row["name"] = called
        row = self._merge(table, key, row)
        for plain, value in nested:
            self._nested(table, key, row, plain, value)
        if "hours" in row and table in ("locations", "services"):
            hours = {f"{_ONE[table]}_id": key, "description": row.pop("hours")}
            self._merge("schedules", _made("schedules", hours, None), hours)
        return key

    def _nested(self, table: str, key: str, row: dict[str, str], name: str, value: Any) -> None:
        stem = _TABLES[name]
        parent = (_ONE.get(table, table), key)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                given = {"type": "fax"} | each if name == "faxes" else each
                child = self.take(stem, given, parent, row.get("name", ""))
                if stem in _ABOVE:
                    many = table == "services" and stem == "taxonomy"
                    column = "taxonomy_ids" if many else f"{_ONE[stem]}_id"
                    row[column] = ", ".join(filter(None, [row.get(column) if many else "", child]))
                elif table == "services" and stem == "locations":
                    pair = {"service_id": key, "location_id": child}
                    self._merge("services_at_location", _made("services_at_location", pair, None), pair)
                elif table == "services_at_location" and stem in ("services", "locations"):
                    row[f"{_ONE[stem]}_id"] = child
            elif each not in (None, ""):
                if stem in _TEXTS and not self.ohana:
                    said = {f"{parent[0]}_id": key, _TEXTS[stem]: str(each)}
                    self._merge(stem, _made(stem, said, None), said)
                else:
                    column = "keywords" if name == "categories" else name
                    row[column] = ", ".join(filter(None, [row.get(column, ""), str(each)]))

    def settle(self) -> None:
        """A service told beside the only location of its organization is given there."""
        sites: defaultdict[str, list[str]] = defaultdict(list)
        for row in self.rows.get("locations", ()):
            sites[row.get("organization_id", "")].append(row["id"])
        for service in self.rows.get("services", ()) if self.ohana else ():
            own = sites.get(service.get("organization_id", "-"), [])
            if len(own) == 1 and "location_id" not in service:
                service["location_id"] = own[0]

    def _merge(self, table: str, key: str, row: dict[str, str]) -> dict[str, str]:
        known = self._known.get((table, key))
        if known is None:
            known = self._known[table, key] = {"id": key, **row}
            self.rows.setdefault(table, []).append(known)
        else:
            known.update((name, value) for name, value in row.items() if value)
        return known


def _text(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(each, (str, int, float)) for each in value):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)


def _made(table: str, found: dict[str, Any], parent: tuple[str, str] | None) -> str:
    said = found.get("name") or json.dumps(found, sort_keys=True, ensure_ascii=False)
    return str(uuid.uuid5(MADE_IDS, f"{table} {parent[1] if parent else ''} {said}"))
