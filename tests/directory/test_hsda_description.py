"""The API's description is the standard's, and what is served is valid to both."""

import json
from typing import Any

import jsonschema
import pytest
from jsonschema import RefResolver
from sqlalchemy.orm import Session

from bot.directory.hsda import description, pages, standard_api
from bot.directory.hsda.parameters import Asked
from bot.directory.validation import standard

ROOT = "https://kinpath.example/hsda"
OURS = description.openapi(ROOT)


def of_the_standard(kind: str) -> jsonschema.Draft202012Validator:
    """Judges by the standard's own schema files."""
    schema = json.loads((standard.SCHEMAS / f"{kind}.json").read_text())
    checker = jsonschema.FormatChecker(["uuid", "email"])
    resolver = RefResolver(base_uri=f"{standard.SCHEMAS.as_uri()}/", referrer=schema)
    return jsonschema.Draft202012Validator(schema, resolver=resolver, format_checker=checker)


def of_ours(path: str) -> jsonschema.Draft202012Validator:
    """Judges by what our description says of an answer."""
    answer = OURS["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return jsonschema.Draft202012Validator({**answer, "components": OURS["components"]})


def names(parameters: Any) -> list[str]:
    return [parameter.get("$ref") or parameter["name"] for parameter in parameters]


def test_it_has_the_standards_paths_and_parameters_and_only_reads() -> None:
    theirs = standard_api.read()
    assert OURS["paths"].keys() == theirs["paths"].keys()
    for path, operations in OURS["paths"].items():
        assert operations.keys() == theirs["paths"][path].keys() <= {"get", "post", "parameters"}
        for method in operations.keys() & {"get", "post"}:
            wanted = theirs["paths"][path][method].get("parameters", ())
            assert names(operations[method].get("parameters", ())) == names(wanted)
    assert OURS["servers"] == [{"url": ROOT}]


def test_it_refers_to_nothing_outside_itself() -> None:
    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
            return own + [found for each in value.values() for found in references(each)]
        return [found for each in value for found in references(each)] if isinstance(value, list) else []

    for reference in references(OURS):
        target: Any = OURS
        assert reference.startswith("#/")
        for part in reference[2:].split("/"):
            target = target[part]


def test_it_names_nothing_that_is_never_shown() -> None:
    schemas = OURS["components"]["schemas"]
    assert "metadata" not in schemas
    for schema in schemas.values():
        assert not schema.get("properties", {}).keys() & {"metadata", "assurer_email"}


@pytest.mark.parametrize("kind", standard_api.KINDS)
def test_every_bundled_record_is_valid_to_the_standard_and_to_our_description(
    bundle: Session, kind: str
) -> None:
    plural = standard.plural(kind)
    standards, ours, our_list = of_the_standard(kind), of_ours(f"/{plural}/{{id}}"), of_ours(f"/{plural}")
    number, seen = 1, 0
    while True:
        whole = pages.page(bundle, kind, Asked(full=True, page=number, per_page=500)).as_json()
        brief = pages.page(bundle, kind, Asked(page=number, per_page=500)).as_json()
        for one in (*whole["contents"], *brief["contents"]):
            standards.validate(one)
        for one in whole["contents"][:60]:
            ours.validate(one)
        our_list.validate({**whole, "contents": whole["contents"][:60]})
        our_list.validate({**brief, "contents": brief["contents"][:60]})
        seen += len(brief["contents"])
        if brief["last_page"]:
            break
        number += 1
    assert seen == brief["total_items"] > 0


def test_a_minimal_list_is_as_described(bundle: Session) -> None:
    of_ours("/services").validate(pages.page(bundle, "service", Asked(minimal=True, per_page=50)).as_json())
    with pytest.raises(jsonschema.ValidationError):
        of_ours("/services").validate({"contents": [{"id": "a", "internal_notes": "x"}]})
