"""`kinpath directory` and `kinpath search`: the room's own actions, and the link that is sent to an agency."""

from __future__ import annotations

from typing import Any

from bot.commands import agency_link
from bot.directory import commands


def add_parsers(subparsers: Any) -> None:
    """The room's, and `kinpath directory link`."""
    agency_link.add_parser(commands.add_parsers(subparsers))
