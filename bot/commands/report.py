"""`kinpath report`: what families lack, and how the desk and the delivery stand."""

from __future__ import annotations

import argparse
from typing import Any

from bot.settings import Settings


def add_parsers(subparsers: Any) -> None:
    """`kinpath report lacking`."""
    report = subparsers.add_parser("report", help="what families lack")
    kinds = report.add_subparsers(metavar="kind", required=True)
    lacking = kinds.add_parser("lacking", help="what families asked for and the directory did not have")
    lacking.set_defaults(run=handle_lacking)


def handle_lacking(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print need, county, language and how often, the most frequent first."""
    from bot.conversations import lacking
    from bot.store import Store

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
