"""Likely duplicates are found, with reasons; what only looks alike is not."""

from pathlib import Path

from sqlalchemy.orm import Session

from bot.directory import importing
from bot.directory.duplicates import finding, gathering
from tests.directory import made


def pairs(session: Session, kind: str) -> set[frozenset[str]]:
    return {frozenset((p.one.name, p.other.name)) for p in finding.find(session, (kind,))}


def organization(name: str, number: str | None = None, **more: str) -> dict[str, object]:
    phones = {"phones": [{"id": made.an_id(f"{name} phone"), "number": number}]} if number else {}
    return {"id": made.an_id(name), "name": name, "description": name, **phones, **more}


def test_organizations(empty: Session, tmp_path: Path) -> None:
    given = [
        organization("Harbor Family Center", "650-555-0100"),
        organization("HARBOR FAMILY CTR, Inc.", "1 (650) 555-0100"),
        organization("Bayside Library", "650-555-0199", website="https://www.bay.example.org"),
        organization("Bayside Public Library", website="http://bay.example.org/home"),
        organization("Sierra Parents", "530-555-0111"),
        organization("Sierra Patients", "530-555-0222"),
        organization("Valley Food Bank", "559-555-0100"),
    ]
    importing.import_files(empty, [made.write(tmp_path, *given, name="organizations.json")])
    assert pairs(empty, "organization") == {
        frozenset(("Harbor Family Center", "HARBOR FAMILY CTR, Inc.")),
        frozenset(("Bayside Library", "Bayside Public Library")),
    }
    best = finding.find(empty, ("organization",))[0]
    assert best.score >= 0.6 and any("same phone 6505550100" in reason for reason in best.reasons)
    assert best.as_json()["records"][0].keys() >= {"id", "name", "phones"}


def test_services(empty: Session, tmp_path: Path) -> None:
    one = made.service("Diaper Pantry", "baby_supplies", organization="Harbor", zip_code="90022")
    two = made.service("Diaper pantries", "baby_supplies", organization="Harbor", zip_code="90022")
    other = made.service("Diaper Pantry ", "baby_supplies", organization="Bay", phone="559-555-0100")
    importing.import_files(empty, [made.write(tmp_path, one, two, other)])
    assert pairs(empty, "service") == {frozenset(("Diaper Pantry", "Diaper pantries"))}


def test_locations(empty: Session, tmp_path: Path) -> None:
    one = made.service("Pantry", "food", zip_code="90022")
    two = made.service("Clinic", "adult_health", zip_code="90022")
    three = made.service("School", "early_learning", zip_code="93301")
    for each, street in ((one, "12 North Main Street, Suite 4"), (two, "12 N. Main St #4")):
        each["service_at_locations"][0]["location"]["addresses"][0]["address_1"] = street
        each["service_at_locations"][0]["location"]["name"] = "Harbor House"
    importing.import_files(empty, [made.write(tmp_path, one, two, three)])
    (pair,) = finding.find(empty, ("location",))
    assert {pair.one.id, pair.other.id} == {made.an_id("location Pantry"), made.an_id("location Clinic")}


def test_addresses_that_are_one() -> None:
    assert gathering.place("12 N. Main Street, Ste 4", "90022-1234", "LA") == gathering.place(
        "12 North Main St #4", "90022", "Los Angeles"
    )
    assert gathering.place("Main Street", "90022", None) == ""


def test_namesakes_are_said_when_they_are_imported(empty: Session, tmp_path: Path) -> None:
    given = [organization("Harbor House"), organization("The Harbor House, Inc.")]
    report = importing.import_files(empty, [made.write(tmp_path, *given, name="organizations.json")])
    assert any("stands under 2 ids" in problem.what for problem in report.problems)
