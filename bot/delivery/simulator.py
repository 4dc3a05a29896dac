"""Phones on a web page instead of a carrier: what they sent and got, through the same inbox and outbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Integer, String, or_, select
from sqlalchemy.orm import Session

from bot.delivery import inbox, statuses
from bot.delivery.inbox import InboundMessage
from bot.store import Base, Sealed, Store, UtcDateTime, digest, new_id, now


class SimulatedMessage(Base):
    """One SMS that a simulated phone sent or got."""

    __tablename__ = "simulated_message"

    id: int = Column(Integer, primary_key=True)
    sender: str = Column(Sealed, nullable=False)
    sender_digest: str = Column(String(64), nullable=False)
    recipient: str = Column(Sealed, nullable=False)
    recipient_digest: str = Column(String(64), nullable=False)
    body: str = Column(Sealed, nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)

    __table_args__ = (
        Index("ix_simulated_sender", "sender_digest"),
        Index("ix_simulated_recipient", "recipient_digest"),
        {"sqlite_autoincrement": True},
    )


def record(session: Session, sender: str, recipient: str, body: str, at: datetime | None = None) -> None:
    """Keep one SMS as both phones show it."""
    session.add(
        SimulatedMessage(
            sender=sender,
            sender_digest=digest(sender),
            recipient=recipient,
            recipient_digest=digest(recipient),
            body=body,
            at=at or now(),
        )
    )


def receive(session: Session, sender: str, recipient: str, body: str) -> InboundMessage | None:
    """A simulated phone texts us: it is shown on the phone and taken into the inbox."""
    record(session, sender, recipient, body)
    return inbox.take_in(session, f"SM{new_id()}", "sms", sender, recipient, body, 0)


def messages_for(session: Session, number: str, limit: int = 500) -> list[dict[str, str]]:
    """What a phone shows: its latest messages, oldest first, each with from, to, body and at (ISO 8601)."""
    mine = digest(number)
    latest = (
        select(SimulatedMessage)
        .where(or_(SimulatedMessage.sender_digest == mine, SimulatedMessage.recipient_digest == mine))
        .order_by(SimulatedMessage.id.desc())
        .limit(limit)
    )
    return [
        {"from": m.sender, "to": m.recipient, "body": m.body, "at": m.at.isoformat()}
        for m in reversed(session.execute(latest).scalars().all())
    ]


class SimulatorCarrier:
    """A carrier whose phones are rows of `simulated_message`. It reports delivery at once, as Twilio may."""

    def __init__(self, store: Store, service_number: str) -> None:
        self._store = store
        self._service_number = service_number

    async def send(self, recipient: str, body: str, status_callback: str) -> str:
        """Put the text onto the simulated phone."""
        sid = f"SM{new_id()}"

        def arrive(session: Session) -> None:
            record(session, self._service_number, recipient, body)
            statuses.record(session, sid, "delivered")

        await self._store.run(arrive)
        return sid

    async def close(self) -> None:
        """Nothing to let go of."""
