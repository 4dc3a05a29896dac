"""`kinpath directory verify/queue/corrections`, as functions that take (arguments, store)."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy.orm import Session

from bot.directory import records
from bot.directory.trust import checking, deciding, fields, queue, reporting
from bot.directory.trust.deciding import Applied, NotPossible
from bot.directory.trust.kinds import ABOUT, Kind
from bot.directory.trust.tables import Correction
from bot.store import Store

ACTIONS = ("list", "show", "apply", "refuse", "ask", "open")


def add_parsers(kinds: Any) -> None:
    """Add the actions of `kinpath directory` by which stewards keep it right."""
    checked = kinds.add_parser("verify", help="record that a service was checked and is right")
    checked.add_argument("id", metavar="ID", help="of a service, or of a service at a location")
    _by(checked)
    checked.add_argument("--how", choices=[*checking.HOWS], required=True, help="how it was checked")
    checked.set_defaults(handler=handle_verify)
    waiting = kinds.add_parser("queue", help="what to check next, the most pressing first")
    waiting.add_argument("--limit", type=int, default=20, metavar="N", help="how many (%(default)s)")
    waiting.add_argument("--county", metavar="C", help="only services that serve this county")
    waiting.add_argument("--json", action="store_true", help="as JSON")
    waiting.set_defaults(handler=handle_queue)
    said = kinds.add_parser(
        "corrections", help="what is said to be wrong: list, show, apply, refuse, ask the agency, open"
    )
    said.add_argument("action", nargs="?", choices=ACTIONS, default="list", help="what to do (list)")
    said.add_argument(
        "numbers", nargs="*", metavar="NUMBER", help="of corrections; with open, the ID of a record"
    )
    _by(said)
    said.add_argument("--all", action="store_true", help="list those that are decided too")
    said.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help=f"with apply: what is right; fields: {', '.join(fields.FIELDS)}",
    )
    said.add_argument("--how", choices=[*checking.HOWS], help="with apply: how it was checked (phone)")
    said.add_argument("--because", default="", metavar="TEXT", help="why, or what was found out; kept")
    said.add_argument("--kind", choices=[kind.value for kind in Kind][:6], help="with open: what is wrong")
    said.add_argument("--json", action="store_true", help="as JSON")
    said.set_defaults(handler=handle_corrections)


def _by(parser: Any) -> None:
    parser.add_argument(
        "--by", metavar="NAME", help="who does it, as the history will say (your name on this machine)"
    )


def name_of(arguments: argparse.Namespace) -> str:
    """Who does it: as said, else as this machine knows her."""
    return str(arguments.by or getpass.getuser())


def handle_verify(arguments: argparse.Namespace, store: Store) -> int:
    """Record a check; 1 when the directory has no such record."""
    with store.transaction() as session:
        service = reporting.service_of(session, arguments.id)
        if service is None:
            print(f"kinpath: the directory shows no {arguments.id}", file=sys.stderr)
            return 1
        checking.verify(session, service, name_of(arguments), arguments.how)
        card = records.of_service(session, service)
        left = deciding.listed(session, record_id=service)
    if card is not None:
        print(
            f"{card.organization}, {card.service}: checked {card.assured_on} {checking.HOWS[arguments.how]}."
        )
    if left:
        numbers = ", ".join(str(one.id) for one in left)
        print(f"Still to be decided on it: corrections {numbers} (kinpath directory corrections show …).")
    return 0


def handle_queue(arguments: argparse.Namespace, store: Store) -> int:
    """Print what to check next."""
    with store.reading() as session:
        found = queue.next_ones(session, max(arguments.limit, 0), arguments.county)
    if arguments.json:
        print(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=2))
        return 0
    for number, one in enumerate(found, 1):
        said, age = one.as_json(), "never dated" if one.days is None else f"verified {one.days} days ago"
        reach = said["phone"] or said["url"] or "no phone or page"
        print(f"{number:>3}. {one.card.organization}: {one.card.service}. {reach}")
        print(f"     shown {one.families} times in 90 days, {one.reports} open reports, {age}  {one.card.id}")
    print(
        "Nothing to check." if not found else "When one is checked: kinpath directory verify ID --how phone"
    )
    return 0


def handle_corrections(arguments: argparse.Namespace, store: Store) -> int:
    """List corrections, show them, or decide on them; 1 when that cannot be done, and then nothing is."""
    try:
        if arguments.action == "list":
            return _list(arguments, store)
        with store.transaction() as session:
            if arguments.action == "open":
                return _open(arguments, session)
            found = [deciding.get(session, _number(written)) for written in arguments.numbers]
            if not found:
                raise NotPossible(f"say which: kinpath directory corrections {arguments.action} NUMBER")
            return _DOINGS[arguments.action](arguments, session, found)
    except NotPossible as problem:
        print(f"kinpath: {problem}", file=sys.stderr)
        return 1


def _list(arguments: argparse.Namespace, store: Store) -> int:
    with store.reading() as session:
        found = deciding.listed(session, undecided=not arguments.all)
        if arguments.json:
            print(json.dumps([_as_json(session, one) for one in found], ensure_ascii=False, indent=2))
            return 0
        for one in found:
            print("\n".join(_lines(session, one)))
    print(f"{len(found)} correction(s){'' if arguments.all else ' to be decided'}.")
    return 0


def _open(arguments: argparse.Namespace, session: Session) -> int:
    for record in arguments.numbers:
        if reporting.service_of(session, record) is None:
            raise NotPossible(f"the directory shows no {record}")
        kind = Kind(arguments.kind) if arguments.kind else None
        words = f"{name_of(arguments)}: {arguments.because}"
        made = reporting.report(session, record, reporting.STEWARD, words, kind=kind)
        print(f"Correction {made.id} is open.")
    return 0


def _show(arguments: argparse.Namespace, session: Session, found: list[Correction]) -> int:
    if arguments.json:
        print(json.dumps([_as_json(session, one) for one in found], ensure_ascii=False, indent=2))
        return 0
    for one in found:
        print("\n".join(_lines(session, one)))
        record = fields.read(session, one.record_id)
        for name, value in record.values().items() if record else ():
            print(f"     {name:<13} {value or '-'}")
        for step in deciding.history(session, one):
            act = f" (act {step.import_id} of the directory's history)" if step.import_id else ""
            note = f": {step.note}" if step.note else ""
            print(f"     {step.at:%Y-%m-%d %H:%M} UTC  {step.state} by {step.by}{note}{act}")
    return 0


def _apply(arguments: argparse.Namespace, session: Session, found: list[Correction]) -> int:
    values = dict(_pair(written) for written in arguments.set) or None
    for one in found:
        done: Applied = deciding.apply(
            session, one, name_of(arguments), values, arguments.how, arguments.because
        )
        others = f"; {len(done.services)} services read otherwise now" if len(done.services) > 1 else ""
        print(f"Correction {one.id} is applied{others}.")
    return 0


def _refuse(arguments: argparse.Namespace, session: Session, found: list[Correction]) -> int:
    if not arguments.because:
        raise NotPossible("say --because TEXT: whoever reads the history wants to know why")
    for one in found:
        deciding.refuse(session, one, name_of(arguments), arguments.because)
        print(f"Correction {one.id} is refused; the record stays as it is.")
    return 0


def _ask(arguments: argparse.Namespace, session: Session, found: list[Correction]) -> int:
    for one in found:
        deciding.ask(session, one, name_of(arguments), arguments.because)
        print(
            f"Correction {one.id}: the agency is asked. To send it a link: kinpath directory link {one.record_id}"
        )
    return 0


_DOINGS: dict[str, Callable[[argparse.Namespace, Session, list[Correction]], int]] = {
    "show": _show,
    "apply": _apply,
    "refuse": _refuse,
    "ask": _ask,
}


def _number(written: str) -> int:
    if not written.isdigit():
        raise NotPossible(f"«{written}» is not the number of a correction")
    return int(written)


def _pair(written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not equals:
        raise NotPossible(f"write --set FIELD=VALUE, not --set {written}")
    return name.strip(), value


def _lines(session: Session, one: Correction) -> Iterator[str]:
    card = records.get(session, one.record_id)
    name = f"{card.organization}: {card.service}" if card else "no longer in the directory"
    yield f"{one.id:>4}  {one.kind} ({ABOUT[one.kind]}), from {_article(one.came_from)}, {one.state}"
    yield f"     {name}  {one.record_id}"
    if one.words:
        yield f"     «{one.words}»"
    for field, (before, after) in (one.proposed or {}).items():
        yield f"     {field}: «{before}» → «{after}»"


def _article(came_from: str) -> str:
    return f"an {came_from}" if came_from == reporting.AGENCY else f"a {came_from}"


def _as_json(session: Session, one: Correction) -> dict[str, Any]:
    return {
        "number": one.id,
        "record_id": one.record_id,
        "service_id": one.service_id,
        "kind": one.kind,
        "from": one.came_from,
        "state": one.state,
        "words": one.words,
        "proposed": one.proposed,
        "opened_at": one.opened_at.isoformat(),
        "history": [
            {
                "state": step.state,
                "at": step.at.isoformat(),
                "by": step.by,
                "note": step.note,
                "act": step.import_id,
            }
            for step in deciding.history(session, one)
        ],
    }
