"""`kinpath reference`: writes docs/settings.md, docs/cli.md and the texts in docs/navigators.md from the code."""

from __future__ import annotations

import argparse
import os
from dataclasses import fields
from typing import Any

from bot.settings import ROOT, Settings


def add_parsers(subparsers: Any) -> None:
    """`kinpath reference`."""
    reference = subparsers.add_parser(
        "reference",
        help="write docs/settings.md, docs/cli.md and the texts in docs/navigators.md (for developers)",
    )
    reference.set_defaults(run=handle)


def handle(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the pages."""
    from bot.commands import navigators_page

    pages = {"settings.md": settings_page(), "cli.md": cli_page(), "navigators.md": navigators_page.page()}
    for name, page in pages.items():
        (ROOT / "docs" / name).write_text(page, encoding="utf-8")
        print(f"docs/{name}")
    return 0


def settings_page() -> str:
    """The table of settings."""
    rows = []
    for setting in fields(Settings):
        default = str(setting.default).replace(str(ROOT), ".")
        rows.append(
            f"| `{setting.metadata['env']}` | {f'`{default}`' if default else ''} | {setting.metadata['about']} |"
        )
    return (
        "# Settings\nRead from the environment, once, at start. Made by `kinpath reference` from `bot/settings.py`.\n\n"
        "| setting | default | what it is for |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def cli_page() -> str:
    """Every command's own help."""
    from bot.cli import parser

    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "100"
    try:
        sections = list(_sections(parser()))
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before
    return (
        "# The `kinpath` command\nMade by `kinpath reference` from the command line itself.\n\n"
        + "\n".join(sections)
    )


def _sections(parser: argparse.ArgumentParser) -> list[str]:
    found = [f"## {parser.prog}\n```\n{parser.format_help()}```\n"]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for sub in dict.fromkeys(action.choices.values()):
                found += _sections(sub)
    return found
