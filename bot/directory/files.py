"""Finds and reads the files of a directory in HSDS JSON, and tells what kind each object in them is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.directory.report import Problem

PLURALS = {
    "services": "service",
    "organizations": "organization",
    "locations": "location",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
"""Names of files, and of lists in a file, that say what they hold."""
UNSTORABLE = re.compile(r"\\u(0000|[dD][89a-fA-F])")
"""Escapes of characters that no database keeps (or of halves of one that it does)."""


@dataclass(frozen=True)
class Item:
    """One object read from a file. `number` counts from 1 within the file."""

    file: str
    number: int
    kind: str
    content: dict[str, Any]


def find(paths: list[Path]) -> Iterator[Path]:
    """The JSON files at the paths: a file is itself, a folder is every .json file in it, by name."""
    for path in paths:
        yield from sorted(path.glob("**/*.json")) if path.is_dir() else [path]


def read(path: Path, problems: list[Problem]) -> list[Item]:
    """The objects of one file. What cannot be read is added to `problems`."""

    def refuse(what: str, mend: str, record: str = "") -> None:
        problems.append(Problem(str(path), record, "", what, mend, refused=True))

    try:
        text = path.read_bytes().decode("utf-8-sig")
        content = json.loads(text, parse_constant=lambda _: None)
    except OSError as error:
        refuse(f"the file cannot be read ({error.strerror})", "check the path and the permissions")
        return []
    except UnicodeDecodeError as error:
        refuse(f"the text is not UTF-8 (byte {error.start})", "save the file as UTF-8")
        return []
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno}: {error.msg}"
        refuse(f"this is not JSON ({at})", "export the file again, or correct it at that place")
        return []
    except RecursionError:
        refuse("objects are nested too deeply", "give a list of objects as the standard nests them")
        return []
    if not isinstance(content, (list, dict)):
        refuse(f"expected objects, found {_said(content)}", "give a list of services, or one service")
        return []
    if UNSTORABLE.search(text):
        content = _storable(content)
    items: list[Item] = []
    for number, (hint, found) in enumerate(_objects(content, path.stem), start=1):
        if not isinstance(found, dict):
            refuse(f"expected an object, found {_said(found)}", "give a list of objects", f"#{number}")
            continue
        kind = hint or kind_of(found)
        if kind is None:
            refuse(
                "no way to tell whether this is a service, an organization or something else",
                "name the file after what it holds (services.json), or add what the standard asks for",
                f"#{number}",
            )
            continue
        items.append(Item(str(path), number, kind, found))
    if not items and not problems:
        refuse("the file holds no objects", "give a list of services, or one service")
    return items


def kind_of(found: dict[str, Any]) -> str | None:
    """What an object is, told by the attributes it has; None when they do not tell."""
    keys = found.keys()
    if "status" in keys or ("name" in keys and ("organization" in keys or "organization_id" in keys)):
        return "service"
    if "location_type" in keys:
        return "location"
    if "location" in keys or {"service_id", "location_id"} <= keys:
        return "service_at_location"
    if "taxonomy_detail" in keys or "taxonomy" in keys or "term_uri" in keys:
        return "taxonomy_term"
    if keys & {"services", "website", "tax_status", "legal_status", "organization_identifiers", "locations"}:
        return "organization"
    if {"name", "description"} <= keys and keys <= {
        "id",
        "name",
        "description",
        "uri",
        "version",
        "metadata",
    }:
        return "taxonomy"
    return None


def _objects(content: Any, stem: str) -> Iterator[tuple[str | None, Any]]:
    """The objects in a file's content, each with its kind where the file's layout says it."""
    hint = PLURALS.get(stem)
    if isinstance(content, list):
        yield from ((hint, found) for found in content)
    elif isinstance(content, dict) and isinstance(
        content.get("contents"), list
    ):  # a page of the standard's API
        yield from ((hint, found) for found in content["contents"])
    elif isinstance(content, dict) and content and content.keys() <= PLURALS.keys():
        for name, found in content.items():
            yield from ((PLURALS[name], each) for each in (found if isinstance(found, list) else [found]))
    else:
        yield hint, content


def _storable(value: Any) -> Any:
    """The value without NUL and without halves of characters."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "ignore").decode()
    if isinstance(value, list):
        return [_storable(each) for each in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(each) for key, each in value.items()}
    return value


def _said(value: Any) -> str:
    return {str: "a text", int: "a number", float: "a number", list: "a list", bool: "yes or no"}.get(
        type(value), "nothing"
    )
