"""`kinpath understand`: one message a line in, one reading a line out."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.settings import ROOT, Settings

if TYPE_CHECKING:  # at run time only when the command runs: other commands should not wait for it
    from bot.understanding.reader import Reader


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this room to `kinpath`."""
    parser = subparsers.add_parser(
        "understand", help="read messages, one a line, and print what is understood as JSON"
    )
    parser.add_argument("--model", type=Path, help="a trained model (the newest in models/)")
    parser.add_argument("--language", help="the language the family used before")
    parser.set_defaults(run=understand)


def understand(arguments: argparse.Namespace, settings: Settings) -> int:
    """Read standard input line by line; 1 when there is no model."""
    from bot.understanding.reader import ModelError, Reader, newest_model

    try:
        reader = Reader.from_model(arguments.model or newest_model(ROOT / "models"))
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    # a stray byte must not stop the reading, and only a line feed ends a message
    lines = open(sys.stdin.fileno(), encoding="utf-8", errors="replace", newline="\n", closefd=False)  # noqa: SIM115, PTH123
    read_lines(reader, lines, sys.stdout, arguments.language)
    return 0


def read_lines(reader: "Reader", lines: Iterable[str], out: TextIO, prior: str | None = None) -> None:
    """Write the reading of every line as one line of JSON."""
    for line in lines:
        reading = reader.read(line.rstrip("\r\n"), prior)
        out.write(json.dumps(reading.as_json(), ensure_ascii=False) + "\n")
        out.flush()
