"""Importing: new and changed records, what is no longer listed, and bad input, which changes nothing."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.directory import documents, importing
from bot.directory.entries import Entry, Shelf
from bot.directory.shapes import SHAPES
from bot.directory.tables import Phone, Service
from tests.directory import made
from tests.directory.conftest import BUNDLE


def count(session: Session, model: Any) -> int:
    return int(session.execute(select(func.count()).select_from(model)).scalar() or 0)


def everything(session: Session) -> dict[str, list[Any]]:
    tables = [shape.table for shape in SHAPES.values()] + [Entry.__table__, Shelf.__table__]
    return {table.name: session.execute(select(table)).all() for table in tables}


def take(session: Session, folder: Path, *objects: Any, **how: bool) -> Any:
    return importing.import_files(session, [made.write(folder, *objects)], **how)


def test_the_bundle_loads_quickly(empty: Session) -> None:
    started = time.process_time()
    report = importing.import_path(empty, BUNDLE)
    assert not report.problems
    assert report.tally("service").created == 1276
    assert time.process_time() - started < 15


def test_the_same_again_changes_nothing(empty: Session, tmp_path: Path) -> None:
    pantry = made.service("Pantry", "food", zip_code="90022", languages=("es",))
    take(empty, tmp_path, pantry)
    before = everything(empty)
    report = take(empty, tmp_path, pantry)
    assert all(t.created == t.updated == t.removed == 0 for t in report.tallies.values())
    assert everything(empty) == before


def test_a_changed_record_is_updated_by_its_id(empty: Session, tmp_path: Path) -> None:
    pantry = made.service("Pantry", "food")
    take(empty, tmp_path, pantry)
    pantry["phones"][0]["number"] = "213-555-0199"
    pantry["eligibility_description"] = "anyone"
    report = take(empty, tmp_path, pantry)
    assert (report.tally("service").updated, report.tally("phone").updated) == (1, 1)
    document = documents.load(empty, "service", [pantry["id"]])[pantry["id"]]
    assert document["phones"][0]["number"] == "213-555-0199"
    assert empty.execute(select(Entry.card)).scalar()["phones"][0]["number"] == "213-555-0199"


def test_what_a_record_no_longer_lists_is_taken_off(empty: Session, tmp_path: Path) -> None:
    pantry = made.service("Pantry", "food", zip_code="90022", languages=("es",))
    take(empty, tmp_path, pantry)
    del pantry["phones"], pantry["languages"], pantry["service_at_locations"]
    report = take(empty, tmp_path, pantry)
    assert count(empty, Phone) == 0
    assert report.tally("service_at_location").removed == 1
    document = documents.load(empty, "service", [pantry["id"]])[pantry["id"]]
    assert not {"phones", "languages", "service_at_locations"} & document.keys()
    assert empty.execute(select(Entry.record_id)).scalars().all() == [pantry["id"]]


def test_an_organization_told_of_in_part_keeps_the_rest(empty: Session, tmp_path: Path) -> None:
    pantry = made.service("Pantry", "food")
    pantry["organization"] |= {"website": "https://example.org", "email": "a@example.org"}
    take(empty, tmp_path, pantry)
    del pantry["organization"]["website"], pantry["organization"]["email"]
    take(empty, tmp_path, pantry)
    document = documents.load(empty, "service", [pantry["id"]])[pantry["id"]]
    assert document["organization"]["website"] == "https://example.org"


def test_a_renamed_organization_is_renamed_in_every_answer(empty: Session, tmp_path: Path) -> None:
    one = made.service("Pantry", "food", organization="Old name")
    two = made.service("Clinic", "adult_health", organization="Old name")
    take(empty, tmp_path, one, two)
    one["organization"]["name"] = "New name"
    take(empty, tmp_path, one)
    names = {card["organization"] for card in empty.execute(select(Entry.card)).scalars()}
    assert names == {"New name"}


def test_one_object_under_two_parents_stays_under_both(empty: Session, tmp_path: Path) -> None:
    one, two = made.service("Pantry", "food"), made.service("Clinic", "adult_health")
    two["phones"] = one["phones"]
    take(empty, tmp_path, one, two)
    assert count(empty, Phone) == 1
    found = documents.load(empty, "service", [one["id"], two["id"]])
    assert found[one["id"]]["phones"] == found[two["id"]]["phones"] == one["phones"]
    take(empty, tmp_path, two)
    assert documents.load(empty, "service", [one["id"]])[one["id"]]["phones"] == one["phones"]


def test_a_dry_run_says_what_would_happen_and_changes_nothing(empty: Session, tmp_path: Path) -> None:
    report = take(empty, tmp_path, made.service("Pantry", "food"), dry_run=True)
    assert report.tally("service").created == 1
    assert "Would change" in next(iter(report.lines()))
    assert count(empty, Service) == count(empty, Entry) == 0


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "not JSON"),
        (b"[{", "not JSON"),
        (b"\xff\xfe{\x00}", "breaks off"),
        (bytes(range(256)), "not text"),
        (b"PK\x03\x04 a spreadsheet", "spreadsheet"),
        (b'[{"id": "1", "name": "a", "status": "active"}] and more', "not JSON"),
        (b'[{"id": "1", "name": "a", "status": "active"} {}]', "not JSON"),
        (b"[]", "holds no objects"),
        (b'[{"colour": "red"}]', "no way to tell"),
        (b'"services"', "expected objects"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_bad_file_changes_nothing(empty: Session, tmp_path: Path, content: bytes, what: str) -> None:
    take(empty, tmp_path, made.service("Pantry", "food"))
    before = everything(empty)
    bad, good = (
        tmp_path / "bad.json",
        made.write(tmp_path, made.service("Clinic", "adult_health"), name="good.json"),
    )
    bad.write_bytes(content)
    report = importing.import_files(empty, [bad, good] if what != "no way to tell" else [bad])
    (problem,) = report.refused
    assert what in problem.what and problem.file == str(bad) and problem.mend
    assert report.nothing_changed and everything(empty) == before


def test_a_missing_file_is_said_to_be_missing(empty: Session, tmp_path: Path) -> None:
    report = importing.import_files(empty, [tmp_path / "nothing.json"])
    assert report.nothing_changed and "cannot be read" in report.refused[0].what


def test_a_record_that_cannot_be_taken_is_reported_and_the_others_are_taken(
    empty: Session, tmp_path: Path
) -> None:
    nameless = made.service("Nameless", "food")
    del nameless["name"]
    nothing = {"status": "active", "description": "no name and no id"}
    report = take(empty, tmp_path, nameless, made.service("Pantry", "food"), nothing)
    refused = [(p.record, p.field, p.line) for p in report.refused]
    assert refused == [(nameless["id"], "name", 1), ("#3", "id", 1)]
    assert report.refused[0].what == "there is no name"
    assert all("services.json" in str(p) and "To mend it" in str(p) for p in report.refused)
    assert count(empty, Service) == 1


def test_strictly_one_bad_record_changes_nothing(empty: Session, tmp_path: Path) -> None:
    nameless = made.service("Nameless", "food")
    del nameless["name"]
    report = take(empty, tmp_path, nameless, made.service("Pantry", "food"), strict=True)
    assert report.nothing_changed and count(empty, Service) == 0


def test_values_that_do_not_fit_are_kept_and_remarked(empty: Session, tmp_path: Path) -> None:
    odd = made.service("Odd", "food") | {
        "minimum_age": "twelve",
        "maximum_age": "18",
        "status": "open",
        "url": "example.org",
        "program": "WIC",
        "contacts": "ask for Ann",
        "organization_id": made.an_id("nobody"),
        "their_own_field": {"a": [1, None]},
    }
    report = take(empty, tmp_path, odd)
    assert not report.refused
    fields = {problem.field for problem in report.problems}
    assert {"minimum_age", "status", "url", "program", "contacts"} <= fields
    assert documents.load(empty, "service", [odd["id"]])[odd["id"]] == odd


def test_an_id_of_something_that_is_not_there_is_remarked(empty: Session, tmp_path: Path) -> None:
    flat = {
        "id": made.an_id("flat"),
        "name": "Flat",
        "status": "active",
        "organization_id": made.an_id("nobody"),
    }
    report = take(empty, tmp_path, flat)
    assert "no organization has the id" in report.problems[0].what
    assert documents.load(empty, "service", [flat["id"]])[flat["id"]] == flat


def test_a_record_given_twice_is_remarked_and_the_later_one_counts(empty: Session, tmp_path: Path) -> None:
    later = made.service("Pantry", "food") | {"description": "later"}
    report = take(empty, tmp_path, made.service("Pantry", "food"), later)
    assert "given twice" in report.problems[0].what and not report.refused
    assert documents.load(empty, "service", [later["id"]])[later["id"]]["description"] == "later"


def test_text_that_no_database_keeps_is_mended(empty: Session, tmp_path: Path) -> None:
    path = tmp_path / "services.json"
    service = made.service("Pantry", "food")
    path.write_text(
        json.dumps([service]).replace('"description": "Pantry"', '"description": "a\\u0000b\\ud83d"')
    )
    assert not importing.import_files(empty, [path]).refused
    assert documents.load(empty, "service", [service["id"]])[service["id"]]["description"] == "ab"


def test_nested_objects_without_ids_get_the_same_ones_each_time(empty: Session, tmp_path: Path) -> None:
    pantry = made.service("Pantry", "food")
    del pantry["phones"][0]["id"]
    assert "there is no id" in take(empty, tmp_path, pantry).problems[0].what
    take(empty, tmp_path, pantry)
    assert count(empty, Phone) == 1


def test_files_may_be_lists_pages_or_several_kinds_in_one(empty: Session, tmp_path: Path) -> None:
    pantry, clinic = made.service("Pantry", "food"), made.service("Clinic", "adult_health")
    organization = {
        "id": made.an_id("lone"),
        "name": "Lone",
        "description": "alone",
        "website": "https://a.org",
    }
    (tmp_path / "page.json").write_text(json.dumps({"total_items": 1, "contents": [pantry]}))
    (tmp_path / "both.json").write_text(json.dumps({"services": [clinic], "organizations": [organization]}))
    report = importing.import_path(empty, tmp_path)
    assert report.tally("service").created == 2
    assert report.tally("organization").created == 3
