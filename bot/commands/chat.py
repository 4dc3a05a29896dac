"""`kinpath chat`: a conversation in the terminal that shows what was understood as it goes."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot.settings import Settings

FAMILY = "+15550109901"
NAVIGATORS = {"ana": "+15550100001", "linh": "+15550100002"}


def add_parsers(subparsers: Any) -> None:
    """`kinpath chat`."""
    chat = subparsers.add_parser(
        "chat",
        help="talk with Kinpath in the terminal; lines that begin with `ana:` or `linh:` are the navigators'",
    )
    chat.add_argument(
        "--repro", action="store_true", help="print the conversation as a transcript test at the end"
    )
    chat.add_argument("--quiet", action="store_true", help="show only what is said, not what was understood")
    chat.set_defaults(run=handle)


def handle(arguments: argparse.Namespace, settings: Settings) -> int:
    """Talk until the input ends. Nothing touches the real database: it is a fresh one each time."""
    from bot import logs

    logs.configure("error")
    with tempfile.TemporaryDirectory(prefix="kinpath-chat-") as folder:
        own = Settings.from_env({"KINPATH_DATABASE_URL": f"sqlite:///{Path(folder) / 'chat.db'}"})
        return asyncio.run(_talk(own, arguments))


async def _talk(settings: Settings, arguments: argparse.Namespace) -> int:
    from bot import agents, training, transcripts
    from bot.channels import first_run
    from bot.commands.progress import step
    from bot.rehearsal import Rehearsal
    from bot.store import Store

    with step("starting", "about twenty seconds"):
        store = Store(settings)
        store.upgrade()
        first_run.prepare(store, settings)
        rehearsal = Rehearsal.open(settings, store, await agents.load(training.train()))
    names = {FAMILY: "family", **{number: name for name, number in NAVIGATORS.items()}}
    transcript: list[str] = []
    while True:
        said = await asyncio.to_thread(_ask)
        if said is None:
            break
        speaker, words = _speaker(said)
        transcript.append(transcripts.line(names[speaker], words))
        if speaker == FAMILY and not arguments.quiet:
            _show(await rehearsal.house.understand(words, None))
        for line in await rehearsal.text(speaker, words):
            who = f"to {names.get(line.recipient, line.recipient)}"
            print(f"  [{who}] {line.words}\n")
            transcript.append(transcripts.line(who, line.words))
    if arguments.repro:
        print("\n".join(transcript))
    store.close()
    return 0


def _ask() -> str | None:
    try:
        return input("> " if sys.stdin.isatty() else "")
    except EOFError:
        return None


def _speaker(said: str) -> tuple[str, str]:
    name, colon, words = said.partition(":")
    if colon and name.strip().lower() in NAVIGATORS:
        return NAVIGATORS[name.strip().lower()], words.strip()
    return FAMILY, said


def _show(understood: Any) -> None:
    needs = ", ".join(f"{n['code']} {n['score']:.2f}" for n in understood.parse_data.get("needs") or [])
    entities = ", ".join(f"{e['entity']}={e['value']}" for e in understood.parse_data.get("entities") or [])
    print(
        f"  ({understood.language} {understood.language_confidence:.2f} · {understood.act} "
        f"{understood.act_confidence:.2f} · needs: {needs or '-'} · crisis: {understood.crisis or '-'} · "
        f"{entities or '-'})"
    )
