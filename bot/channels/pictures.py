"""Pictures between a family and her navigator: measured before they are passed on, and shown under our own address."""

from __future__ import annotations

import asyncio

import structlog
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw, redirect, text
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.house import House
from bot.conversations import say
from bot.conversations.contacts import Contact, Conversation
from bot.delivery import media, plain_picture
from bot.delivery.carrier import CarrierError, Permanent
from bot.delivery.inbox import InboundMessage
from bot.delivery.media import Attached, Picture
from bot.delivery.plain_picture import NotAPicture
from bot.handoff import desk, navigators
from bot.replies.catalogs import text as words

log = structlog.get_logger()

WITHIN = 4.0
"""Seconds that measuring may take; what is not known by then is passed on, and fails aloud if it must."""


def named_by(form: dict[str, str]) -> list[Attached]:
    """The pictures that a webhook names: MediaUrl0, MediaContentType0 and so on."""
    count = min(int(form.get("NumMedia") or 0), 100)
    return [
        Attached(form[f"MediaUrl{n}"], form.get(f"MediaContentType{n}", ""))
        for n in range(count)
        if form.get(f"MediaUrl{n}")
    ]


async def measure(house: House, message: InboundMessage) -> None:
    """Find out how large the pictures are that go on to a person, and whether the carrier still has them."""
    carrier = house.carrier
    if carrier is None:
        return
    pictures = await house.store.read(lambda session: _going_on(session, message))
    unknown = [picture for picture in pictures if picture.refused is None and picture.size is None]

    async def size(picture: Picture) -> tuple[str, int | None] | None:
        try:
            return picture.id, await asyncio.wait_for(carrier.picture_size(picture.source), WITHIN)
        except (CarrierError, asyncio.TimeoutError) as error:
            log.warning("picture.not_measured", picture=picture.id, error=type(error).__name__)
            return None

    sizes = dict(found for found in await asyncio.gather(*map(size, unknown)) if found is not None)
    if sizes:
        await house.store.run(lambda session: media.measured(session, sizes))


def _going_on(session: Session, message: InboundMessage) -> list[Picture]:
    """The pictures of a message, where its sender is a navigator or speaks with one."""
    known = session.execute(
        select(Conversation.id).join(Contact).where(Contact.phone_digest == message.sender_digest)
    ).scalars()
    with_a_person = navigators.for_phone(session, message.sender) is not None or any(
        desk.person_is_speaking(session, conversation_id) for conversation_id in known.all()
    )
    return media.of(session, message.id) if with_a_person else []


def say_unreadable(session: Session, conversation: Conversation, message: InboundMessage) -> None:
    """A message had no words: she is told so, and asked for some."""
    said = (
        words(conversation.language, "I can't see pictures yet. Please tell me in words what you need.")
        if message.media_count
        else words(conversation.language, "I got an empty message. Please tell me in words what you need.")
    )
    say.to_family(session, conversation, f"in:{message.id}:0", said)


def say_unseen(session: Session, conversation: Conversation, message: InboundMessage) -> None:
    """A picture came beside words: before these are answered she is told that nobody saw it."""
    said = words(conversation.language, "I can't see pictures yet, so I go by your words.")
    say.to_family(session, conversation, f"in:{message.id}:picture", said)


def add_route(routes: Blueprint) -> None:
    """GET /webhooks/sms/media/…: a picture, for whoever holds its signed address while that is good."""

    @routes.get("/media/<picture_id:str>/<until:int>/<signature:str>")
    async def show(request: Request, picture_id: str, until: int, signature: str) -> HTTPResponse:
        house: House = request.app.ctx.house
        picture = await house.store.read(
            lambda session: media.addressed(session, picture_id, until, signature)
        )
        if picture is None or house.carrier is None:
            return text("This picture is no longer shown.", status=404)
        try:
            body = await house.carrier.picture(picture.source, media.MOST_BYTES)
            if isinstance(body, str):
                return redirect(body)
            return raw(
                plain_picture.plain(body, picture.kind),
                content_type=picture.kind,
                headers={"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"},
            )
        except (Permanent, NotAPicture) as error:
            log.warning("picture.not_shown", picture=picture_id, error=type(error).__name__)
            return text("This picture cannot be shown.", status=410)
        except CarrierError as error:
            log.warning("picture.not_fetched", picture=picture_id, code=error.code)
            return text("This picture cannot be fetched now.", status=503, headers={"Retry-After": "5"})
