"""`kinpath directory import/export/validate/history/duplicates`, as functions that take (arguments, store)."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from bot.directory import exporting, importing
from bot.directory.duplicates import finding
from bot.directory.history import telling
from bot.directory.packages import writing as packages
from bot.directory.report import Report
from bot.store import Store

PATHS = "a JSON or CSV file, a folder of them, or a zip file"


def add_parsers(kinds: Any) -> None:
    """Add the actions of `kinpath directory` that carry data in and out and tell of it."""
    taking = kinds.add_parser(
        "import", help="bring the directory up to date with files, folders or zip files"
    )
    taking.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=PATHS)
    taking.add_argument(
        "--mapping", metavar="NAME", help="hsds-1.1, hsds-2.0, ohana, flat, or a mapping file"
    )
    taking.add_argument(
        "--source",
        metavar="NAME",
        help="where it comes from; what that source had and has no more is marked inactive",
    )
    taking.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    taking.add_argument("--strict", action="store_true", help="change nothing if any record cannot be taken")
    taking.add_argument("--json", action="store_true", help="the report as JSON")
    taking.set_defaults(handler=handle_import)
    giving = kinds.add_parser("export", help="write the directory as HSDS 3.1: JSON, or tables (CSV)")
    giving.add_argument(
        "folder", type=Path, metavar="PATH", help="a folder, made when it is not there; or NAME.zip (tables)"
    )
    giving.add_argument(
        "--form", choices=("json", "csv"), help="json (for a folder) or csv, a data package (for a zip)"
    )
    giving.set_defaults(handler=handle_export)
    checking = kinds.add_parser("validate", help="say what is wrong with files, and change nothing")
    checking.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=PATHS)
    checking.add_argument("--mapping", metavar="NAME", help="as for import")
    checking.add_argument("--json", action="store_true", help="the report as JSON")
    checking.set_defaults(handler=handle_validate)
    telling_ = kinds.add_parser(
        "history", help="what imports changed in a record; without an ID, the imports"
    )
    telling_.add_argument(
        "id", nargs="?", metavar="ID", help="of a service, organization, location, or a part of one"
    )
    telling_.add_argument("--json", action="store_true", help="as JSON")
    telling_.set_defaults(handler=handle_history)
    doubling = kinds.add_parser("duplicates", help="list records that are likely the same, with the reasons")
    doubling.add_argument("--kind", choices=finding.KINDS, action="append", help="only these; else all three")
    doubling.add_argument(
        "--least", type=float, default=finding.LEAST, metavar="SCORE", help="from 0 to 1 (%(default)s)"
    )
    doubling.add_argument("--limit", type=int, default=100, metavar="N", help="how many pairs (%(default)s)")
    doubling.add_argument("--json", action="store_true", help="as JSON")
    doubling.set_defaults(handler=handle_duplicates)


def handle_import(arguments: argparse.Namespace, store: Store) -> int:
    """Import, print the report; 1 when anything was refused."""
    with store.transaction() as session:
        report = importing.import_files(
            session,
            arguments.paths,
            dry_run=arguments.dry_run,
            strict=arguments.strict,
            mapping=arguments.mapping,
            source=arguments.source,
        )
    if arguments.json:
        _print_json(report)
    else:
        print("\n".join(report.lines()))
    return 1 if report.refused else 0


def handle_validate(arguments: argparse.Namespace, store: Store) -> int:
    """Check files and print what is wrong; 1 when an import would refuse anything."""
    report = importing.check(arguments.paths, arguments.mapping)
    if arguments.json:
        _print_json(report)
        return 1 if report.refused else 0
    print("\n".join([*report.notes, f"{len(report.files)} file(s) checked; nothing was changed."]))
    counts = ", ".join(f"{tally.created} {kind}" for kind, tally in report.tallies.items())
    print(f"  Found: {counts or 'nothing that could be taken'}.")
    print("\n".join(report.problem_lines()) or "  Nothing is wrong with them.")
    return 1 if report.refused else 0


def handle_export(arguments: argparse.Namespace, store: Store) -> int:
    """Write the files and print how many objects or rows each holds."""
    target: Path = arguments.folder
    zipped = target.suffix.lower() == ".zip"
    form = arguments.form or ("csv" if zipped else "json")
    if zipped and form == "json":
        print("kinpath directory export: JSON goes into a folder; a zip file holds tables", file=sys.stderr)
        return 2
    with store.reading() as session:
        written = packages.export(session, target) if form == "csv" else exporting.export(session, target)
    for name, count in written.items():
        print(f"{target / name}: {count}")
    if not written:
        print("The directory is empty; nothing was written.", file=sys.stderr)
    return 0 if written else 1


def handle_history(arguments: argparse.Namespace, store: Store) -> int:
    """Print what happened to a record, oldest first, or the latest imports; 1 when nothing is known of it."""
    with store.reading() as session:
        if arguments.id is None:
            print("\n".join(telling.imports(session)) or "Nothing was imported yet.")
            return 0
        told = telling.of(session, arguments.id)
    if arguments.json:
        print(json.dumps([one.as_json() for one in told], ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(str, told)) or f"No import knows of {arguments.id}.")
    return 0 if told else 1


def handle_duplicates(arguments: argparse.Namespace, store: Store) -> int:
    """Print likely duplicates, the surest first."""
    with store.reading() as session:
        found = finding.find(session, tuple(arguments.kind or finding.KINDS), arguments.least)
    shown = found[: max(arguments.limit, 0)]
    if arguments.json:
        print(json.dumps([one.as_json() for one in shown], ensure_ascii=False, indent=2))
        return 0
    for one in shown:
        print(one)
    rest = f"; the {len(shown)} surest are shown" if len(found) > len(shown) else ""
    print(f"{len(found)} likely pair(s){rest}. Nothing was changed.")
    return 0


def _print_json(report: Report) -> None:
    print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
