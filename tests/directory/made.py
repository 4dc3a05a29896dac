"""HSDS services made up for tests, as small as they may be."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from bot.directory.bundle import vocabulary

WORDS = vocabulary.read()


def an_id(name: str) -> str:
    """The same UUID for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def service(
    name: str,
    *needs: str,
    county: str | None = "Los Angeles",
    communities: tuple[str, ...] = (),
    languages: tuple[str, ...] = (),
    zip_code: str | None = None,
    phone: str | None = "213-555-0100",
    recheck: bool = False,
    assured: str | None = None,
    organization: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A service for these needs; without a county it is statewide, with a ZIP code it has an address there."""
    area = f"{county} County" if county else "California"
    terms = [("needs", code) for code in needs] + [("communities", code) for code in communities]
    made: dict[str, Any] = {
        "id": an_id(name),
        "name": name,
        "description": name,
        "status": "active",
        "organization": {"id": an_id(organization or f"org {name}"), "name": organization or f"Org of {name}",
                         "description": "An organization"},
        "service_areas": [{"id": an_id(f"area {name}"), "name": area}],
        "attributes": [
            {"id": an_id(f"{name}{code}"), "taxonomy_term": WORDS.terms[taxonomy][code]} for taxonomy, code in terms
        ],
        **more,
    }  # fmt: skip
    if phone:
        made["phones"] = [{"id": an_id(f"phone {name}"), "number": phone, "type": "voice"}]
    if languages:
        made["languages"] = [{"id": an_id(f"{name}{code}"), "name": code, "code": code} for code in languages]
    if recheck:
        made["attributes"].append({"id": an_id(f"recheck {name}"), "label": "recheck", "value": "true"})
    if assured:
        made["assured_date"] = assured
    if zip_code:
        made["service_at_locations"] = [
            {
                "id": an_id(f"at {name}"),
                "location": {
                    "id": an_id(f"location {name}"),
                    "location_type": "physical",
                    "addresses": [
                        {
                            "id": an_id(f"address {name}"),
                            "address_1": "1 Main St",
                            "city": "Somewhere",
                            "state_province": "CA",
                            "postal_code": zip_code,
                            "country": "US",
                            "address_type": "physical",
                        }
                    ],
                },
            }
        ]
    return made


def write(folder: Path, *objects: Any, name: str = "services.json") -> Path:
    """A JSON file of these objects."""
    path = folder / name
    path.write_text(json.dumps(list(objects)), encoding="utf-8")
    return path
