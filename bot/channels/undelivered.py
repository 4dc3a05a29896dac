"""What follows when the carrier cannot deliver: an opt-out is remembered, and a navigator or family is told."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import contacts
from bot.conversations.contacts import Contact, Conversation
from bot.delivery.outbox import OutboxMessage
from bot.delivery.outcomes import Outcomes
from bot.handoff import desk, relay


def outcomes() -> Outcomes:
    """The hooks that delivery calls in the transaction in which a message ends undelivered."""
    return Outcomes(opted_out=_opted_out, failed=relay.undelivered)


def _opted_out(session: Session, message: OutboxMessage) -> None:
    contact = session.scalars(select(Contact).where(Contact.phone_digest == message.recipient_digest)).first()
    if contact is None:
        return
    contacts.opt_out(session, contact)
    for conversation in session.scalars(select(Conversation).where(Conversation.contact_id == contact.id)):
        desk.family_stopped(session, conversation.id)
