"""The API's own description in OpenAPI 3.1: the standard's, with this server's address, limits and errors in it.

It is made of the standard's description (data/hsds/openapi.json) and its objects' schemas (data/hsds/schema), so
that nobody needs to fetch anything else. It is stricter: an answer has no attribute that the standard does not name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from bot.directory.hsda import shown, standard_api
from bot.directory.hsda.parameters import A_PAGE, MOST_A_PAGE
from bot.directory.validation import standard

VERSION = "3.1"
"""The version of HSDS that is served."""
PROFILE = "https://docs.openreferral.org/en/3.1/"
"""What describes the profile: the standard itself, of which nothing is changed."""
LICENCE = {"name": "CC BY-SA 4.0", "url": "https://creativecommons.org/licenses/by-sa/4.0/"}
Schema = dict[str, Any]

_OURS = ("name", "path", "datapackage_metadata", "tabular_required")
"""Keys of the standard's schema files that are no JSON Schema."""
_LIMITS: Mapping[str, Schema] = {
    "page": {"minimum": 1, "default": 1},
    "per_page": {"minimum": 1, "maximum": MOST_A_PAGE, "default": A_PAGE},
    "format": {"enum": ["json", "ndjson"], "default": "json"},
    "modified_after": {"format": "date-time"},
    "postcode": {"pattern": r"^[0-9]{5}(-[0-9]{4})?$"},
    "proximity": {"pattern": r"^[0-9]{1,8}(\.[0-9]{1,3})?$"},
}
_TEXTS = ("search", "taxonomy_term_id", "taxonomy_id", "organization_id", "parent_id")
_NOT_BLANK = {"minLength": 1, "pattern": r"\S"}


def meta(root: str) -> dict[str, str]:
    """What `/hsda/` says; `root` is the address under which the API is served."""
    return {"version": VERSION, "profile": PROFILE, "openapi_url": f"{root}/openapi.json"}


def openapi(root: str) -> dict[str, Any]:
    """The description of the API served under this address."""
    said = standard_api.read()
    said["info"] = {
        "title": "Kinpath directory",
        "version": VERSION,
        "summary": "Services for families with young children, as HSDS",
        "description": "Open Referral's Human Services Data API, reading only.",
        "license": LICENCE,
    }
    said["servers"] = [{"url": root}]
    for name, parameter in said["components"]["parameters"].items():
        _limit(name, parameter)
    said["components"]["schemas"] = {**said["components"]["schemas"], **_components()}
    for path, operations in said["paths"].items():
        for method in ("get", "post"):
            if method in operations:
                _describe(path, operations[method])
    return said


def _limit(name: str, parameter: dict[str, Any]) -> None:
    parameter["schema"].update(_NOT_BLANK if name in _TEXTS else _LIMITS.get(name, {}))


def _describe(path: str, operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        if "schema" in parameter:
            _limit(parameter["name"], parameter)
    answer = operation["responses"]["200"]["content"]
    kind = standard_api.KIND_OF.get(path.split("/")[1])
    by_id = path.endswith("{id}")
    if kind and by_id:
        answer["application/json"]["schema"] = _ref(kind if kind != "organization" else "organization_full")
    elif kind:
        item = _items(kind)
        answer["application/json"]["schema"] = {
            "allOf": [_ref("Page")],
            "required": ["total_items", "total_pages", "page_number", "size", "contents"],
            "properties": {"contents": {"type": "array", "items": item}},
        }
        answer["application/x-ndjson"] = {"schema": {"type": "string"}}
    errors = {
        "400": "A parameter cannot be answered; says which and why.",
        "503": "Too much is asked at once.",
    }
    if by_id:
        errors["404"] = "There is no such record."
    for status, about in errors.items():
        content = {"application/json": {"schema": _ref("Error")}}
        operation["responses"][status] = {"description": about, "content": content}


def _items(kind: str) -> Schema:
    """A record in a list: brief, or whole where that was asked for, or no more than its id and date."""
    forms = [_ref(f"{kind}_list")]
    names = standard_api.parameters()[f"/{standard.plural(kind)}"]
    if "full" in names:
        forms.append(_ref(f"{kind}_full" if kind == "organization" else kind))
    if "minimal" in names:
        forms.append(_ref("minimal"))
    return forms[0] if len(forms) == 1 else {"anyOf": forms}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


@cache
def _components() -> Mapping[str, Schema]:
    kinds = [
        kind for kind in standard.objects() if kind not in (*shown.HIDDEN_KINDS, "meta_table_description")
    ]
    found = {kind: _component(kind) for kind in kinds}
    for kind in standard_api.KINDS:
        found[f"{kind}_list"] = _brief(found[kind])
    services = {"type": "array", "items": _ref("service")}
    whole = found["organization"]
    found["organization_full"] = {**whole, "properties": {**whole["properties"], "services": services}}
    for kind, service in (("service_at_location", "service"), ("service_at_location_list", "service_list")):
        found[kind]["properties"]["service"] = _ref(service)
    found["service_at_location_list"]["properties"]["location"] = _ref("location")
    found["minimal"] = {
        "type": "object",
        "properties": {"id": {"type": "string"}, "modified_date": {"type": "string", "format": "date-time"}},
        "required": ["id"],
        "additionalProperties": False,
    }
    found["Error"] = {
        "type": "object",
        "properties": {
            "status": {"type": "integer"},
            "error": {"type": "string"},
            "message": {"type": "string"},
            "parameter": {"type": "string"},
        },
        "required": ["status", "error", "message"],
        "additionalProperties": False,
    }
    return found


def _component(kind: str) -> Schema:
    schema: Schema = json.loads((standard.SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
    hidden = shown.NEVER.get(kind, frozenset())
    properties = {
        name: _property(said)
        for name, said in schema["properties"].items()
        if name not in hidden and name not in shown.HIDDEN_KINDS
    }
    kept = {key: value for key, value in schema.items() if key not in _OURS}
    return {**kept, "properties": properties, "additionalProperties": False}


def _property(said: Schema) -> Schema:
    if "$ref" in said:
        return _ref(said["$ref"].removesuffix(".json"))
    kept = {
        key: value for key, value in said.items() if key in ("type", "description", "format", "enum", "items")
    }
    if "$ref" in kept.get("items", {}):
        kept["items"] = _ref(kept["items"]["$ref"].removesuffix(".json"))
    return kept


def _brief(whole: Schema) -> Schema:
    """A record in a list: without the lists within it."""
    properties = {name: said for name, said in whole["properties"].items() if said.get("type") != "array"}
    return {**whole, "properties": properties}
