"""`kinpath search`: finds services as a family would be shown them, and says why."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.directory import bundled, explaining, importing, index, opening, places, search
from bot.directory.places import Place, PlaceProblem
from bot.directory.ranking import Judged
from bot.directory.records import Found
from bot.directory.requests import Cost, Request
from bot.settings import ROOT
from bot.store import Store, now

TAXONOMY = ROOT / "data" / "taxonomy"


def add_parser(subparsers: Any) -> None:
    """Add `search` to the command line."""
    finding = subparsers.add_parser("search", help="find services as a family would be shown them")
    finding.add_argument(
        "--need", action="extend", nargs="+", metavar="CODE", help="a need of data/taxonomy/needs.csv"
    )
    finding.add_argument("--name", metavar="TEXT", help="find an organization or service by name instead")
    finding.add_argument("--program", metavar="NAME", help="find services about a program instead")
    finding.add_argument(
        "--text",
        metavar="WORDS",
        default="",
        help="words of the family: with needs, where they find too little",
    )
    finding.add_argument("--zip", metavar="ZIP", help="where the family is")
    finding.add_argument("--city", metavar="CITY", help="a city or a neighbourhood")
    finding.add_argument("--county", metavar="COUNTY", help="a county")
    finding.add_argument(
        "--language", action="append", default=[], metavar="CODE", help="a language wanted: es"
    )
    finding.add_argument(
        "--community", action="append", default=[], metavar="CODE", help="a community she named"
    )
    finding.add_argument("--child-age-months", type=int, metavar="N", help="the child's age in months")
    money = finding.add_mutually_exclusive_group()
    money.add_argument("--free", action="store_true", help="only what the record says is free")
    money.add_argument("--sliding", action="store_true", help="only what is free, or costs by income")
    finding.add_argument(
        "--undocumented",
        action="store_true",
        help="only where the record says that immigration status does not matter",
    )
    when = finding.add_mutually_exclusive_group()
    when.add_argument("--open-now", action="store_true", help="only what the record says is open now")
    when.add_argument(
        "--open-at", metavar="TIME", help="only what is open then, Pacific time: 2026-11-28T10:30"
    )
    finding.add_argument("--limit", type=int, default=3, metavar="N", help="how many (3)")
    finding.add_argument("--json", action="store_true", help="the services as JSON")
    finding.add_argument("--explain", action="store_true", help="every reason in words, with its points")
    finding.set_defaults(handler=handle)


def handle(arguments: argparse.Namespace, store: Store) -> int:
    """Search and print; 1 when the place is not known."""
    wrong = _wrong_call(arguments)
    if wrong:
        print(f"kinpath search: {wrong}", file=sys.stderr)
        return 2
    place = None
    if arguments.zip or arguments.city or arguments.county:
        place = places.resolve(arguments.zip, arguments.city, arguments.county)
    if isinstance(place, PlaceProblem):
        print(f"kinpath search: {place.value}", file=sys.stderr)
        if arguments.json:
            print("[]")
        return 1
    _make_ready(store)
    request = _request(arguments, place)
    with store.reading() as session:
        if arguments.name:
            judged = search.explain_name(session, arguments.name, request.limit, request)
        elif arguments.program:
            judged = search.explain_program(session, arguments.program, request)
        else:
            judged = search.explain(session, request)
        found = search.shown(session, judged)
    if arguments.json:
        print(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=2))
    else:
        print(
            "\n".join(_lines(found, judged if arguments.explain else [])) or "Nothing in the directory fits."
        )
    return 0


def _request(arguments: argparse.Namespace, place: Place | None) -> Request:
    at = _moment(arguments.open_at) if arguments.open_at else now() if arguments.open_now else None
    return Request(
        needs=tuple(arguments.need or ()),
        place=place,
        languages=tuple(arguments.language),
        communities=tuple(arguments.community),
        child_age_months=arguments.child_age_months,
        open_at=at,
        only_open=at is not None,
        cost=Cost.FREE if arguments.free else Cost.SLIDING if arguments.sliding else None,
        undocumented=arguments.undocumented,
        words=arguments.text,
        limit=arguments.limit,
    )


def _wrong_call(arguments: argparse.Namespace) -> str | None:
    if not (arguments.need or arguments.name or arguments.program or arguments.text):
        return "say --need CODE, --name TEXT, --program NAME or --text WORDS"
    for given, name in ((arguments.need or [], "needs"), (arguments.community, "communities")):
        known = _codes(name)
        unknown = [code for code in given if code not in known]
        if unknown:
            return f"no such code in {name}: {', '.join(unknown)}. The codes are: {', '.join(known)}"
    if arguments.open_at and _moment(arguments.open_at) is None:
        return f"--open-at must be a day and a time like 2026-11-28T10:30, not {arguments.open_at!r}"
    return "--limit must be 1 or more" if arguments.limit < 1 else None


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=opening.PACIFIC)


def _codes(name: str) -> list[str]:
    with (TAXONOMY / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return [row["code"] for row in csv.DictReader(file)]


def _make_ready(store: Store) -> None:
    with store.reading() as session:
        if index.is_made(session):
            return
        empty = importing.is_empty(session)
    print(
        "The directory is empty: loading the bundled one." if empty else "Making the search tables anew.",
        file=sys.stderr,
    )
    with store.transaction() as session:
        if empty:
            importing.import_path(session, bundled.BUNDLE)
        index.make_if_missing(session)


def _lines(found: list[Found], judged: list[Judged]) -> Iterable[str]:
    reasons = {one.record_id: one for one in judged}
    for number, one in enumerate(found, 1):
        away = f", {one.distance_km:.1f} km" if one.distance_km is not None else ""
        reach = " | ".join(filter(None, (_phone(one), one.address, one.url)))
        yield f"{number}. {one.organization}: {one.service}{away}"
        yield f"   {reach or 'no way to reach it is known'}"
        yield f"   {_sure(one)}  [{one.id}]"
        if one.id in reasons:
            yield from (f"      {line}" for line in explaining.lines(reasons[one.id]))


def _phone(one: Found) -> str | None:
    return ", ".join(phone.number for phone in one.phones) or None


def _sure(one: Found) -> str:
    dated = f"last verified {one.assured_text}" if one.assured_text else "not dated"
    if one.stale:
        dated += ", long ago"
    return f"{dated}; confirm by a call" if one.recheck else dated
