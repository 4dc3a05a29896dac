"""Validation by the standard's own schemas, and a report that a steward can act on."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from jsonschema import RefResolver

from bot.directory import importing
from bot.directory.reading.items import Item
from bot.directory.shapes import SHAPES
from bot.directory.unpacking import Unpacked
from bot.directory.validation import standard
from bot.settings import ROOT

SCHEMAS = standard.SCHEMAS
SHARED = ROOT.parent / "shared" / "hsds" / "schema"


def of_the_schema(kind: str, document: dict[str, Any]) -> bool:
    """Whether the standard's JSON schema, read by jsonschema, finds anything wrong."""
    schema = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
    resolver = RefResolver(base_uri=f"{SCHEMAS.as_uri()}/", referrer=schema)
    checker = jsonschema.Draft202012Validator(
        schema, resolver=resolver, format_checker=jsonschema.FormatChecker(["uuid", "email"])
    )
    return not list(checker.iter_errors(document))


def of_ours(kind: str, document: dict[str, Any]) -> bool:
    unpacked = Unpacked()
    unpacked.add(Item("x.json", 1, kind, document), 0)
    quiet = ("does not know this attribute", "cannot be a latitude")
    return not [p for p in unpacked.problems if not any(word in p.what for word in quiet)]


def service(examples: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((examples / "service_full.json").read_text(encoding="utf-8"))
    return document


def drop(*path: str | int) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        del document[path[-1]]

    return change


def put(value: Any, *path: str | int) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = value

    return change


CHANGES = [
    drop("name"),
    drop("status"),
    drop("phones", 0, "number"),
    drop("service_at_locations", 0, "location", "addresses", 0, "city"),
    drop("capacities", 0, "updated"),
    put("open", "status"),
    put("twelve", "minimum_age"),
    put(12, "name"),
    put("12", "minimum_age"),
    put([], "description"),
    put("nobody", "email"),
    put("weekly", "schedules", 0, "freq"),
    put("MONDAY", "schedules", 0, "wkst"),
    put("house", "service_at_locations", 0, "location", "location_type"),
    put("call Ann", "contacts"),
    put(["call Ann"], "phones"),
    put("WIC", "program"),
    put({"a": 1}, "x_unknown"),
    put(17.5, "maximum_age"),
    put([], "schedules"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_we_find_wrong_what_the_standards_schema_finds_wrong(
    examples: Path, change: Callable[[Any], None]
) -> None:
    document = service(examples)
    assert of_the_schema("service", document) and of_ours("service", document)
    change(document)
    assert of_ours("service", copy.deepcopy(document)) == of_the_schema("service", document)


@pytest.mark.parametrize("name", ["organization_full", "service_at_location_full", "taxonomy_term"])
def test_the_standards_examples_are_valid(examples: Path, name: str) -> None:
    document = json.loads((examples / f"{name}.json").read_text(encoding="utf-8"))
    kind = name.removesuffix("_full")
    assert of_the_schema(kind, document) and of_ours(kind, document)


def test_the_schemas_are_the_standards_own() -> None:
    if not SHARED.exists():
        pytest.skip("needs the standard's files beside the repository")
    for kind in SHAPES:
        assert (SCHEMAS / f"{kind}.json").read_bytes() == (SHARED / f"{kind}.json").read_bytes()


def test_a_table_is_checked_with_file_line_field_and_how_to_mend_it(tmp_path: Path) -> None:
    (tmp_path / "organizations.csv").write_text(
        'id,name,description\no1,"Harbor\nHouse",Helps\no2,,Nameless\n'
    )
    (tmp_path / "services.csv").write_text(
        "id,organization_id,name,status,minimum_age,assured_date\n"
        "s1,o1,Pantry,active,three,2026-13-45\n"
        "s2,o9,Clinic,Open,,\n"
        ",o1,No id,active,,\n"
    )
    report = importing.check([tmp_path])
    said = {(Path(p.file).name, p.line, p.field, p.level) for p in report.problems}
    assert {
        ("organizations.csv", 4, "name", "refused"),
        ("services.csv", 2, "minimum_age", "note"),
        ("services.csv", 2, "assured_date", "note"),
        ("services.csv", 3, "status", "note"),
        ("services.csv", 3, "organization_id", "note"),
        ("services.csv", 4, "id", "mended"),
    } <= said
    assert all(problem.what and problem.mend for problem in report.problems)
    as_json = report.as_json()
    assert as_json["problems"][0].keys() >= {"file", "line", "record", "field", "what", "mend", "level"}
    assert not as_json["changed"]


def test_of_many_problems_of_one_sort_the_first_are_told_and_all_are_counted(tmp_path: Path) -> None:
    lines = "".join(f"o{n},Org {n},Helps,nobody\n" for n in range(1000))
    (tmp_path / "organizations.csv").write_text(f"id,name,description,email\n{lines}")
    report = importing.check([tmp_path])
    assert len(report.problems) == 200
    assert report.as_json()["problem_sorts"][0]["times"] == 1000
    assert "(1000 times)" in "\n".join(report.lines())
