"""`kinpath directory link`: a signed link for an agency, with the words to send it by mail or as a text."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from bot.languages import CATALOGS
from bot.settings import Settings


def add_parser(kinds: Any) -> None:
    """`kinpath directory link`."""
    link = kinds.add_parser("link", help="a link by which an agency sees and corrects its own record")
    link.add_argument("id", nargs="?", metavar="ID", help="of a service, or of a service at a location")
    link.add_argument("--by", metavar="NAME", help="who sends it (your name on this machine)")
    link.add_argument(
        "--days", type=int, default=30, metavar="N", help="how long it is good for (%(default)s)"
    )
    link.add_argument(
        "--language", choices=CATALOGS, default="en", help="of the words to send it by (%(default)s)"
    )
    link.add_argument(
        "--correction",
        type=int,
        metavar="NUMBER",
        help="it is sent because of this correction, which is asked then",
    )
    link.add_argument("--list", action="store_true", help="list links, of all records or of one")
    link.add_argument("--revoke", type=int, metavar="NUMBER", help="take a link back")
    link.set_defaults(run=handle)


def handle(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make, list or revoke links; 1 when there is no such record or link, 2 when nothing was asked for."""
    from bot import logs
    from bot.directory.trust.deciding import NotPossible
    from bot.store import Store

    logs.configure("warning")
    store = Store(settings)
    try:
        store.upgrade()
        if arguments.revoke is not None:
            return _revoke(arguments, store)
        if arguments.list:
            return _list(arguments, store)
        if arguments.id is None or arguments.days < 1:
            print("kinpath: say for which record: kinpath directory link ID [--days N]", file=sys.stderr)
            return 2
        return _make(arguments, store, settings)
    except NotPossible as problem:
        print(f"kinpath: {problem}", file=sys.stderr)
        return 1
    finally:
        store.close()


def _make(arguments: argparse.Namespace, store: Any, settings: Settings) -> int:
    from babel.dates import format_date

    from bot.channels import agency, agency_words
    from bot.directory.trust import deciding, fields, links
    from bot.directory.trust.deciding import NotPossible
    from bot.directory.trust_command import name_of
    from bot.languages import locale_of
    from bot.replies import cards

    by, catalog = name_of(arguments), arguments.language
    with store.transaction() as session:
        record = fields.read(session, arguments.id)
        if record is None:
            raise NotPossible(f"the directory shows no {arguments.id}")
        if arguments.correction is not None:
            asked = deciding.get(session, arguments.correction)
            if record.document["id"] != asked.service_id:
                raise NotPossible(f"correction {asked.id} is on another record: {asked.record_id}")
            deciding.ask(session, asked, by, f"the agency was sent a link, good for {arguments.days} days")
        link = links.make(session, record.card.id, by, arguments.days, arguments.correction)
        address = f"{settings.address}{agency.PREFIX}/{links.token(link)}"
    until = format_date(link.expires_at, "long", locale=locale_of(catalog))
    name = f"{record.card.organization} ({cards.phrase(catalog, record.card.service)})"
    subject, body = agency_words.mail(catalog, name, address, until)
    print(f"Link {link.id}, good until {link.expires_at:%Y-%m-%d}.")
    print(f"To take it back: kinpath directory link --revoke {link.id}")
    if record.card.email:
        print(f"The record's own address: {record.card.email}")
    print(f"\nBy mail:\n\n{subject}\n\n{body}")
    print(f"\nAs a text:\n\n{agency_words.sms(catalog, record.card.organization, address)}")
    return 0


def _list(arguments: argparse.Namespace, store: Any) -> int:
    from bot.directory import records
    from bot.directory.trust import links

    with store.reading() as session:
        for link in links.of_record(session, arguments.id):
            card = records.get(session, link.record_id)
            state = "taken back" if link.revoked_at else "good" if links.is_good(link) else "expired"
            answered = f", answered {link.answered_at:%Y-%m-%d}" if link.answered_at else ""
            name = card.organization if card else link.record_id
            print(
                f"{link.id:>4}  {state} until {link.expires_at:%Y-%m-%d}{answered}, by {link.made_by}: {name}"
            )
    return 0


def _revoke(arguments: argparse.Namespace, store: Any) -> int:
    from bot.directory.trust import links
    from bot.directory.trust.deciding import NotPossible
    from bot.directory.trust.tables import AgencyLink

    with store.transaction() as session:
        link = session.get(AgencyLink, arguments.revoke)
        if link is None:
            raise NotPossible(f"there is no link {arguments.revoke}")
        links.revoke(session, link)
    print(f"Link {arguments.revoke} opens nothing any more.")
    return 0
