"""`kinpath navigators`: who can be asked, from the command line."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from bot.handoff import desk, navigators
from bot.handoff.models import Navigator
from bot.handoff.navigators import BadNumber
from bot.store import Store
from bot.vault import mask


def add_parsers(subparsers: Any) -> None:
    """`kinpath navigators add | list | remove | away | back`."""
    top = subparsers.add_parser("navigators", help="peer navigators: add, list, remove, away, back")
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
    add.add_argument(
        "--counties", nargs="*", default=[], metavar="NAME", help="counties she knows; none for all"
    )
    add.add_argument("--topics", nargs="*", default=[], metavar="NEED", help="needs she knows well")
    add.add_argument("--capacity", type=int, default=3, help="families at the same time")
    add.add_argument("--supervisor", action="store_true", help="asked when no other answers")
    add.set_defaults(handler=handle_add)
    listing = actions.add_parser("list", help="who there is")
    listing.add_argument("--show-numbers", action="store_true", help="show phone numbers whole")
    listing.set_defaults(handler=handle_list)
    for name, handler, help_text in (
        ("remove", handle_remove, "take a navigator off the list"),
        ("away", handle_away, "she gets no new families"),
        ("back", handle_back, "she gets families again"),
    ):
        action = actions.add_parser(name, help=help_text)
        action.add_argument("phone")
        action.set_defaults(handler=handler)


def handle_add(arguments: argparse.Namespace, store: Store) -> int:
    """Add or renew."""
    try:
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
            )
            desk.drain(session, navigator)
            print(
                f"{navigator.name} ({mask(navigator.phone)}) can be asked, in {', '.join(navigator.languages)}"
            )
    except BadNumber as error:
        print(f"kinpath: {error}", file=sys.stderr)
        return 1
    return 0


def handle_list(arguments: argparse.Namespace, store: Store) -> int:
    """Print a line for each navigator."""
    with store.reading() as session:
        found = navigators.all_of(session)
        for navigator in found:
            phone = navigator.phone if arguments.show_numbers else mask(navigator.phone)
            state = "on shift" if navigator.on_shift else "away"
            role = ", supervisor" if navigator.supervisor else ""
            print(f"{navigator.name:<20} {phone:<18} {state:<9} {' '.join(navigator.languages)}{role}")
    if not found:
        print("no navigators yet: kinpath navigators add NAME PHONE --languages en es")
    return 0


def handle_remove(arguments: argparse.Namespace, store: Store) -> int:
    """Take off the list."""
    return _with(arguments, store, lambda session, navigator: navigators.remove(session, navigator))


def handle_away(arguments: argparse.Namespace, store: Store) -> int:
    """No new families."""
    return _with(arguments, store, lambda session, navigator: setattr(navigator, "on_shift", False))


def handle_back(arguments: argparse.Namespace, store: Store) -> int:
    """Families again; whoever waits is offered."""

    def back(session: Any, navigator: Navigator) -> None:
        navigator.on_shift = True
        desk.drain(session, navigator)

    return _with(arguments, store, back)


def _with(arguments: argparse.Namespace, store: Store, act: Any) -> int:
    try:
        with store.transaction() as session:
            navigator = navigators.for_phone(session, navigators.number(arguments.phone))
            if navigator is None:
                print("kinpath: no navigator has this number", file=sys.stderr)
                return 1
            act(session, navigator)
            print(f"{navigator.name}: done")
    except BadNumber as error:
        print(f"kinpath: {error}", file=sys.stderr)
        return 1
    return 0
