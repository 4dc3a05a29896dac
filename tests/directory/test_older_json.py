"""JSON of older layouts says what it said: HSDS 1.1 and 2.0 nested as their APIs did, and Ohana's own form."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.directory import documents, importing
from bot.directory.reading import older

SERVICE: dict[str, Any] = {
    "id": "1",
    "name": "Food Pantry",
    "status": "active",
    "fees": "Free",
    "organization": {
        "id": "9",
        "name": "Oak House",
        "description": "A house",
        "url": "https://oak.example.org",
    },
    "eligibility": [{"eligibility": "Families"}],
    "phones": [{"id": "2", "number": "510-555-0143", "department": "Front desk"}],
    "regular_schedules": [{"id": "4", "weekday": "Monday", "opens_at": "09:00", "closes_at": "12:00"}],
    "languages": [{"id": "5", "language": "Spanish"}],
    "service_areas": [{"id": "6", "service_area": "Alameda County"}],
    "service_taxonomy": [{"id": "8", "taxonomy": {"id": "t", "name": "Food"}}],
    "locations": [
        {
            "id": "3",
            "name": "Oak",
            "physical_addresses": [
                {
                    "id": "7",
                    "address_1": "1 Oak St",
                    "city": "Oakland",
                    "state_province": "CA",
                    "postal_code": "94601",
                }
            ],
        }
    ],
}
OHANA: dict[str, Any] = {
    "name": "Harbor House",
    "locations": [
        {
            "name": "Main house",
            "short_desc": "A house by the harbor",
            "hours": "Monday-Friday, 9-5",
            "urls": ["https://harbor.example.org"],
            "languages": ["Tagalog", "Spanish"],
            "address_attributes": {
                "street": "2 Pier Rd",
                "city": "Redwood City",
                "state": "CA",
                "zip": "94063",
            },
            "phones_attributes": [{"number": "650 555-0144"}],
            "faxes_attributes": [{"number": "650 555-0145"}],
            "services_attributes": [
                {"audience": "Parents", "keywords": ["Diapers"], "service_areas": ["San Mateo"]}
            ],
        }
    ],
}


def taken(session: Session, tmp_path: Path, content: Any, name: str = "data.json") -> dict[str, Any]:
    """Import it; gives its only service. A second import changes nothing."""
    (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    report = importing.import_path(session, tmp_path / name)
    assert not report.refused
    again = importing.import_path(session, tmp_path / name)
    assert all(t.created == t.updated == t.removed == t.vanished == 0 for t in again.tallies.values())
    (found,) = documents.load(session, "service", documents.ids_of(session, "service")).values()
    return found


@pytest.mark.parametrize("wrapped", [[SERVICE], SERVICE, {"items": [SERVICE], "total_items": 1}])
def test_nested_hsds_of_old_is_read_as_its_tables_are(empty: Session, tmp_path: Path, wrapped: Any) -> None:
    pantry = taken(empty, tmp_path, wrapped)
    assert pantry["organization"]["website"] == "https://oak.example.org"
    assert pantry["fees_description"] == "Free" and pantry["eligibility_description"] == "Families"
    assert pantry["phones"][0]["description"] == "Front desk"
    assert [(s["byday"], s["opens_at"]) for s in pantry["schedules"]] == [("MO", "09:00")]
    assert [language["code"] for language in pantry["languages"]] == ["es"]
    assert [area["name"] for area in pantry["service_areas"]] == ["Alameda County"]
    assert {a["taxonomy_term"]["name"] for a in pantry["attributes"]} == {"Food"}
    (address,) = pantry["service_at_locations"][0]["location"]["addresses"]
    assert (address["address_1"], address["city"], address["address_type"]) == (
        "1 Oak St",
        "Oakland",
        "physical",
    )


def test_ohanas_own_form_gives_its_services(empty: Session, tmp_path: Path) -> None:
    service = taken(empty, tmp_path, [OHANA])
    assert service["name"] == "Main house" and service["organization"]["name"] == "Harbor House"
    assert [area["name"] for area in service["service_areas"]] == ["San Mateo"]
    place = service["service_at_locations"][0]["location"]
    assert [(a["address_1"], a["postal_code"]) for a in place["addresses"]] == [("2 Pier Rd", "94063")]
    assert {(phone["number"], phone["type"]) for phone in place["phones"]} == {
        ("650-555-0144", "voice"),
        ("650-555-0145", "fax"),
    }
    assert place["schedules"][0]["description"] == "Monday-Friday, 9-5"
    assert {language["code"] for language in place["languages"]} == {"tl", "es"}
    assert place["url"] == "https://harbor.example.org"


def test_a_service_beside_its_organizations_only_place_is_given_there(empty: Session, tmp_path: Path) -> None:
    place = {k: v for k, v in OHANA["locations"][0].items() if k != "services_attributes"}
    beside = {"name": "Harbor House", "services_attributes": {"fees": "None"}, "locations": [place]}
    service = taken(empty, tmp_path, [beside])
    assert service["service_at_locations"][0]["location"]["name"] == "Main house"


@pytest.mark.parametrize(
    "name", ["service_full.json", "organization_full.json", "service_at_location_full.json"]
)
def test_todays_form_is_never_taken_for_an_older_one(examples: Path, name: str) -> None:
    given = json.loads((examples / name).read_text(encoding="utf-8"))
    given["short_desc"] = "an attribute of their own"
    assert older.layout_of(json.dumps(given)) is None
    assert (
        older.layout_of(json.dumps(SERVICE)) == "hsds-1.1" and older.layout_of(json.dumps(OHANA)) == "ohana"
    )
    assert older.layout_of("{") is None and older.layout_of("[]") is None


def test_what_is_no_object_and_what_breaks_off_is_said(empty: Session, tmp_path: Path) -> None:
    odd = tmp_path / "odd.json"
    odd.write_text(json.dumps([OHANA, "a text"]), encoding="utf-8")
    (problem,) = importing.import_path(empty, odd).refused
    assert (problem.record, problem.what) == ("#2", "expected an object, found a text")
    odd.write_text("[" + ",".join([json.dumps(OHANA)] * 60) + ", {", encoding="utf-8")
    assert any("not JSON" in problem.what for problem in importing.import_path(empty, odd).refused)


def test_no_further_address_of_a_page_is_lost(empty: Session, tmp_path: Path) -> None:
    place = {**OHANA["locations"][0], "urls": ["https://harbor.example.org", "https://two.example.org"]}
    service = taken(empty, tmp_path, [{**OHANA, "locations": [place]}])
    kept = service["service_at_locations"][0]["location"]
    assert (kept["url"], kept["urls"]) == ("https://harbor.example.org", "https://two.example.org")
