"""Messages that came in: stored before they are acknowledged, handled in order per sender, never twice.

A message is claimed for a while (a lease). Whoever claimed it ends with `done`, or with `release` to have
it tried again; if the process dies, the lease runs out and another takes over. A message that has killed or
failed its handler a few times gets only words that cannot fail (`last_words`); after MAX_ATTEMPTS it is given
up with the outcome "failed", so that nothing is handled for ever.

What is urgent, danger and STOP, goes before everybody else's messages, and takes its sender's older ones along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, String, func, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from bot.delivery import media, owners, wakeups
from bot.delivery.media import Attached
from bot.delivery.once import changed, insert_once, one_at_a_time
from bot.store import Base, Sealed, UtcDateTime, digest, now

WHOLE_ATTEMPTS = 4
"""Attempts at a whole answer. Whatever ends them, an error or the end of the process, she hears something after."""
MAX_ATTEMPTS = 12
FAILED = "failed"


class LeaseLost(RuntimeError):
    """The claim ran out and someone else has the message now; what was done here must not be kept."""


class InboundMessage(Base):
    """One message from a family or a navigator, by SMS or from the web widget."""

    __tablename__ = "inbound"

    id: int = Column(Integer, primary_key=True)
    provider_sid: str = Column(String(64), nullable=False, unique=True)
    channel: str = Column(String(8), nullable=False)
    sender: str = Column(Sealed, nullable=False)
    sender_digest: str = Column(String(64), nullable=False)
    recipient: str = Column(String(64), nullable=False)
    body: str = Column(Sealed, nullable=False)
    media_count: int = Column(Integer, nullable=False)
    received_at: datetime = Column(UtcDateTime, nullable=False)
    next_try_at: datetime = Column(UtcDateTime, nullable=False)
    claimed_by = Column(String(64))
    claimed_until = Column(UtcDateTime)
    handled_at = Column(UtcDateTime)
    attempts: int = Column(Integer, nullable=False, default=0)
    outcome = Column(String(40))
    carrier_did = Column(String(8))
    urgent: bool = Column(Boolean, nullable=False, default=False, server_default="0")

    __table_args__ = (
        Index(
            "ix_inbound_waiting",
            "sender_digest",
            "id",
            sqlite_where=text("handled_at IS NULL"),
            postgresql_where=text("handled_at IS NULL"),
        ),
        Index("ix_inbound_sender", "sender_digest"),
        {"sqlite_autoincrement": True},
    )

    @property
    def last_words(self) -> bool:
        """True when a whole answer was tried often enough: say only what cannot fail, so that she has one."""
        return self.attempts > WHOLE_ATTEMPTS


def take_in(
    session: Session,
    provider_sid: str,
    channel: str,
    sender: str,
    recipient: str,
    body: str,
    media_count: int = 0,
    at: datetime | None = None,
    attached: Sequence[Attached] = (),
    carrier_did: str | None = None,
    urgent: bool = False,
) -> InboundMessage | None:
    """Keep a message that arrived. None when one with this provider_sid was kept before.

    Any sender and any text are taken, whatever they look like; what they mean is found out later.
    `carrier_did` is what the carrier has done about it by itself: "STOP", "START" or "HELP".
    `urgent`: it goes before the messages of others, behind what its own sender wrote earlier.
    """
    if not provider_sid:
        raise ValueError("a message without an id cannot be kept: it could not be told from its repetition")
    at = at or now()
    # one after the other, so that an urgent message sees all that its sender wrote before
    one_at_a_time(session, f"from:{digest(sender)}")
    added = insert_once(
        session,
        InboundMessage,
        {
            "provider_sid": provider_sid[:64],
            "channel": channel,
            "sender": sender,
            "sender_digest": digest(sender),
            "recipient": recipient.replace("\0", "")[:64],
            "body": body,
            "media_count": media_count,
            "received_at": at,
            "next_try_at": at,
            "attempts": 0,
            "carrier_did": (carrier_did or "")[:8] or None,
            "urgent": urgent,
        },
    )
    if not added:
        return None
    if urgent:
        _hurry(session, digest(sender))
    wakeups.announce(session, "inbox")
    kept: InboundMessage = session.execute(
        select(InboundMessage).where(InboundMessage.provider_sid == provider_sid[:64])
    ).scalar_one()
    media.keep(session, kept.id, attached, at)
    return kept


def claim_next(
    session: Session,
    owner: str,
    lease_seconds: float,
    at: datetime | None = None,
    only_urgent: bool = False,
    in_turn: bool = False,
) -> InboundMessage | None:
    """Claim the oldest message whose sender has no older one waiting and none being handled; urgent ones first.

    `in_turn`: the oldest of all, urgent or not.
    """
    at = at or now()
    one_at_a_time(session, "inbox")
    _give_up_on_abandoned(session, at)
    first = (
        select(InboundMessage)
        .where(_claimable(at), InboundMessage.next_try_at <= at, ~_behind_another(at))
        .order_by(*(() if in_turn else (InboundMessage.urgent.desc(),)), InboundMessage.id)
        .limit(1)
    )
    if only_urgent:
        first = first.where(InboundMessage.urgent)
    message: InboundMessage | None = session.execute(first).scalars().first()
    if message is not None:
        message.claimed_by = owner
        message.claimed_until = at + timedelta(seconds=lease_seconds)
        message.attempts += 1
        session.flush()
    return message


def extend(
    session: Session, message: InboundMessage, lease_seconds: float, at: datetime | None = None
) -> None:
    """Keep the claim for longer. Raises LeaseLost."""
    _own(session, message, claimed_until=(at or now()) + timedelta(seconds=lease_seconds))


def done(session: Session, message: InboundMessage, outcome: str, at: datetime | None = None) -> None:
    """End a message. Raises LeaseLost, so that answers put into the same transaction are not kept twice."""
    _own(session, message, handled_at=at or now(), outcome=outcome, claimed_by=None, claimed_until=None)
    wakeups.announce(session, "inbox")


def release(session: Session, message: InboundMessage, retry_in: float, at: datetime | None = None) -> bool:
    """Give a message back to be tried again in `retry_in` seconds. False when it is given up instead."""
    at = at or now()
    if message.attempts >= MAX_ATTEMPTS:
        done(session, message, FAILED, at)
        return False
    _own(
        session,
        message,
        next_try_at=at + timedelta(seconds=retry_in),
        claimed_by=None,
        claimed_until=None,
    )
    wakeups.announce(session, "inbox")
    return True


def left_behind(session: Session) -> list[str]:
    """Holders of claims on this machine whose process is dead."""
    holders = select(InboundMessage.claimed_by).where(
        InboundMessage.handled_at.is_(None), InboundMessage.claimed_until.is_not(None)
    )
    return [owner for owner in session.execute(holders.distinct()).scalars() if owners.is_dead(owner)]


def free_dead(session: Session, at: datetime | None = None) -> int:
    """End the claims that dead processes of this machine left behind, and give back how many there were."""
    claims = update(InboundMessage).where(
        InboundMessage.handled_at.is_(None), InboundMessage.claimed_by.in_(left_behind(session))
    )
    return changed(session, claims.values(claimed_until=at or now()))


def next_due_at(session: Session, at: datetime | None = None, only_urgent: bool = False) -> datetime | None:
    """When the next (urgent) message may be claimed, as far as is known now; None when none is waiting."""
    moment = func.coalesce(InboundMessage.claimed_until, InboundMessage.next_try_at)
    waiting = [InboundMessage.handled_at.is_(None), ~_behind_another(at or now())]
    if only_urgent:
        waiting.append(InboundMessage.urgent)
    due: datetime | None = session.execute(
        select(func.min(moment, type_=UtcDateTime())).where(*waiting)
    ).scalar()
    return due


@dataclass(frozen=True)
class Backlog:
    """How the inbox stands: messages waiting, seconds since the oldest came, messages given up."""

    waiting: int
    oldest_seconds: float
    failed: int


def backlog(session: Session, at: datetime | None = None) -> Backlog:
    """How the inbox stands, for metrics and reports."""
    waiting, oldest = session.execute(
        select(func.count(), func.min(InboundMessage.received_at, type_=UtcDateTime())).where(
            InboundMessage.handled_at.is_(None)
        )
    ).one()
    failed = session.execute(select(func.count()).where(InboundMessage.outcome == FAILED)).scalar_one()
    return Backlog(waiting, ((at or now()) - oldest).total_seconds() if oldest else 0.0, failed)


def forget(session: Session, sender: str, keep_id: int | None = None) -> int:
    """Empty everything this sender ever wrote, but for one message still in hand. Gives back how many."""
    handled_at = func.coalesce(InboundMessage.handled_at, now())
    hers = select(InboundMessage.id).where(InboundMessage.sender_digest == digest(sender))
    media.forget(session, list(session.execute(hers).scalars()))
    return changed(
        session,
        update(InboundMessage)
        .where(InboundMessage.sender_digest == digest(sender), InboundMessage.id != (keep_id or 0))
        .values(sender="", sender_digest="", body="", handled_at=handled_at),
    )


def empty(session: Session, ids: Sequence[int]) -> int:
    """Empty the words of these messages, whoever wrote them; they stay known as seen."""
    media.forget(session, ids)
    return changed(session, update(InboundMessage).where(InboundMessage.id.in_(ids)).values(body=""))


def standing(session: Session, at: datetime | None = None, most: int = 1000) -> list[int]:
    """Ids of what stands in line: in nobody's hands and not urgent, oldest first."""
    waiting = (
        select(InboundMessage.id)
        .where(_claimable(at or now()), InboundMessage.urgent.is_(False))
        .order_by(InboundMessage.id)
        .limit(most)
    )
    return list(session.execute(waiting).scalars())


def words_of(session: Session, ids: Sequence[int]) -> list[tuple[int, str]]:
    """Id and words of these messages, oldest first."""
    found = select(InboundMessage.id, InboundMessage.body).where(InboundMessage.id.in_(ids))
    return [(number, body) for number, body in session.execute(found.order_by(InboundMessage.id))]


def bring_forward(session: Session, message_id: int) -> None:
    """Make a message urgent that still waits, with what its sender wrote before."""
    sender = session.execute(
        select(InboundMessage.sender_digest).where(InboundMessage.id == message_id)
    ).scalar_one_or_none()
    if sender:
        one_at_a_time(session, f"from:{sender}")
        _hurry(session, sender)
        wakeups.announce(session, "inbox")


def _hurry(session: Session, sender: str) -> None:
    """Her older messages come first, so they must not keep the urgent one waiting."""
    hers = (InboundMessage.sender_digest == sender) & InboundMessage.handled_at.is_(None)
    changed(session, update(InboundMessage).where(hers).values(urgent=True))


def _behind_another(at: datetime) -> Any:
    other: Any = aliased(InboundMessage)
    same = (other.sender_digest == InboundMessage.sender_digest) & (other.id != InboundMessage.id)
    in_front = or_(other.id < InboundMessage.id, other.claimed_until > at)
    return select(other.id).where(same, other.handled_at.is_(None), in_front).exists()


def _claimable(at: datetime) -> Any:
    lease_over = or_(InboundMessage.claimed_until.is_(None), InboundMessage.claimed_until <= at)
    return InboundMessage.handled_at.is_(None) & lease_over


def _give_up_on_abandoned(session: Session, at: datetime) -> None:
    changed(
        session,
        update(InboundMessage)
        .where(_claimable(at), InboundMessage.attempts >= MAX_ATTEMPTS)
        .values(handled_at=at, outcome=FAILED, claimed_by=None, claimed_until=None),
    )


def _own(session: Session, message: InboundMessage, **values: Any) -> None:
    still_ours = (
        update(InboundMessage)
        .where(
            InboundMessage.id == message.id,
            InboundMessage.handled_at.is_(None),
            InboundMessage.claimed_by == message.claimed_by,
            InboundMessage.attempts == message.attempts,
        )
        .values(**values)
    )
    if changed(session, still_ours) != 1:
        raise LeaseLost(f"message {message.id} is no longer ours")
