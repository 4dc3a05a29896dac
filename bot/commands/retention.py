"""`kinpath retention`: forget now what is too old. The server does the same once a day."""

from __future__ import annotations

import argparse
from typing import Any

from bot.settings import Settings


def add_parsers(subparsers: Any) -> None:
    """`kinpath retention`."""
    retention = subparsers.add_parser(
        "retention", help="forget what is too old; the server does so every day"
    )
    retention.set_defaults(run=handle)


def handle(arguments: argparse.Namespace, settings: Settings) -> int:
    """Empty or delete what is older than the settings allow, and print how much of each kind."""
    from bot.handoff import retaining
    from bot.store import Store

    store = Store(settings)
    store.upgrade()
    for name, count in retaining.run(store, retaining.Days.of(settings)).items():
        print(f"{name:<28}{count}")
    store.close()
    return 0
