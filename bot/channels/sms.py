"""The SMS channel: Twilio's webhooks. Signed, stored, acknowledged; answered by the loop that works."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

from bot.channels import opening, undelivered
from bot.channels.house import House
from bot.channels.understood import in_plain_words
from bot.delivery import signature, statuses, twiml
from bot.languages import DEFAULT_CATALOG, catalog_for
from bot.replies import fixed
from bot.settings import Settings

log = structlog.get_logger()


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
                await house.receive(
                    channel="sms",
                    provider_sid=form.get("MessageSid") or form.get("SmsSid", ""),
                    sender=form.get("From", ""),
                    recipient=form.get("To", ""),
                    body=form.get("Body", ""),
                    media_count=int(form.get("NumMedia") or 0),
                )
            except ValueError:
                return text("MessageSid is missing or a field is not as Twilio sends it", status=400)
            except Exception as error:
                # nothing can be kept: say the one thing that needs no database, in the answer itself
                log.error("sms.not_kept", error=type(error).__name__)
                return _xml(twiml.reply(await _without_database(house, form.get("Body", ""))))
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
            await house.store.run(
                lambda session: statuses.record(
                    session, sid, reported, form.get("ErrorCode") or None, undelivered.outcomes()
                )
            )
            return text("", status=204)

        return routes


def _form(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in signature.form(request.body).items()}


def _signed(house: House, request: Request, form: dict[str, str]) -> bool:
    return signature.valid(
        house.settings,
        request.path + (f"?{request.query_string}" if request.query_string else ""),
        form,
        request.headers.get("X-Twilio-Signature", ""),
    )


def _xml(document: str) -> HTTPResponse:
    return HTTPResponse(document, content_type="text/xml")


async def _without_database(house: House, body: str) -> str:
    try:
        understood = await house.understand(body, None)
    except Exception:
        understood = in_plain_words(body, None)
    catalog = catalog_for(understood.language, understood.script) or DEFAULT_CATALOG
    return fixed.crisis(catalog, understood.crisis) if understood.crisis else fixed.fallback(catalog)
