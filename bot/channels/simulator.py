"""The simulated phones' web routes: what a phone on the page sends, and what it shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any
from uuid import uuid4

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.house import House
from bot.channels.json_body import BadBody, TooLarge, read_object, text_of
from bot.delivery import simulator

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
"""A phone number with plus sign and country code."""

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
    sid = f"SIM{uuid4().hex}"
    # shown first: the answer may be there before receive() returns
    await house.store.run(lambda session: simulator.record(session, sender, recipient, body))
    await house.receive(channel="sms", provider_sid=sid, sender=sender, recipient=recipient, body=body)
    return json({"id": sid}, status=202)


async def _show(request: Request) -> HTTPResponse:
    house: House = request.app.ctx.house
    # a plus sign that was not escaped arrives as a space
    number = (request.args.get("number") or "").replace(" ", "+")
    _number({"number": number}, "number")
    messages: list[dict[str, str]] = await house.store.read(
        lambda session: simulator.messages_for(session, number)
    )
    return json(messages, headers={"Cache-Control": "no-store"})


def _number(read: dict[str, Any], name: str) -> str:
    number = text_of(read, name)
    if not E164.fullmatch(number):
        raise BadBody(f'"{name}" must be a phone number with + and country code, such as +15550109001')
    return number
