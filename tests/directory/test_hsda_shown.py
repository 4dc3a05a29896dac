"""What of a record is public: never an agency's own columns, nor who works on the directory."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot.directory import importing
from bot.directory.hsda import pages, standard_api
from bot.directory.hsda.parameters import Asked
from tests.directory import made

PRIVATE = "only for the staff"


def stuffed(value: Any) -> Any:
    """The same with an unknown attribute in every object, and everything in it that names who works on it."""
    if isinstance(value, dict):
        own = {
            "internal_notes": PRIVATE,
            "x_notes": [{"id": "n", "text": PRIVATE}],
            "steward": {"email": PRIVATE},
        }
        return {**{name: stuffed(each) for name, each in value.items()}, **own}
    if isinstance(value, list):
        return [stuffed(each) for each in value]
    return value


def everything(session: Session) -> str:
    """All that the API can be made to say of each kind."""
    said: list[Any] = []
    for kind in standard_api.KINDS:
        for asked in (
            Asked(per_page=500),
            Asked(per_page=500, full=True, full_service=True),
            Asked(minimal=True),
        ):
            if not asked.minimal or kind == "service":
                said.append(pages.page(session, kind, asked).as_json())
    return json.dumps(said, ensure_ascii=False)


def test_what_the_standard_does_not_name_stays_inside(empty: Session, tmp_path: Path, examples: Path) -> None:
    service = json.loads((examples / "service_full.json").read_text())
    service["assurer_email"] = f"{PRIVATE}@example.org"
    service["metadata"][0]["updated_by"] = PRIVATE
    importing.import_path(empty, made.write(tmp_path, stuffed(service)))
    said = everything(empty)
    assert service["name"] in said and service["phones"][0]["id"] in said
    assert PRIVATE not in said and "metadata" not in said and "notes_" not in said


def test_the_standards_example_comes_out_as_it_is(empty: Session, examples: Path) -> None:
    importing.import_path(empty, examples / "service_full.json")
    example = json.loads((examples / "service_full.json").read_text())

    def public(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: public(v) for k, v in value.items() if k not in ("metadata", "assurer_email")}
        return [public(each) for each in value] if isinstance(value, list) else value

    shown = pages.record(empty, "service", example["id"], False)
    assert shown == public(example)


def test_values_of_the_wrong_kind_are_left_out_and_what_must_be_there_is(
    empty: Session, tmp_path: Path
) -> None:
    service = made.service("a", "food", zip_code="90022", minimum_age="twelve", maximum_age=[4], email=None)
    del service["status"]
    del service["organization"]["description"]
    importing.import_path(empty, made.write(tmp_path, service))
    shown = pages.record(empty, "service", service["id"], False)
    assert shown is not None
    assert not shown.keys() & {"minimum_age", "maximum_age", "email"}
    assert shown["status"] == "active" and shown["organization"]["description"] == ""
