"""What goes out equals what came in."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.directory import documents, exporting, importing
from tests.directory import made
from tests.directory.conftest import BUNDLE, STANDARDS_OWN


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_bundle_comes_out_as_it_went_in(bundle: Session, tmp_path: Path) -> None:
    assert exporting.export(bundle, tmp_path) == {"services.json": 1276, "taxonomy_terms.json": 105}
    for name in ("services.json", "taxonomy_terms.json"):
        assert read(tmp_path / name) == read(BUNDLE / name)


@pytest.mark.parametrize(("name", "kind"), STANDARDS_OWN)
def test_the_standards_examples_come_out_as_they_went_in(
    empty: Session, examples: Path, name: str, kind: str
) -> None:
    given = read(examples / name)
    report = importing.import_files(empty, [examples / name])
    assert not report.refused
    assert documents.load(empty, kind, [given["id"]])[given["id"]] == given


def test_an_export_can_be_imported_and_exported_again(empty: Session, tmp_path: Path, examples: Path) -> None:
    importing.import_files(empty, [examples / "service_full.json"])
    exporting.export(empty, tmp_path / "one")
    report = importing.import_path(empty, tmp_path / "one")
    assert all(t.created == t.updated == t.removed == 0 for t in report.tallies.values())
    exporting.export(empty, tmp_path / "two")
    assert read(tmp_path / "one" / "services.json") == read(tmp_path / "two" / "services.json")


def test_what_stands_in_no_service_goes_out_too(empty: Session, tmp_path: Path) -> None:
    lone = {"id": made.an_id("lone"), "name": "Lone", "description": "alone", "tax_status": "501(c)(3)"}
    importing.import_files(empty, [made.write(tmp_path, lone, name="organizations.json")])
    assert exporting.export(empty, tmp_path / "out") == {"organizations.json": 1}
    assert read(tmp_path / "out" / "organizations.json") == [lone]


def test_nulls_empty_lists_and_unknown_attributes_survive(empty: Session, tmp_path: Path) -> None:
    given = made.service("Pantry", "food") | {
        "alternate_name": None,
        "schedules": [],
        "x_county_code": "037",
        "x_nested": [{"a": None}],
    }
    given["phones"][0] |= {"extension": "12", "x_line": True}
    importing.import_files(empty, [made.write(tmp_path, given)])
    exporting.export(empty, tmp_path / "out")
    assert read(tmp_path / "out" / "services.json") == [given]
