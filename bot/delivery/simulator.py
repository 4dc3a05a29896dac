"""Phones on a web page instead of a carrier: what they sent and got, through the same inbox and outbox."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Integer, String, or_, select
from sqlalchemy.orm import Session

from bot.delivery import statuses
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
    media_json = Column(Sealed)
    at: datetime = Column(UtcDateTime, nullable=False)

    __table_args__ = (
        Index("ix_simulated_sender", "sender_digest"),
        Index("ix_simulated_recipient", "recipient_digest"),
        {"sqlite_autoincrement": True},
    )


def record(
    session: Session,
    sender: str,
    recipient: str,
    body: str,
    at: datetime | None = None,
    pictures: Sequence[str] = (),
) -> None:
    """Keep one SMS as both phones show it; `pictures` are addresses, which they show as links."""
    session.add(
        SimulatedMessage(
            sender=sender,
            sender_digest=digest(sender),
            recipient=recipient,
            recipient_digest=digest(recipient),
            body=body,
            media_json=json.dumps(list(pictures)) if pictures else None,
            at=at or now(),
        )
    )


def messages_for(session: Session, number: str, limit: int = 500) -> list[dict[str, Any]]:
    """What a phone shows: its latest messages, oldest first, each with from, to, body and at (ISO 8601).

    One with pictures has `media` too: a list of addresses.
    """
    mine = digest(number)
    latest = (
        select(SimulatedMessage)
        .where(or_(SimulatedMessage.sender_digest == mine, SimulatedMessage.recipient_digest == mine))
        .order_by(SimulatedMessage.id.desc())
        .limit(limit)
    )
    return [
        {
            "from": m.sender,
            "to": m.recipient,
            "body": m.body,
            "at": m.at.isoformat(),
            **({"media": json.loads(m.media_json)} if m.media_json else {}),
        }
        for m in reversed(session.execute(latest).scalars().all())
    ]


class SimulatorCarrier:
    """A carrier whose phones are rows of `simulated_message`. It reports delivery at once, as Twilio may."""

    def __init__(self, store: Store, service_number: str) -> None:
        self._store = store
        self._service_number = service_number

    async def send(
        self, recipient: str, body: str, status_callback: str, pictures: Sequence[str] = ()
    ) -> str:
        """Put the text onto the simulated phone."""
        sid = f"SM{new_id()}"

        def arrive(session: Session) -> None:
            record(session, self._service_number, recipient, body, pictures=pictures)
            statuses.record(session, sid, "delivered")

        await self._store.run(arrive)
        return sid

    async def picture_size(self, source: str) -> int | None:
        """Simulated pictures lie somewhere on the web; nobody measures them."""
        return 0

    async def picture(self, source: str, most: int) -> bytes | str:
        """Where the picture lies: the server fetches no address that somebody typed."""
        return source

    async def close(self) -> None:
        """Nothing to let go of."""
