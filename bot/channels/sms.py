"""The SMS channel: Twilio's webhooks. Signed, stored, acknowledged; answered by the loop that works."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

from bot.channels import opening, pictures, undelivered, without_database
from bot.channels.arrived import Arrived
from bot.channels.house import House
from bot.delivery import signature, statuses, twiml
from bot.settings import Settings

log = structlog.get_logger()

PATIENCE = 5.0
"""Seconds that a webhook waits for the database; the carrier waits fifteen for us."""


class SmsInput(InputChannel):
    """POST /webhooks/sms/inbound and POST /webhooks/sms/status, both checked against Twilio's signature."""

    @classmethod
    def name(cls) -> str:
        return "sms"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The two routes. Messages are not handed over here: they are stored, and the working loop takes them."""
        routes = Blueprint("sms")

        @routes.before_server_start
        async def open_house(app: Sanic, loop: Any) -> None:
            await opening.open_house(app, Settings.from_env())  # `rasa run`: nobody did so before

        @routes.before_server_stop
        async def close_house(app: Sanic, loop: Any) -> None:
            await opening.close_house(app)

        @routes.post("/inbound")
        async def inbound(request: Request) -> HTTPResponse:
            house: House = request.app.ctx.house
            form = _form(request)
            if not _signed(house, request, form):
                return text("the signature is missing or wrong", status=403)
            try:
                arrived = _arrived(form)
            except ValueError:
                return text("MessageSid is missing or a field is not as Twilio sends it", status=400)
            try:
                await asyncio.wait_for(house.receive(arrived), PATIENCE)
            except Exception as error:
                log.error("sms.not_in_database", error=type(error).__name__)
                return _xml(await without_database.keep(house, arrived))
            return _xml(twiml.empty())

        @routes.post("/status")
        async def status(request: Request) -> HTTPResponse:
            house: House = request.app.ctx.house
            form = _form(request)
            if not _signed(house, request, form):
                return text("the signature is missing or wrong", status=403)
            sid, reported = form.get("MessageSid", ""), form.get("MessageStatus", "")
            if not sid or not reported:
                return text("MessageSid or MessageStatus is missing", status=400)
            code = form.get("ErrorCode") or None
            try:
                work = house.store.run(
                    lambda session: statuses.record(session, sid, reported, code, undelivered.outcomes())
                )
                await asyncio.wait_for(work, PATIENCE)
            except Exception as error:
                log.error("status.not_in_database", error=type(error).__name__)
                house.spool.put("status", {"sid": sid, "status": reported, "error_code": code})
            return text("", status=204)

        pictures.add_route(routes)

        return routes


def _form(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in signature.form(request.body).items()}


def _arrived(form: dict[str, str]) -> Arrived:
    """The message a webhook brings. Raises ValueError when it has no id or its numbers are none."""
    sid = form.get("MessageSid") or form.get("SmsSid", "")
    if not sid:
        raise ValueError("no MessageSid")
    return Arrived(
        channel="sms",
        provider_sid=sid,
        sender=form.get("From", ""),
        recipient=form.get("To", ""),
        body=form.get("Body", ""),
        media_count=int(form.get("NumMedia") or 0),
        attached=tuple(pictures.named_by(form)),
        carrier_did=form.get("OptOutType") or None,
    )


def _signed(house: House, request: Request, form: dict[str, str]) -> bool:
    return signature.valid(
        house.settings,
        request.path + (f"?{request.query_string}" if request.query_string else ""),
        form,
        request.headers.get("X-Twilio-Signature", ""),
    )


def _xml(document: str) -> HTTPResponse:
    return HTTPResponse(document, content_type="text/xml")
