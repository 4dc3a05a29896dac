"""/agency/<token>: an agency looks at its own record and answers for it. A steward decides what families see."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, html
from sqlalchemy.orm import Session

from bot.channels import agency_page
from bot.channels.asked_language import catalog_of_request
from bot.channels.house import House
from bot.channels.pace import Pace
from bot.channels.pages import PAGE_HEADERS
from bot.directory.freshness import Today
from bot.directory.trust import fields, links, proposing
from bot.directory.trust.fields import Record
from bot.directory.trust.proposing import WrongFields
from bot.directory.trust.tables import AgencyLink
from bot.replies import cards
from bot.store import now

log = structlog.get_logger()

PREFIX = "/agency"
ANSWERS, SECONDS = 10, 600.0
"""So many answers by one link in so many seconds."""
LONGEST = 4000
"""Characters of a field that are looked at."""
HEADERS = {
    **PAGE_HEADERS,
    "Content-Security-Policy": PAGE_HEADERS["Content-Security-Policy"].replace(
        "form-action 'none'", "form-action 'self'"
    ),
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Opened:
    """A good link and its record."""

    link: AgencyLink
    record: Record


def blueprint() -> Blueprint:
    """GET, HEAD and POST of /agency/<token>."""
    routes = Blueprint("agency", url_prefix=PREFIX)
    pace = Pace(ANSWERS, SECONDS)

    async def show(request: Request, token: str) -> HTTPResponse:
        catalog, house = catalog_of_request(request, request.args.get("language")), _house(request)
        opened = await house.store.read(lambda session: _open(session, token))
        if opened is None:
            return _gone(catalog, request.path)
        if request.args.get("sent"):
            return _page(agency_page.message(catalog, request.path, "thanks", "thanks_more"))
        return _page(_form(catalog, request.path, opened.record))

    async def answer(request: Request, token: str) -> HTTPResponse:
        catalog, house = catalog_of_request(request, request.args.get("language")), _house(request)
        given = {
            name: (request.form or {}).get(name) for name in (*proposing.ASKED_OF_AGENCIES, "ended", "note")
        }
        written = {name: str(value)[:LONGEST] for name, value in given.items() if value is not None}
        opened = await house.store.read(lambda session: _open(session, token))
        if opened is None:
            return _gone(catalog, request.path)
        if pace.wait_for(str(opened.link.id)):
            return _page(agency_page.message(catalog, request.path, "too_often", ""), 429)
        ended, note = written.pop("ended", "") == "yes", written.pop("note", "")

        def keep(session: Session) -> None:
            again = _open(session, token)
            if again is not None:
                proposing.propose(session, again.link, again.record, written, ended, note)

        try:
            await house.store.run(keep)
        except WrongFields as wrong:
            page = _form(catalog, request.path, opened.record, written, wrong.problems, ended, note)
            return _page(page, 422)
        log.info("agency.answered", link=opened.link.id)
        # a page that is loaded again sends nothing twice
        return HTTPResponse(
            status=303, headers={**HEADERS, "Location": f"{request.path}?language={catalog}&sent=1"}
        )

    routes.add_route(show, "/<token:str>", methods=["GET", "HEAD"], name="show")
    routes.add_route(answer, "/<token:str>", methods=["POST"], name="answer")
    return routes


def _open(session: Session, token: str) -> Opened | None:
    link = links.find(session, token)
    record = fields.read(session, link.record_id) if link is not None and links.is_good(link) else None
    return Opened(link, record) if link is not None and record is not None else None


def _form(
    catalog: str,
    path: str,
    record: Record,
    written: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
    ended: bool = False,
    note: str = "",
) -> str:
    before = record.values()
    values = {name: (written or {}).get(name, before[name]) for name in proposing.asked(record)}
    card = record.card.found_by(0, (), None, Today.at(now()).is_stale(record.card.assured_on))
    return agency_page.form(
        catalog, path, record.card.organization, values, cards.verified(catalog, card), problems, ended, note
    )


def _gone(catalog: str, path: str) -> HTTPResponse:
    return _page(agency_page.message(catalog, path, "gone", "gone_more"), 410)


def _page(body: str, status: int = 200) -> HTTPResponse:
    return html(body, status=status, headers=HEADERS)


def _house(request: Request) -> House:
    house: House = request.app.ctx.house
    return house
