"""The simulated phones' web routes: what a phone on the page sends, and what it shows."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.arrived import Arrived
from bot.channels.house import House
from bot.channels.json_body import BadBody, TooLarge, read_object, text_of
from bot.delivery import media, simulator
from bot.delivery.media import Attached

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
"""A phone number with plus sign and country code."""

LINK = re.compile(r"https?://[^\s<>\"]{1,2000}")

Handler = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]


def blueprint() -> Blueprint:
    """POST and GET /simulator/messages. Both are 404 while a real carrier is connected."""
    routes = Blueprint("simulator", url_prefix="/simulator")
    routes.add_route(_while_simulating(_send), "/messages", methods=["POST"], stream=True)
    routes.add_route(_while_simulating(_show), "/messages", methods=["GET"])
    return routes


def _while_simulating(handler: Handler) -> Handler:
    @wraps(handler)
    async def guarded(request: Request) -> HTTPResponse:
        house: House = request.app.ctx.house
        if not house.settings.simulating:
            return json({"error": "the simulator is off: a carrier is connected"}, status=404)
        try:
            return await handler(request)
        except BadBody as problem:
            return json({"error": str(problem)}, status=413 if isinstance(problem, TooLarge) else 400)

    return guarded


async def _send(request: Request) -> HTTPResponse:
    house: House = request.app.ctx.house
    read = await read_object(request)
    sender, recipient, body = _number(read, "from"), _number(read, "to"), text_of(read, "body")
    if recipient != house.settings.service_number:
        raise BadBody(f'"to" must be the service\'s number, {house.settings.service_number}')
    if sender == recipient:
        raise BadBody('"from" must be another number than "to"')
    attached = _media(read)
    sid = f"SIM{uuid4().hex}"
    # shown first: the answer may be there before receive() returns
    links = [picture.source for picture in attached]
    await house.store.run(lambda session: simulator.record(session, sender, recipient, body, None, links))
    await house.receive(Arrived("sms", sid, sender, recipient, body, len(attached), attached))
    return json({"id": sid}, status=202)


async def _show(request: Request) -> HTTPResponse:
    house: House = request.app.ctx.house
    # a plus sign that was not escaped arrives as a space
    number = (request.args.get("number") or "").replace(" ", "+")
    _number({"number": number}, "number")
    messages: list[dict[str, Any]] = await house.store.read(
        lambda session: simulator.messages_for(session, number)
    )
    return json(messages, headers={"Cache-Control": "no-store"})


def _media(read: dict[str, Any]) -> tuple[Attached, ...]:
    """Pictures by their addresses: "media": ["https://…/baby.jpg"]."""
    links = read.get("media") or []
    if not isinstance(links, list) or len(links) > media.MOST:
        raise BadBody(f'"media" must be a list of at most {media.MOST} addresses')
    for link in links:
        if not isinstance(link, str) or not LINK.fullmatch(link):
            raise BadBody('"media" must hold addresses that begin with https:// or http://')
    return tuple(
        Attached(link, mimetypes.guess_type(urlsplit(link).path)[0] or "image/jpeg") for link in links
    )


def _number(read: dict[str, Any], name: str) -> str:
    number = text_of(read, name)
    if not E164.fullmatch(number):
        raise BadBody(f'"{name}" must be a phone number with + and country code, such as +15550109001')
    return number
