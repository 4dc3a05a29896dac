"""What is too old to be kept: words of messages, trackers, and contacts nobody heard from. Figures stay.

Each function takes a batch and gives back how many rows it emptied or deleted; 0 when nothing old is left.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.conversations.contacts import Contact, Conversation
from bot.conversations.tracker_row import TrackerRow
from bot.delivery import media, outbox
from bot.delivery.inbox import InboundMessage
from bot.delivery.once import changed
from bot.delivery.outbox import OutboxMessage
from bot.delivery.simulator import SimulatedMessage

BATCH = 500
"""Rows of one transaction: others must not wait long."""


def received(session: Session, before: datetime) -> int:
    """Empty messages that came in before a moment; that they came, and when, is still known."""
    old = select(InboundMessage.id).where(
        InboundMessage.received_at < before,
        InboundMessage.handled_at.is_not(None),
        InboundMessage.sender_digest != "",
    )
    ids = list(session.execute(old.limit(BATCH)).scalars())
    media.forget(session, ids)
    mine = update(InboundMessage).where(InboundMessage.id.in_(ids))
    return changed(session, mine.values(body="", sender="", sender_digest=""))


def sent(session: Session, before: datetime) -> int:
    """Empty messages that went out before a moment; their status and cost are still known."""
    old = select(OutboxMessage.id).where(
        OutboxMessage.created_at < before,
        OutboxMessage.status.not_in((outbox.QUEUED, outbox.SENDING)),
        OutboxMessage.recipient_digest != "",
    )
    ids = list(session.execute(old.limit(BATCH)).scalars())
    nothing = {"body": "", "payload_json": None, "media_json": None, "recipient": "", "recipient_digest": ""}
    return changed(session, update(OutboxMessage).where(OutboxMessage.id.in_(ids)).values(**nothing))


def simulated(session: Session, before: datetime) -> int:
    """Delete what simulated phones showed before a moment."""
    ids = select(SimulatedMessage.id).where(SimulatedMessage.at < before).limit(BATCH)
    return changed(session, delete(SimulatedMessage).where(SimulatedMessage.id.in_(ids)))


def trackers(session: Session, before: datetime) -> int:
    """Delete what the assistant remembers of conversations that rested since before a moment."""
    ids = select(TrackerRow.conversation_id).where(TrackerRow.updated_at < before).limit(BATCH)
    return changed(session, delete(TrackerRow).where(TrackerRow.conversation_id.in_(ids)))


def conversations(session: Session, before: datetime) -> int:
    """Delete conversations in which nothing was heard since before a moment, and contacts left without any.

    Of a phone that said STOP its keyed hash is kept, so that STOP holds, and not the number.
    """
    heard = func.coalesce(Conversation.last_heard_at, Conversation.created_at)
    ids = list(session.execute(select(Conversation.id).where(heard < before).limit(BATCH)).scalars())
    changed(session, delete(TrackerRow).where(TrackerRow.conversation_id.in_(ids)))
    count = changed(session, delete(Conversation).where(Conversation.id.in_(ids)))
    alone = ~select(Conversation.id).where(Conversation.contact_id == Contact.id).exists()
    stopped = Contact.opted_out_at.is_not(None) & Contact.phone_digest.is_not(None)
    changed(session, delete(Contact).where(alone, ~stopped, Contact.created_at < before))
    changed(session, update(Contact).where(alone, stopped, Contact.created_at < before).values(phone=None))
    return count
