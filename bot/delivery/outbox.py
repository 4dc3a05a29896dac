"""Messages that go out: put by the transaction that causes them, sent in order per recipient, each once.

A row is `queued` until the sender claims it (`sending`, under a lease), then `sent` once the carrier took
it, `delivered` when the phone has it. `failed` is final and can be retried by hand; `cancelled` was taken
back in time. Rows for the web are `delivered` at once: the widget's stream reads them from here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, String, Text, select, text, update
from sqlalchemy.orm import Session

from bot.delivery import gsm, wakeups
from bot.delivery.once import changed, insert_once, one_at_a_time
from bot.store import Base, Sealed, UtcDateTime, digest, now

QUEUED, SENDING, SENT, DELIVERED, FAILED, CANCELLED = (
    "queued", "sending", "sent", "delivered", "failed", "cancelled",
)  # fmt: skip
LONGEST_SMS = 1600
"""Characters that a carrier takes in one SMS."""


class OutboxMessage(Base):
    """One message to one recipient: an SMS to a phone, or a line in a web conversation."""

    __tablename__ = "outbox"

    id: int = Column(Integer, primary_key=True)
    key: str = Column(String(200), nullable=False, unique=True)
    channel: str = Column(String(8), nullable=False)
    recipient: str = Column(Sealed, nullable=False)
    recipient_digest: str = Column(String(64), nullable=False)
    body: str = Column(Sealed, nullable=False)
    payload_json = Column(Sealed)
    media_json = Column(Text)
    speaker: str = Column(String(12), nullable=False)
    urgent: bool = Column(Boolean, nullable=False)
    status: str = Column(String(10), nullable=False)
    attempts: int = Column(Integer, nullable=False)
    next_try_at: datetime = Column(UtcDateTime, nullable=False)
    not_before = Column(UtcDateTime)
    claimed_by = Column(String(64))
    claimed_until = Column(UtcDateTime)
    provider_sid = Column(String(64), index=True)
    error_code = Column(String(40))
    created_at: datetime = Column(UtcDateTime, nullable=False)
    sent_at = Column(UtcDateTime)
    segments: int = Column(Integer, nullable=False)

    __table_args__ = (
        Index("ix_outbox_recipient", "recipient_digest", "id"),
        Index(
            "ix_outbox_waiting",
            "recipient_digest",
            "id",
            sqlite_where=text("status IN ('queued', 'sending')"),
            postgresql_where=text("status IN ('queued', 'sending')"),
        ),
        {"sqlite_autoincrement": True},
    )

    @property
    def payload(self) -> dict[str, Any] | None:
        """What the web shows beside the words (cards, quick replies)."""
        return json.loads(self.payload_json) if self.payload_json else None

    @property
    def media(self) -> list[str]:
        """The ids of the pictures that go with the words (`bot.delivery.media`)."""
        return json.loads(self.media_json) if self.media_json else []


def put(
    session: Session,
    *,
    key: str,
    channel: str,
    recipient: str,
    body: str,
    payload: dict[str, Any] | None = None,
    speaker: str = "kinpath",
    not_before: datetime | None = None,
    urgent: bool = False,
    media: Sequence[str] = (),
    at: datetime | None = None,
) -> OutboxMessage:
    """Put a message out with this transaction. The same key again changes nothing and gives the first row.

    `recipient` is an E.164 number or a web conversation's id. `not_before` keeps it until then, without
    holding up later ones. `urgent` (a crisis reply) does not wait behind messages that are being retried.
    A body too long for one SMS becomes several messages; `media`, ids of pictures, go with the first.
    """
    if channel == "web":
        # ids must be in the order of commits for one conversation, or a stream that resumes would skip some
        one_at_a_time(session, f"web:{recipient}")
        bodies = [body]
    else:
        body = gsm.fold(body.replace("\0", "").strip())
        if not body:
            raise ValueError(f"an SMS without words cannot be sent (key {key})")
        bodies = [body] if len(body) <= LONGEST_SMS else gsm.split(body, limit=6)
    at = at or now()
    for number, words in enumerate(bodies):
        row = {
            "key": key if number == 0 else f"{key}+{number}",
            "channel": channel,
            "recipient": recipient,
            "recipient_digest": digest(recipient),
            "body": words,
            "payload_json": None if payload is None else json.dumps(payload, ensure_ascii=False),
            "media_json": json.dumps(list(media)) if media and number == 0 else None,
            "speaker": speaker,
            "urgent": urgent,
            "status": QUEUED if channel == "sms" else DELIVERED,
            "attempts": 0,
            "next_try_at": at,
            "not_before": not_before,
            "created_at": at,
            "sent_at": None if channel == "sms" else at,
            "segments": gsm.segments(words) if channel == "sms" else 0,
        }
        if insert_once(session, OutboxMessage, row):
            wakeups.announce(session, "outbox" if channel == "sms" else f"web:{recipient}")
    return by_key(session, key)


def by_key(session: Session, key: str) -> OutboxMessage:
    """The message put under this key. Raises NoResultFound."""
    return session.execute(select(OutboxMessage).where(OutboxMessage.key == key)).scalar_one()


def since(session: Session, conversation_id: str, last_id: int, limit: int = 100) -> list[OutboxMessage]:
    """A web conversation's messages after `last_id`, oldest first: what a stream that resumes must show."""
    statement = (
        select(OutboxMessage)
        .where(
            OutboxMessage.recipient_digest == digest(conversation_id),
            OutboxMessage.channel == "web",
            OutboxMessage.id > last_id,
        )
        .order_by(OutboxMessage.id)
        .limit(limit)
    )
    return list(session.execute(statement).scalars())


def cancel_for(session: Session, recipient: str, except_key: str | None = None) -> int:
    """Take back what is still queued for a recipient's digest. Gives back how many were taken back."""
    return changed(
        session,
        update(OutboxMessage)
        .where(
            OutboxMessage.recipient_digest == recipient,
            OutboxMessage.status == QUEUED,
            OutboxMessage.key != (except_key or ""),
        )
        .values(status=CANCELLED, error_code=None),
    )


def cancel(session: Session, key: str) -> bool:
    """Take one message back. False when it is too late or there is none."""
    statement = update(OutboxMessage).where(OutboxMessage.key == key, OutboxMessage.status == QUEUED)
    return changed(session, statement.values(status=CANCELLED)) == 1


def retry(session: Session, message_id: int, at: datetime | None = None) -> bool:
    """Queue a failed message again, by hand. False when it has not failed."""
    statement = (
        update(OutboxMessage)
        .where(
            OutboxMessage.id == message_id,
            OutboxMessage.status == FAILED,
            OutboxMessage.recipient_digest != "",  # erased
        )
        .values(status=QUEUED, attempts=0, next_try_at=at or now(), error_code=None, provider_sid=None)
    )
    wakeups.announce(session, "outbox")
    return changed(session, statement) == 1


def forget(session: Session, recipient: str, except_key: str | None = None) -> int:
    """Empty every message to a recipient; what was not sent yet never will be. For erasure and retention."""
    return _empty(
        session, OutboxMessage.recipient_digest == digest(recipient), OutboxMessage.key != (except_key or "")
    )


def forget_keys(session: Session, prefix: str) -> int:
    """Empty every message whose key begins so, whoever it went to; what was not sent yet never will be."""
    return _empty(session, OutboxMessage.key.startswith(prefix, autoescape=True))


def _empty(session: Session, *which: Any) -> int:
    waiting = update(OutboxMessage).where(*which, OutboxMessage.status.in_((QUEUED, SENDING)))
    changed(session, waiting.values(status=CANCELLED))
    emptied = {"body": "", "payload_json": None, "media_json": None, "recipient": "", "recipient_digest": ""}
    return changed(session, update(OutboxMessage).where(*which).values(**emptied))
