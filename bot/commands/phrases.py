"""`kinpath phrases`: the English phrases of the bundled directory that families read, as a gettext template."""

from __future__ import annotations

import argparse
import json
from typing import Any

from bot.settings import ROOT, Settings

TEMPLATE = ROOT / "locales" / "directory.pot"


def add_parsers(subparsers: Any) -> None:
    """`kinpath phrases`."""
    phrases = subparsers.add_parser("phrases", help="write locales/directory.pot from the bundled directory")
    phrases.set_defaults(run=handle)


def handle(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the template: each phrase once, in the order of the directory."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    template = Catalog(project="Kinpath", version="1")
    for phrase in of_bundle():
        template.add(phrase)
    with TEMPLATE.open("wb") as out:
        write_po(out, template, width=0, omit_header=True)
    print(f"{len(template)} phrases in {TEMPLATE}")
    return 0


def of_bundle() -> list[str]:
    """What cards say of a service in the directory's own words: what it is, cost, for whom, ages, hours, papers."""
    found: dict[str, None] = {}
    for service in json.loads((ROOT / "data" / "directory" / "services.json").read_text(encoding="utf-8")):
        said = [service.get("name"), service.get("fees_description"), service.get("eligibility_description")]
        said += [schedule.get("description") for schedule in service.get("schedules") or []]
        said += [paper.get("document") for paper in service.get("required_documents") or []]
        said += [a.get("value") for a in service.get("attributes") or [] if a.get("label") == "ages"]
        found.update(dict.fromkeys(phrase for phrase in said if phrase))
    return list(found)
