"""`kinpath navigators`: who can be asked, from the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from bot.handoff import desk, navigators, shifts, wishes
from bot.handoff.models import Navigator
from bot.handoff.presence import own_cases
from bot.store import Store, new_id
from bot.vault import mask


def add_parsers(subparsers: Any) -> None:
    """`kinpath navigators add | change | list | remove | away | back`."""
    top = subparsers.add_parser("navigators", help="peer navigators: add, change, list, remove, away, back")
    actions = top.add_subparsers(metavar="action", required=True)
    add = actions.add_parser("add", help="add a navigator, or renew the one with this number")
    add.add_argument("name")
    add.add_argument("phone", help="as people write it: (213) 555-0142")
    add.add_argument(
        "--languages", nargs="+", default=["en"], metavar="CODE", help="languages she speaks: en es vi"
    )
    add.add_argument(
        "--communities", nargs="*", default=[], metavar="CODE", help="communities she is part of"
    )
    add.add_argument("--counties", nargs="*", default=[], metavar="NAME", help="counties she knows")
    add.add_argument(
        "--topics",
        nargs="*",
        default=[],
        metavar="TOPIC",
        help=f"needs she knows well, and what she says of herself: {' '.join(wishes.KINDS)}",
    )
    add.add_argument("--capacity", type=int, default=3, metavar="N", help="families at the same time")
    add.add_argument("--supervisor", action="store_true", help="asked when no other answers")
    add.add_argument(
        "--shift", default="", metavar="HOURS", help='like "mon-fri 9:00-17:00, sat 10:00-14:00"'
    )
    add.add_argument(
        "--time-zone", default="America/Los_Angeles", metavar="ZONE", help="the zone of her hours"
    )
    add.set_defaults(handler=handle_add)
    change = actions.add_parser("change", help="change some things of a navigator; the others stay")
    change.add_argument("phone")
    for name, metavar in (
        ("languages", "CODE"),
        ("communities", "CODE"),
        ("counties", "NAME"),
        ("topics", "TOPIC"),
    ):
        change.add_argument(f"--{name}", nargs="*", metavar=metavar)
    change.add_argument("--capacity", type=int, metavar="N")
    change.add_argument("--supervisor", choices=("yes", "no"))
    change.set_defaults(handler=handle_change)
    listing = actions.add_parser("list", help="who there is")
    listing.add_argument("--show-numbers", action="store_true", help="show phone numbers whole")
    listing.set_defaults(handler=handle_list)
    for name, handler, help_text in (
        ("remove", handle_remove, "take a navigator off the list; her families go to others"),
        ("away", handle_away, "she gets no new families"),
        ("back", handle_back, "she gets families again"),
    ):
        action = actions.add_parser(name, help=help_text)
        action.add_argument("phone")
        action.set_defaults(handler=handler)


def handle_add(arguments: argparse.Namespace, store: Store) -> int:
    """Add or renew; whoever waits is offered to her."""
    try:
        hours = shifts.read(arguments.shift) if arguments.shift else []
        with store.transaction() as session:
            navigator = navigators.add(
                session,
                arguments.name,
                arguments.phone,
                arguments.languages,
                arguments.communities,
                arguments.counties,
                arguments.topics,
                arguments.capacity,
                arguments.supervisor,
                hours,
                arguments.time_zone,
            )
            desk.drain(session)
    except ValueError as error:
        return _complain(str(error))
    print(f"{navigator.name} ({mask(navigator.phone)}) can be asked, in {', '.join(navigator.languages)}")
    return 0


def handle_change(arguments: argparse.Namespace, store: Store) -> int:
    """Change what was given; whoever waits is offered to her if she can take more now."""

    def change(session: Session, navigator: Navigator) -> None:
        navigators.change(
            session,
            navigator,
            arguments.languages,
            arguments.communities,
            arguments.counties,
            arguments.topics,
            arguments.capacity,
            None if arguments.supervisor is None else arguments.supervisor == "yes",
        )
        desk.drain(session)

    return _with(arguments, store, change)


def handle_list(arguments: argparse.Namespace, store: Store) -> int:
    """Print a line for each navigator."""
    with store.reading() as session:
        found = navigators.all_of(session)
        for navigator in found:
            phone = navigator.phone if arguments.show_numbers else mask(navigator.phone)
            state = "stopped" if navigator.stopped_at else "on shift" if navigator.on_shift else "away"
            load = f"{len(own_cases(session, navigator))}/{navigator.capacity}"
            role = ", supervisor" if navigator.supervisor else ""
            print(
                f"{navigator.name:<20} {phone:<18} {state:<9} {load:<5} {' '.join(navigator.languages)}{role}"
            )
    if not found:
        print("no navigators yet: kinpath navigators add NAME PHONE --languages en es")
    return 0


def handle_remove(arguments: argparse.Namespace, store: Store) -> int:
    """Take off the list; her open cases go to others."""
    return _with(arguments, store, desk.remove)


def handle_away(arguments: argparse.Namespace, store: Store) -> int:
    """No new families; she is told."""
    return _with(arguments, store, lambda session, one: desk.go_away(session, one, f"desk:cli:{new_id()}"))


def handle_back(arguments: argparse.Namespace, store: Store) -> int:
    """Families again; whoever waits is offered."""
    return _with(arguments, store, lambda session, one: desk.come_back(session, one, f"desk:cli:{new_id()}"))


def _with(arguments: argparse.Namespace, store: Store, act: Callable[[Session, Navigator], None]) -> int:
    try:
        with store.transaction() as session:
            navigator = navigators.for_phone(session, navigators.number(arguments.phone))
            if navigator is None:
                return _complain("no navigator has this number")
            act(session, navigator)
    except ValueError as error:
        return _complain(str(error))
    print(f"{navigator.name}: done")
    return 0


def _complain(problem: str) -> int:
    print(f"kinpath: {problem}", file=sys.stderr)
    return 1
