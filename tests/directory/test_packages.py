"""Tabular data packages: what goes out equals what came in, in both forms and between them."""

import csv
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.directory import documents, exporting, importing
from bot.directory.packages import writing
from bot.directory.shapes import SHAPES
from tests.delivery.databases import empty_store
from tests.directory import made
from tests.directory.conftest import BUNDLE, STANDARDS_OWN

STANDARD = Path(__file__).parent / "examples" / "standard_csv"


def rows(folder: Path) -> dict[str, list[dict[str, str]]]:
    return {path.name: list(csv.DictReader(path.open(encoding="utf-8"))) for path in folder.glob("*.csv")}


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@contextmanager
def another(tmp_path: Path) -> Iterator[Session]:
    """A further empty database."""
    folder = tmp_path / "another"
    folder.mkdir()
    with empty_store("sqlite", folder) as store, store.transaction() as session:
        yield session


def test_the_standards_tables_come_out_as_they_went_in(empty: Session, tmp_path: Path) -> None:
    report = importing.import_path(empty, STANDARD)
    assert not report.refused and {tally.created for tally in report.tallies.values()} == {1}
    assert len(report.tallies) == len(SHAPES)
    writing.export(empty, tmp_path / "out")
    given, got = rows(STANDARD), rows(tmp_path / "out")
    assert got.keys() == given.keys()
    for name, lines in given.items():
        # url.csv and the like come without some of the standard's own columns; empty cells are the same as none
        assert [{k: v for k, v in line.items() if v} for line in got[name]] == [
            {k: v for k, v in line.items() if v} for line in lines
        ], name


def test_tables_to_json_and_back(empty: Session, tmp_path: Path) -> None:
    importing.import_path(empty, STANDARD)
    writing.export(empty, tmp_path / "one")
    exporting.export(empty, tmp_path / "json")
    with another(tmp_path) as session:
        assert not importing.import_path(session, tmp_path / "json").refused
        writing.export(session, tmp_path / "two")
    one, two = rows(tmp_path / "one"), rows(tmp_path / "two")
    assert {name: lines for name, lines in two.items() if not name.startswith("kinpath_")} == one


@pytest.mark.parametrize(("name", "kind"), STANDARDS_OWN)
def test_the_standards_json_to_tables_and_back(
    empty: Session, tmp_path: Path, examples: Path, name: str, kind: str
) -> None:
    given = read(examples / name)
    importing.import_files(empty, [examples / name])
    writing.export(empty, tmp_path / "package.zip")
    with another(tmp_path) as session:
        assert not importing.import_path(session, tmp_path / "package.zip").refused
        assert documents.load(session, kind, [given["id"]])[given["id"]] == given


def test_the_bundle_to_tables_and_back(bundle: Session, tmp_path: Path) -> None:
    counts = writing.export(bundle, tmp_path / "package")
    assert counts["services.csv"] == 1276
    with another(tmp_path) as session:
        report = importing.import_path(session, tmp_path / "package")
        assert not report.refused
        exporting.export(session, tmp_path / "json")
    for name in ("services.json", "taxonomy_terms.json"):
        assert read(tmp_path / "json" / name) == read(BUNDLE / name)


def test_what_only_json_can_say_survives_tables(empty: Session, tmp_path: Path) -> None:
    pantry = made.service("Pantry", "food", zip_code="90022") | {
        "alternate_name": None,
        "schedules": [],
        "email": "",
        "minimum_age": "twelve",
        "maximum_age": 17.5,
        "x_code": "037",
        "x_number": 37,
        "x_nested": [{"a": None}],
        "organization_id": made.an_id("org Pantry"),
    }
    pantry["phones"][0] |= {"extension": "012", "x_line": True}
    clinic = made.service("Clinic", "adult_health")
    clinic["phones"] = pantry["phones"]
    importing.import_files(empty, [made.write(tmp_path, pantry, clinic)])
    writing.export(empty, tmp_path / "out")
    assert rows(tmp_path / "out")["services.csv"][0]["x_code"] == "037"
    with another(tmp_path) as session:
        importing.import_path(session, tmp_path / "out")
        found = documents.load(session, "service", [pantry["id"], clinic["id"]])
    assert found[pantry["id"]] == pantry
    assert found[clinic["id"]] == clinic


def test_unknown_columns_come_out_again(empty: Session, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = "id,name,description,County Code\n1,Harbor,Helps,037\n2,Bay,Helps too,\n"
    (folder / "organizations.csv").write_text(text)
    report = importing.import_path(empty, folder)
    assert any(problem.field == "County Code" and problem.line == 2 for problem in report.problems)
    writing.export(empty, tmp_path / "out")
    got = rows(tmp_path / "out")["organizations.csv"]
    assert [(row["id"], row["County Code"]) for row in got] == [("1", "037"), ("2", "")]
    described = read(tmp_path / "out" / "datapackage.json")["resources"][0]["schema"]["fields"]
    assert described[-1]["name"] == "County Code"


def test_the_descriptor_says_what_is_so(bundle: Session, tmp_path: Path) -> None:
    writing.export(bundle, tmp_path)
    descriptor = read(tmp_path / "datapackage.json")
    assert descriptor["profile"] == "tabular-data-package"
    for resource in descriptor["resources"]:
        lines = list(csv.DictReader((tmp_path / resource["path"]).open(encoding="utf-8")))
        fields = {field["name"]: field.get("constraints", {}) for field in resource["schema"]["fields"]}
        assert lines and list(fields) == list(lines[0])
        for name, constraints in fields.items():
            if constraints.get("required"):
                assert all(line[name] for line in lines), (resource["path"], name)
            if constraints.get("enum"):
                assert {line[name] for line in lines} - {""} <= set(constraints["enum"])
        for key in resource["schema"].get("foreignKeys", ()):
            there = {r["name"]: r["path"] for r in descriptor["resources"]}[key["reference"]["resource"]]
            ids = {line["id"] for line in csv.DictReader((tmp_path / there).open(encoding="utf-8"))}
            assert {line[key["fields"]] for line in lines} - {""} <= ids


def test_tables_again_change_nothing_and_a_part_no_longer_listed_is_taken_off(
    empty: Session, tmp_path: Path
) -> None:
    pantry = made.service("Pantry", "food", zip_code="90022", languages=("es",))
    clinic = made.service("Clinic", "adult_health")
    importing.import_files(empty, [made.write(tmp_path, pantry, clinic)])
    writing.export(empty, tmp_path / "out")
    report = importing.import_path(empty, tmp_path / "out")
    assert all(t.created == t.updated == t.removed == 0 for t in report.tallies.values())
    phones = tmp_path / "out" / "phones.csv"
    lines = phones.read_text().splitlines()
    phones.write_text("\n".join(line for line in lines if pantry["phones"][0]["id"] not in line) + "\n")
    report = importing.import_path(empty, tmp_path / "out")
    assert report.tally("phone").removed == 1
    found = documents.load(empty, "service", [pantry["id"], clinic["id"]])
    assert "phones" not in found[pantry["id"]] and found[clinic["id"]]["phones"] == clinic["phones"]


def test_a_truncated_zip_changes_nothing(empty: Session, tmp_path: Path) -> None:
    importing.import_files(empty, [made.write(tmp_path, made.service("Pantry", "food"))])
    writing.export(empty, tmp_path / "whole.zip")
    whole = (tmp_path / "whole.zip").read_bytes()
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    report = importing.import_path(empty, tmp_path / "half.zip")
    assert report.nothing_changed and "not a whole zip file" in report.refused[0].what


def test_a_damaged_file_within_a_zip_changes_nothing(empty: Session, tmp_path: Path) -> None:
    path = tmp_path / "damaged.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("organizations.csv", "id,name,description\n1,Harbor,Helps families\n")
    path.write_bytes(path.read_bytes().replace(b"Harbor,Helps", b"Harbor,HELPS", 1))
    report = importing.import_path(empty, path)
    assert report.nothing_changed and "damaged within its zip file" in report.refused[0].what


def test_large_organizations_are_written_once(empty: Session, tmp_path: Path) -> None:
    one = made.service("Pantry", "food", organization="Harbor")
    two = made.service("Clinic", "adult_health", organization="Harbor")
    one["organization"]["phones"] = [{"id": made.an_id("desk"), "number": "213-555-0111"}]
    importing.import_files(empty, [made.write(tmp_path, one, two)])
    assert exporting.export(empty, tmp_path / "out")["organizations.json"] == 1
    assert "phones" not in read(tmp_path / "out" / "services.json")[0]["organization"]
    with another(tmp_path) as session:
        importing.import_path(session, tmp_path / "out")
        before = documents.load(empty, "service", [one["id"], two["id"]])
        assert documents.load(session, "service", [one["id"], two["id"]]) == before
