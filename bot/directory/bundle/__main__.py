"""python -m bot.directory.bundle FACTS OUT: make the bundled directory from the gathered facts.

Writes services.json and taxonomy_terms.json into the folder OUT, one object a line, so that two versions can
be compared. The same facts give the same bytes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from bot.directory.bundle import documents, facts, vocabulary


def build(source: Path, folder: Path) -> dict[str, int]:
    """Make the bundle; gives the number of objects by file name."""
    words = vocabulary.read()
    services = documents.services(facts.corrected(facts.read(source), words.corrections), words)
    terms = [term for taxonomy in words.terms.values() for term in taxonomy.values()]
    folder.mkdir(parents=True, exist_ok=True)
    made = {"services.json": services, "taxonomy_terms.json": terms}
    for name, objects in made.items():
        (folder / name).write_text(lines(objects), encoding="utf-8")
    return {name: len(objects) for name, objects in made.items()}


def lines(objects: list[dict[str, Any]]) -> str:
    """A JSON list with one object a line."""
    said = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in objects)
    return f"[\n{said}\n]\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("facts", type=Path, help="facts.jsonl")
    parser.add_argument("out", type=Path, help="the folder to write into")
    arguments = parser.parse_args()
    for name, count in build(arguments.facts, arguments.out).items():
        print(f"{arguments.out / name}: {count}")
