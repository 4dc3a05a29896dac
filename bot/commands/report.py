"""`kinpath report`: what families lack, what the directory has, and how the desk stands."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.commands import coverage
from bot.delivery.quiet import PACIFIC
from bot.settings import Settings
from bot.store import Store


def add_parsers(subparsers: Any) -> None:
    """`kinpath report lacking | coverage | handoffs`."""
    report = subparsers.add_parser("report", help="what families lack, and what the directory has")
    kinds = report.add_subparsers(metavar="kind", required=True)
    lacking = kinds.add_parser("lacking", help="what families asked for and the directory did not have")
    lacking.set_defaults(run=handle_lacking)
    coverage.add_parser(kinds)
    handoffs = kinds.add_parser("handoffs", help="how it went when families asked for a person")
    handoffs.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="only those asked for since a day")
    handoffs.add_argument("--json", action="store_true", help="as JSON")
    handoffs.set_defaults(handler=handle_handoffs)


def _day(written: str) -> datetime:
    return datetime.strptime(written, "%Y-%m-%d").replace(tzinfo=PACIFIC)


def handle_handoffs(arguments: argparse.Namespace, store: Store) -> int:
    """Print asked, offered, accepted, answered, closed, expired, declined and waits, by language and community."""
    from bot.handoff import figures

    with store.reading() as session:
        report = figures.report(session, arguments.since)
    if arguments.json:
        print(json.dumps(asdict(report), default=str, indent=2))
        return 0
    if report.all is None:
        print(f"fewer than {figures.FEW} families asked for a person; fewer are not shown")
        return 0
    columns = ("asked", "offered", "accepted", "answered", "closed", "expired", "declined")
    print(f"{'':<20}" + "".join(f"{name:>10}" for name in (*columns, "p50", "p90")))
    for title, rows in (
        ("", (report.all,)),
        ("by language", report.languages),
        ("by community asked for", report.communities),
    ):
        if title:
            print(title)
        for row in rows:
            counts = "".join(f"{getattr(row, name):>10}" for name in columns)
            print(f"{row.group:<20}{counts}{_waited(row.p50):>10}{_waited(row.p90):>10}")
    print("p50, p90: minutes from asking to the first human word, of half and of nine in ten")
    return 0


def _waited(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds / 60:.1f}"


def handle_lacking(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print need, county, language and how often, the most frequent first."""
    from bot.conversations import lacking

    store = Store(settings)
    store.upgrade()
    with store.reading() as session:
        rows = lacking.counts(session)
    print(f"{'need':<24}{'county':<20}{'language':<10}times")
    for need, county, language, times in rows:
        print(f"{need:<24}{county or '-':<20}{language:<10}{times}")
    if not rows:
        print("nothing was lacking so far")
    store.close()
    return 0
