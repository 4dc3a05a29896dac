"""The `kinpath` command. Each subcommand imports what it needs when it runs: few need Rasa."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from bot.settings import Settings, SettingsError

COMMANDS = (
    "bot.commands.serve",
    "bot.commands.train",
    "bot.commands.chat",
    "bot.understanding.commands",
    "bot.commands.directory",
    "bot.handoff.commands_cli",
    "bot.delivery.commands",
    "bot.commands.report",
    "bot.commands.retention",
    "bot.commands.migration",
    "bot.commands.phrases",
    "bot.commands.reference",
)
"""Modules with add_parsers(subparsers). The roof's own commands set `run`, called with (arguments, settings);
a room's commands set `handler`, called with (arguments, store)."""


def parser() -> argparse.ArgumentParser:
    """The whole command line; docs/cli.md is made from it."""
    top = argparse.ArgumentParser(
        prog="kinpath",
        description="A family navigator that speaks the family's language, on SMS and the web.",
    )
    subparsers = top.add_subparsers(metavar="command", required=True)
    for name in COMMANDS:
        importlib.import_module(name).add_parsers(subparsers)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 for done, 1 for not done, 2 for a wrong call or setting."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    parsed = parser().parse_args(arguments)
    try:
        settings = Settings.from_env()
        return int(parsed.run(parsed, settings)) if "run" in parsed else _in_a_room(parsed, settings)
    except SettingsError as error:
        print(f"kinpath: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _in_a_room(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot import logs
    from bot.store import Store

    logs.configure("warning")
    store = Store(settings)
    try:
        store.upgrade()
        return int(parsed.handler(parsed, store))
    finally:
        store.close()


if __name__ == "__main__":
    sys.exit(main())
