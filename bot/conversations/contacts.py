"""Contacts (a person's phone) and conversations (what Rasa knows her by), and where words to her go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, String, select
from sqlalchemy.orm import Session, relationship

from bot.languages import DEFAULT_CATALOG
from bot.store import Base, Sealed, UtcDateTime, digest, new_id, new_secret, now


class Contact(Base):
    """A family, as far as we know her: a sealed phone number, or nobody (web without a number)."""

    __tablename__ = "contact"

    id: str = Column(String(32), primary_key=True, default=new_id)
    phone = Column(Sealed)
    phone_digest = Column(String(64), unique=True)
    created_at: datetime = Column(UtcDateTime, nullable=False, default=now)
    opted_out_at = Column(UtcDateTime)
    follow_up_consent_at = Column(UtcDateTime)


class Conversation(Base):
    """One conversation on one channel. Its random id is all that Rasa ever sees of the family."""

    __tablename__ = "conversation"

    id: str = Column(String(32), primary_key=True, default=new_id)
    contact_id: str = Column(ForeignKey("contact.id", ondelete="CASCADE"), nullable=False, index=True)
    channel: str = Column(String(8), nullable=False)
    language: str = Column(String(8), nullable=False, default=DEFAULT_CATALOG)
    language_wished: bool = Column(Boolean, nullable=False, default=False)
    """Whether she asked for the language herself; then only another wish changes it."""
    web_token_digest = Column(String(64), unique=True)
    created_at: datetime = Column(UtcDateTime, nullable=False, default=now)
    last_heard_at = Column(UtcDateTime)

    contact: Contact = relationship(Contact, lazy="joined")


def for_phone(session: Session, phone: str) -> Conversation:
    """The SMS conversation with a phone number (E.164, short codes too); made when new."""
    found = session.scalars(
        select(Conversation)
        .join(Contact)
        .where(Contact.phone_digest == digest(phone), Conversation.channel == "sms")
    ).first()
    if found is not None:
        return found
    known = session.scalars(select(Contact).where(Contact.phone_digest == digest(phone))).first()
    contact = known or Contact(phone_digest=digest(phone))
    contact.phone = phone
    conversation = Conversation(channel="sms", contact=contact)
    session.add(conversation)
    session.flush()
    return conversation


def new_web(session: Session, language: str) -> tuple[Conversation, str]:
    """A new web conversation and the secret token that speaks for it; only the token's digest is kept."""
    token = new_secret()
    conversation = Conversation(
        channel="web", contact=Contact(), language=language, web_token_digest=digest(token)
    )
    session.add(conversation)
    session.flush()
    return conversation, token


def for_web_token(session: Session, token: str) -> Conversation | None:
    """The web conversation a token speaks for."""
    return session.scalars(select(Conversation).where(Conversation.web_token_digest == digest(token))).first()


def get(session: Session, conversation_id: str) -> Conversation | None:
    """The conversation of that id."""
    return session.get(Conversation, conversation_id)


def address(conversation: Conversation) -> tuple[str, str]:
    """Where words to this family go: the outbox's channel and recipient."""
    if conversation.channel == "web":
        return "web", conversation.id
    return "sms", str(conversation.contact.phone)


def opt_out(session: Session, contact: Contact) -> bool:
    """Stop all messages to a contact. False when they were stopped already."""
    if contact.opted_out_at is not None:
        return False
    contact.opted_out_at = now()
    contact.follow_up_consent_at = None
    return True


def has_stopped(session: Session, phone: str) -> bool:
    """Whether this phone said STOP to us."""
    stopped = select(Contact.id).where(
        Contact.phone_digest == digest(phone), Contact.opted_out_at.is_not(None)
    )
    return session.execute(stopped).first() is not None


def opt_in(session: Session, contact: Contact) -> None:
    """Let messages through again: the family said START, or wrote."""
    contact.opted_out_at = None
