"""`kinpath directory import/export/validate` and `kinpath search`, as functions that take (arguments, store).

Each gives the exit code: 0 for done, 1 for not done (it says why), 2 for a wrong call.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.directory import exporting, importing, places, search
from bot.directory.places import PlaceProblem
from bot.directory.ranking import Judged
from bot.directory.records import Found
from bot.directory.report import Report
from bot.directory.requests import Request
from bot.settings import ROOT
from bot.store import Store

BUNDLE = ROOT / "data" / "directory"
TAXONOMY = ROOT / "data" / "taxonomy"


def add_parsers(subparsers: Any) -> None:
    """Add `directory` and `search` to the command line; each parser's default `handler` is its function."""
    directory = subparsers.add_parser("directory", help="import, export or check a directory (HSDS 3.1 JSON)")
    kinds = directory.add_subparsers(metavar="action", required=True)
    taking = kinds.add_parser("import", help="bring the directory up to date with files or folders")
    taking.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a JSON file, or a folder of them"
    )
    taking.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    taking.add_argument("--strict", action="store_true", help="change nothing if any record cannot be taken")
    taking.add_argument("--json", action="store_true", help="the report as JSON")
    taking.set_defaults(handler=handle_import)
    giving = kinds.add_parser("export", help="write the directory as HSDS 3.1 JSON into a folder")
    giving.add_argument("folder", type=Path, help="the folder to write into; made when it is not there")
    giving.set_defaults(handler=handle_export)
    checking = kinds.add_parser("validate", help="say what is wrong with files, and change nothing")
    checking.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a JSON file, or a folder of them"
    )
    checking.add_argument("--json", action="store_true", help="the report as JSON")
    checking.set_defaults(handler=handle_validate)
    finding = subparsers.add_parser("search", help="find services as a family would be shown them")
    finding.add_argument(
        "--need", action="extend", nargs="+", metavar="CODE", help="a need of data/taxonomy/needs.csv"
    )
    finding.add_argument("--name", metavar="TEXT", help="find an organization by name instead")
    finding.add_argument("--program", metavar="NAME", help="find services about a program instead")
    finding.add_argument("--zip", metavar="ZIP", help="where the family is")
    finding.add_argument("--city", metavar="CITY", help="a city or a neighbourhood")
    finding.add_argument("--county", metavar="COUNTY", help="a county")
    finding.add_argument(
        "--language", action="append", default=[], metavar="CODE", help="a language wanted: es"
    )
    finding.add_argument(
        "--community", action="append", default=[], metavar="CODE", help="a community she named"
    )
    finding.add_argument("--child-age-months", type=int, metavar="N", help="the child's age in months")
    finding.add_argument("--limit", type=int, default=3, metavar="N", help="how many (3)")
    finding.add_argument("--json", action="store_true", help="the services as JSON")
    finding.add_argument("--explain", action="store_true", help="every reason with its points")
    finding.set_defaults(handler=handle_search)


def handle_import(arguments: argparse.Namespace, store: Store) -> int:
    """Import, print the report; 1 when anything was refused."""
    with store.transaction() as session:
        report = importing.import_files(
            session, arguments.paths, dry_run=arguments.dry_run, strict=arguments.strict
        )
    return _say(report, arguments.json)


def handle_validate(arguments: argparse.Namespace, store: Store) -> int:
    """Check files and print what is wrong; 1 when an import would refuse anything."""
    report = importing.prepare(arguments.paths).report
    if arguments.json:
        return _say(report, as_json=True)
    print(f"{len(report.files)} file(s) checked; nothing was changed.")
    print("\n".join(report.problem_lines()) or "  Nothing is wrong with them.")
    return 1 if report.refused else 0


def handle_export(arguments: argparse.Namespace, store: Store) -> int:
    """Write the files and print how many objects each holds."""
    with store.reading() as session:
        written = exporting.export(session, arguments.folder)
    for name, count in written.items():
        print(f"{arguments.folder / name}: {count}")
    if not written:
        print("The directory is empty; nothing was written.", file=sys.stderr)
    return 0 if written else 1


def handle_search(arguments: argparse.Namespace, store: Store) -> int:
    """Search and print; 1 when the place is not known."""
    wrong = _wrong_call(arguments)
    if wrong:
        print(f"kinpath search: {wrong}", file=sys.stderr)
        return 2
    place = None
    if arguments.zip or arguments.city or arguments.county:
        place = places.resolve(arguments.zip, arguments.city, arguments.county)
    if isinstance(place, PlaceProblem):
        print(f"kinpath search: {place.value}", file=sys.stderr)
        if arguments.json:
            print("[]")
        return 1
    _load_if_empty(store)
    request = Request(
        needs=tuple(arguments.need or ()),
        place=place,
        languages=tuple(arguments.language),
        communities=tuple(arguments.community),
        child_age_months=arguments.child_age_months,
        limit=arguments.limit,
    )
    with store.reading() as session:
        if arguments.name:
            found = search.by_name(session, arguments.name, request.limit)
        elif arguments.program:
            found = search.by_program(session, arguments.program, request)
        else:
            found = search.find(session, request)
        judged = search.explain(session, request) if arguments.explain and request.needs else []
    if arguments.json:
        print(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(found, judged)) or "Nothing in the directory fits.")
    return 0


def _wrong_call(arguments: argparse.Namespace) -> str | None:
    if not (arguments.need or arguments.name or arguments.program):
        return "say --need CODE, --name TEXT or --program NAME"
    for given, name in ((arguments.need or [], "needs"), (arguments.community, "communities")):
        known = _codes(name)
        unknown = [code for code in given if code not in known]
        if unknown:
            return f"no such code in {name}: {', '.join(unknown)}. The codes are: {', '.join(known)}"
    return "--limit must be 1 or more" if arguments.limit < 1 else None


def _codes(name: str) -> list[str]:
    with (TAXONOMY / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return [row["code"] for row in csv.DictReader(file)]


def _load_if_empty(store: Store) -> None:
    with store.reading() as session:
        if not importing.is_empty(session):
            return
    print("The directory is empty: loading the bundled one.", file=sys.stderr)
    with store.transaction() as session:
        importing.import_path(session, BUNDLE)


def _say(report: Report, as_json: bool) -> int:
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(report.lines()))
    return 1 if report.refused else 0


def _lines(found: list[Found], judged: list[Judged]) -> Iterable[str]:
    points = {one.record_id: one.points for one in judged}
    for number, one in enumerate(found, 1):
        away = f", {one.distance_km:.1f} km" if one.distance_km is not None else ""
        reach = " | ".join(filter(None, (_phone(one), one.address, one.url)))
        yield f"{number}. {one.organization}: {one.service}{away}"
        yield f"   {reach or 'no way to reach it is known'}"
        yield f"   {_sure(one)}  [{one.id}]"
        for reason, worth in points.get(one.id, ()):
            yield f"      {worth:+6.1f}  {reason}"
        if one.id in points:
            yield f"      {one.score:6.1f}  in all"


def _phone(one: Found) -> str | None:
    return ", ".join(phone.number for phone in one.phones) or None


def _sure(one: Found) -> str:
    dated = f"last verified {one.assured_text}" if one.assured_text else "not dated"
    return f"{dated}; confirm by a call" if one.recheck else dated
