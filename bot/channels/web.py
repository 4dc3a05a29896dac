"""The web channel: what the widget talks to. A session's token is a secret that speaks for one conversation.

Partners embed the widget on their own pages, so the three routes answer any origin (CORS `*`). That gives
nothing away: there are no cookies, and without the token, which only the family's tab has, they say nothing.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any

import structlog
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels import widget_words
from bot.channels.arrived import Arrived
from bot.channels.asked_language import catalog_of_request
from bot.channels.event_stream import EventStreams, Said, Shown
from bot.channels.house import House
from bot.channels.json_body import BadBody, TooLarge, read_object, text_of
from bot.channels.pace import Pace
from bot.conversations import contacts
from bot.conversations.contacts import Conversation
from bot.replies import catalogs

log = structlog.get_logger()

LONGEST_TEXT = 10 * 1024
"""Bytes of one message, as UTF-8."""

LONGEST_ID = 200
"""Characters of a message id that a client makes."""

MESSAGES_A_MINUTE = 20

SESSIONS_AN_HOUR = 600
"""From one address: far more than a clinic's waiting room opens, far less than fills a database overnight."""

CROSS_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Expose-Headers": "Retry-After",
    "Access-Control-Max-Age": "86400",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}

Handler = Callable[[Request], Coroutine[Any, Any, "HTTPResponse | None"]]


class WebInput(InputChannel):
    """POST sessions, POST messages and GET events, under /webhooks/web. docs/web.md tells what they take."""

    def __init__(self) -> None:
        self._pace = Pace(MESSAGES_A_MINUTE, 60.0)
        self._openings = Pace(SESSIONS_AN_HOUR, 3600.0)
        self._streams = EventStreams()

    @classmethod
    def name(cls) -> str:
        return "web"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes. Messages are not handed over here: they are stored, and the working loop takes them."""
        routes = Blueprint("web")
        routes.add_route(_guarded(self._open), "/sessions", methods=["POST"], stream=True, name="sessions")
        routes.add_route(_guarded(self._take), "/messages", methods=["POST"], stream=True, name="messages")
        routes.add_route(_guarded(self._events), "/events", methods=["GET"], name="events")
        for path in ("sessions", "messages", "events"):
            routes.add_route(_preflight, f"/{path}", methods=["OPTIONS"], name=f"{path}_preflight")

        @routes.on_response
        async def cross_origin(request: Request, response: HTTPResponse) -> None:
            for name, value in CROSS_ORIGIN.items():
                response.headers[name] = value

        @routes.before_server_start
        async def begin(app: Sanic, loop: Any) -> None:
            self._streams.begin()

        @routes.before_server_stop
        async def end(app: Sanic, loop: Any) -> None:
            self._streams.end()

        return routes

    async def _open(self, request: Request) -> HTTPResponse:
        body = await read_object(request)
        asked = text_of(body, "language") if body.get("language") is not None else None
        catalog = catalog_of_request(request, asked)
        wait = math.ceil(self._openings.wait_for(request.remote_addr or request.ip))
        if wait:
            return _too_fast(catalog, wait)
        house: House = request.app.ctx.house
        token = await house.store.run(lambda session: contacts.new_web(session, catalog)[1])
        opened = {"token": token, "language": catalog, "greeting": widget_words.greeting(catalog)}
        return json(opened, status=201)

    async def _take(self, request: Request) -> HTTPResponse:
        conversation = await _conversation(request)
        if conversation is None:
            return _unknown_session(request)
        try:
            body = await read_object(request)
            text = text_of(body, "text")
        except TooLarge:
            return _too_long(conversation.language)
        if len(text.encode()) > LONGEST_TEXT:
            return _too_long(conversation.language)
        sid = _provider_sid(conversation.id, body.get("id"))
        wait = math.ceil(self._pace.wait_for(conversation.id))
        if wait:
            return _too_fast(conversation.language, wait)
        house: House = request.app.ctx.house
        await house.receive(Arrived("web", sid, conversation.id, "web", text))
        return json({"id": body["id"]}, status=202)

    async def _events(self, request: Request) -> HTTPResponse | None:
        conversation = await _conversation(request)
        if conversation is None:
            return _unknown_session(request)
        house: House = request.app.ctx.house
        last_id = _last_id(request)
        if request.args.get("poll"):
            await Shown(house, conversation.id).up_to(last_id)
            said = await house.store.read(
                lambda session: Said.after(session, conversation.id, last_id, house.settings.address)
            )
            return json({"events": said.messages, "erased": said.erased, "language": said.language})
        response = await request.respond(
            content_type="text/event-stream; charset=utf-8",
            headers={"X-Accel-Buffering": "no"},  # proxies such as nginx hold a stream back otherwise
        )
        await self._streams.run(house, conversation.id, last_id, response.send)
        await response.eof()
        return None


async def _preflight(request: Request) -> HTTPResponse:
    return HTTPResponse(status=204)


def _guarded(handler: Handler) -> Handler:
    """Answer what a handler cannot: a body that makes no sense, and a house where something is broken."""

    @wraps(handler)
    async def guarded(request: Request) -> HTTPResponse | None:
        try:
            return await handler(request)
        except TooLarge as problem:
            return json({"error": "too_large", "text": str(problem)}, status=413)
        except BadBody as problem:
            return json({"error": "bad_request", "text": str(problem)}, status=400)
        except Exception as error:
            log.error("web.failed", route=request.path, error=type(error).__name__)
            if request.responded:  # the stream breaks off; the widget connects again
                raise
            return _unavailable(catalog_of_request(request))

    return guarded


async def _conversation(request: Request) -> Conversation | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or not token.isascii():
        return None
    house: House = request.app.ctx.house
    return await house.store.read(lambda session: contacts.for_web_token(session, token))


def _provider_sid(conversation_id: str, message_id: object) -> str:
    """A message's name in the inbox. An id that does not fit into its 64 characters goes in by its hash."""
    if not isinstance(message_id, str) or not 0 < len(message_id) <= LONGEST_ID:
        raise BadBody(f'"id" must be a text of 1 to {LONGEST_ID} characters, new for each message')
    prefix = f"web:{conversation_id}:"
    room = 64 - len(prefix)
    if not re.fullmatch(r"[A-Za-z0-9._-]+", message_id) or len(message_id) > room:
        message_id = hashlib.sha256(message_id.encode("utf-8", "surrogatepass")).hexdigest()[:room]
    return prefix + message_id


def _last_id(request: Request) -> int:
    given = request.headers.get("Last-Event-ID") or request.args.get("after") or ""
    return int(given) if re.fullmatch("[0-9]{1,18}", given) else 0


def _unknown_session(request: Request) -> HTTPResponse:
    said = catalogs.text(
        catalog_of_request(request), "The earlier conversation has ended. You can start a new one here."
    )
    return json(
        {"error": "unknown_session", "text": said}, status=401, headers={"WWW-Authenticate": "Bearer"}
    )


def _too_long(catalog: str) -> HTTPResponse:
    said = catalogs.text(
        catalog,
        "That was too long for me to read in one piece. Please tell me the most important part first.",
    )
    return json({"error": "too_long", "text": said}, status=413)


def _too_fast(catalog: str, wait: int) -> HTTPResponse:
    said = catalogs.text(
        catalog,
        "I need a moment to read all that. Please wait a little and send it again. In danger call 911; in a "
        "crisis call or text 988.",
    )
    return json({"error": "too_fast", "text": said}, status=429, headers={"Retry-After": str(wait)})


def _unavailable(catalog: str) -> HTTPResponse:
    said = catalogs.text(
        catalog,
        "Something is broken on my side and your message did not reach me. Please try again in a minute. For "
        "help right now call 211; in a crisis call or text 988; in danger call 911.",
    )
    return json({"error": "unavailable", "text": said}, status=503, headers={"Retry-After": "5"})
