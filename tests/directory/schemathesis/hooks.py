"""What schemathesis cannot know of the directory: ids that there are, and which parameters need one another."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any
from urllib.request import urlopen

import schemathesis

HSDA = os.environ["HSDA_URL"]


@cache
def ids(plural: str) -> list[str]:
    """The ids of the first records of a list."""
    with urlopen(f"{HSDA}/{plural}?per_page=20") as answer:
        return [one["id"] for one in json.load(answer)["contents"]]


def filters() -> dict[str, str]:
    """Filters with values that records have."""
    with urlopen(f"{HSDA}/services/{ids('services')[0]}") as answer:
        service = json.load(answer)
    term = service["attributes"][0]["taxonomy_term"]
    return {
        "taxonomy_term_id": term["id"],
        "taxonomy_id": term["taxonomy_detail"]["id"],
        "organization_id": service["organization"]["id"],
        "search": service["name"].split()[0],
        "postcode": "94601",
        "modified_after": "2020-01-01T00:00:00Z",
        "per_page": "5",
        "full": "true",
    }


@schemathesis.hook
def before_add_examples(context: Any, examples: list[Any]) -> None:
    """Real examples for every path: each filter alone with a value that finds something, and each kind by id."""
    operation = context.operation
    plural = operation.path.strip("/").split("/")[0]
    if "{id}" in operation.path:
        examples += [operation.Case(path_parameters={"id": key}) for key in ids(plural)]
        return
    named = {parameter.name for parameter in operation.query}
    found = {name: value for name, value in filters().items() if name in named}
    examples += [operation.Case(query={name: value}) for name, value in found.items()]
    if "proximity" in named:
        examples.append(operation.Case(query={"postcode": "94601", "proximity": "5000"}))
    if "format" in named:
        examples.append(operation.Case(query={"format": "ndjson"}))
    if "minimal" in named:
        examples.append(operation.Case(query={"minimal": "true"}))


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """OpenAPI has no words for it: proximity is measured from a postcode."""
    if case.query and "proximity" in case.query and "postcode" not in case.query:
        case.query["postcode"] = "94601"


@schemathesis.deserializer("application/x-ndjson")
def lines(context: Any, response: Any) -> str:
    """Records, one a line: each of them is JSON."""
    for line in response.text.split("\n")[:-1]:
        json.loads(line)
    return str(response.text)
