"""The commands of this room: `kinpath directory …` and `kinpath search`. Each takes (arguments, store) and gives
the exit code: 0 for done, 1 for not done (it says why), 2 for a wrong call."""

from __future__ import annotations

from typing import Any

from bot.directory import exchange_command, search_command, trust_command


def add_parsers(subparsers: Any) -> Any:
    """Add `directory` and `search` to the command line; each parser's default `handler` is its function.

    Gives back where actions of `directory` are added, for those that need more than this room.
    """
    directory = subparsers.add_parser(
        "directory", help="import, export, check and compare a directory (HSDS 3.1)"
    )
    kinds = directory.add_subparsers(metavar="action", required=True)
    exchange_command.add_parsers(kinds)
    trust_command.add_parsers(kinds)
    search_command.add_parser(subparsers)
    return kinds
