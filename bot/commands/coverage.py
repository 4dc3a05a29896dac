"""`kinpath report coverage`: what the directory has for whom, and the gaps, those that hurt first."""

from __future__ import annotations

import argparse
import json
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from bot.store import Store

VIEWS = ("need", "county", "language", "community", "cell", "gap")
NARROWED_BY = ("county", "need", "language", "community")
FIRST = 12
"""Gaps shown in a terminal below the table."""
ROWS = 70
"""Rows of a table shown in a terminal; --csv gives them all."""


def add_parser(kinds: Any) -> None:
    """`kinpath report coverage`."""
    coverage = kinds.add_parser("coverage", help="what the directory has in each county, and the gaps")
    coverage.add_argument("--by", choices=VIEWS, default="need", help="the table to give (need)")
    for name in NARROWED_BY:
        coverage.add_argument(f"--{name}", metavar=name.upper(), help=f"only the rows of this {name}")
    form = coverage.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="the table as CSV")
    form.add_argument("--json", action="store_true", help="every table as JSON")
    form.add_argument("--html", type=Path, metavar="FILE", help="write all of it with a map into one page")
    coverage.set_defaults(handler=handle)


def handle(arguments: argparse.Namespace, store: Store) -> int:
    """Print the table that was asked for, or write the page; 2 for a code or county there is none of."""
    from bot.conversations import lacking
    from bot.directory import bundled, index
    from bot.directory.gaps import page, reporting, tables, texts
    from bot.directory.gaps.grouping import grouped
    from bot.languages import code_of
    from bot.store import now

    wanted = _wanted(arguments)
    if wanted is None:
        return 2
    with store.transaction() as session:
        bundled.fill_if_empty(session)
        index.make_if_missing(session)
    with store.reading() as session:
        asked = [(need, county, code_of(catalog), n) for need, county, catalog, n in lacking.counts(session)]
        report = reporting.report(session, asked)
    if arguments.html:
        arguments.html.write_text(page.html(report, now()), encoding="utf-8")
        print(f"{arguments.html}: open it in a browser")
        return 0
    if arguments.json:
        made = {view: make(report).where(wanted).as_json() for view, make in tables.VIEWS.items()}
        print(json.dumps(made, ensure_ascii=False, indent=1))
        return 0
    table = tables.VIEWS[arguments.by](report).where(wanted)
    if arguments.csv:
        texts.write_csv(table, sys.stdout)
        return 0
    print("\n".join(texts.lines(arguments.by, table, ROWS)))
    if arguments.by == "need" and not wanted:
        print("", *texts.summary(report), sep="\n")
        if hurting := list(texts.hurting(report, FIRST)):
            print("", "Asked for, and nothing answered:", *hurting, sep="\n")
        print("", "The worst by need:", *islice(grouped(report.gaps), FIRST), sep="\n")
    return 0


def _wanted(arguments: argparse.Namespace) -> dict[str, str] | None:
    """What the rows are narrowed to; None, having said why, when there is no such thing."""
    from bot import gazetteer
    from bot.directory.gaps import counting

    wanted = {name: str(given) for name in NARROWED_BY if (given := getattr(arguments, name))}
    if place := gazetteer.county(wanted.get("county", "")):
        wanted["county"] = place.name
    known = {
        "county": counting.counties(),
        "need": tuple(counting.needs()),
        "community": tuple(counting.communities()),
    }
    for name, names in known.items():
        if name in wanted and wanted[name] not in names:
            print(f"kinpath: no such {name}: {wanted[name]}. There are: {', '.join(names)}", file=sys.stderr)
            return None
    return wanted
