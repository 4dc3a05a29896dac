"""Which message is sent next, and what became of each attempt: the outbox as its sender sees it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.delivery import backoff, outbox, owners, statuses
from bot.delivery.once import changed, one_at_a_time
from bot.delivery.outbox import OutboxMessage
from bot.delivery.outcomes import SILENT, Outcomes, fail
from bot.store import UtcDateTime, now

MAX_ATTEMPTS = 20
"""With the waits of `backoff` between them, about an hour of trying."""


def claim_due(
    session: Session,
    owner: str,
    lease_seconds: float,
    limit: int,
    at: datetime | None = None,
    outcomes: Outcomes = SILENT,
    skip: Collection[int] = (),
    only_urgent: bool = False,
) -> list[OutboxMessage]:
    """Claim up to `limit` messages that are due, at most one for each recipient, urgent ones first, then oldest first.

    A message waits while an earlier one to the same recipient is queued or being sent, unless that one is
    kept for later (`not_before`). Urgent messages wait for nothing. A message whose sender died under its
    lease is due again, unless it is in `skip`: the ids that the caller knows to be in its own hands.
    """
    at = at or now()
    one_at_a_time(session, "outbox")
    claimed = []
    due = _due(at).where(OutboxMessage.id.not_in(skip))
    if only_urgent:
        due = due.where(OutboxMessage.urgent)
    due = due.order_by(OutboxMessage.urgent.desc(), OutboxMessage.id).limit(limit)
    # a row in another's hands is being accepted, cancelled or erased at this moment: it is left to that
    for message in session.execute(due.with_for_update(skip_locked=True)).scalars():
        if message.attempts >= MAX_ATTEMPTS:
            fail(session, message, message.error_code or "abandoned", outcomes)
            continue
        message.status = outbox.SENDING
        message.attempts += 1
        message.claimed_by = owner
        message.claimed_until = at + timedelta(seconds=lease_seconds)
        claimed.append(message)
    session.flush()
    return claimed


def accepted(
    session: Session,
    claimed: OutboxMessage,
    sid: str,
    outcomes: Outcomes = SILENT,
    at: datetime | None = None,
) -> bool:
    """The carrier took it under the id `sid`. False when the claim was lost meanwhile."""
    at = at or now()
    one_at_a_time(session, f"sid:{sid}")
    message = _still_claimed(session, claimed)
    if message is None:
        return False
    message.status, message.provider_sid, message.sent_at = outbox.SENT, sid, at
    message.error_code = message.claimed_by = message.claimed_until = None
    session.flush()
    statuses.catch_up(session, message, outcomes, at)
    return True


def put_off(
    session: Session,
    claimed: OutboxMessage,
    code: str,
    retry_after: float | None = None,
    outcomes: Outcomes = SILENT,
    at: datetime | None = None,
) -> bool:
    """The carrier could not take it now. It is tried again later, or ends when it was tried too often."""
    at = at or now()
    message = _still_claimed(session, claimed)
    if message is None:
        return False
    if message.attempts >= MAX_ATTEMPTS:
        fail(session, message, code, outcomes)
        return True
    message.status, message.error_code = outbox.QUEUED, code[:40]
    message.next_try_at = at + timedelta(seconds=backoff.seconds(message.attempts, retry_after))
    message.claimed_by = message.claimed_until = None
    session.flush()
    return True


def refused(session: Session, claimed: OutboxMessage, code: str, outcomes: Outcomes = SILENT) -> bool:
    """The carrier will never take it: it ends here."""
    message = _still_claimed(session, claimed)
    if message is None:
        return False
    fail(session, message, code, outcomes)
    return True


def extend(
    session: Session, claimed: OutboxMessage, lease_seconds: float, at: datetime | None = None
) -> bool:
    """Keep the claim for longer. False when it was lost meanwhile."""
    message = _still_claimed(session, claimed)
    if message is not None:
        message.claimed_until = (at or now()) + timedelta(seconds=lease_seconds)
    return message is not None


def left_behind(session: Session) -> list[str]:
    """Holders of claims on this machine whose process is dead."""
    holders = select(OutboxMessage.claimed_by).where(OutboxMessage.status == outbox.SENDING).distinct()
    return [owner for owner in session.execute(holders).scalars() if owners.is_dead(owner)]


def free_dead(session: Session, at: datetime | None = None) -> int:
    """End the claims that dead processes of this machine left behind, and give back how many there were."""
    claims = update(OutboxMessage).where(
        OutboxMessage.status == outbox.SENDING, OutboxMessage.claimed_by.in_(left_behind(session))
    )
    return changed(session, claims.values(claimed_until=at or now()))


def next_due_at(session: Session, at: datetime | None = None, only_urgent: bool = False) -> datetime | None:
    """When an (urgent) message may next be sent, as far as is known now; None when none is waiting."""
    moment: Any = case(
        (OutboxMessage.status == outbox.SENDING, OutboxMessage.claimed_until),
        (OutboxMessage.not_before > OutboxMessage.next_try_at, OutboxMessage.not_before),
        else_=OutboxMessage.next_try_at,
    )
    free = OutboxMessage.urgent if only_urgent else or_(OutboxMessage.urgent, ~_behind_another(at or now()))
    due: datetime | None = session.execute(
        select(func.min(moment, type_=UtcDateTime())).where(_waiting(OutboxMessage), free)
    ).scalar()
    return due


@dataclass(frozen=True)
class Backlog:
    """How the outbox stands: SMS that may go out and wait, seconds since the oldest could, dead letters."""

    waiting: int
    oldest_seconds: float
    failed: int


def backlog(session: Session, at: datetime | None = None) -> Backlog:
    """How the outbox stands, for metrics and reports."""
    at = at or now()
    free = or_(OutboxMessage.not_before.is_(None), OutboxMessage.not_before <= at)
    since = func.coalesce(OutboxMessage.not_before, OutboxMessage.created_at)
    waiting, oldest = session.execute(
        select(func.count(), func.min(since, type_=UtcDateTime())).where(_waiting(OutboxMessage), free)
    ).one()
    failed = select(func.count()).where(OutboxMessage.status == outbox.FAILED)
    return Backlog(
        waiting, (at - oldest).total_seconds() if oldest else 0.0, session.execute(failed).scalar_one()
    )


def _waiting(table: Any) -> Any:
    return table.status.in_((outbox.QUEUED, outbox.SENDING))


def _behind_another(at: datetime) -> Any:
    other: Any = aliased(OutboxMessage)
    same = (other.recipient_digest == OutboxMessage.recipient_digest) & (other.id != OutboxMessage.id)
    released = or_(other.not_before.is_(None), other.not_before <= at)
    earlier = (other.id < OutboxMessage.id) & _waiting(other) & released
    being_sent = (other.status == outbox.SENDING) & (other.claimed_until > at)
    return select(other.id).where(same, or_(earlier, being_sent)).exists()


def _due(at: datetime) -> Any:
    released = or_(OutboxMessage.not_before.is_(None), OutboxMessage.not_before <= at)
    queued = (OutboxMessage.status == outbox.QUEUED) & (OutboxMessage.next_try_at <= at) & released
    abandoned = (OutboxMessage.status == outbox.SENDING) & (OutboxMessage.claimed_until <= at)
    in_turn = or_(OutboxMessage.urgent, ~_behind_another(at))
    return select(OutboxMessage).where(or_(queued, abandoned), in_turn)


def _still_claimed(session: Session, claimed: OutboxMessage) -> OutboxMessage | None:
    message: OutboxMessage | None = (
        session.execute(
            select(OutboxMessage)
            .where(
                OutboxMessage.id == claimed.id,
                OutboxMessage.status == outbox.SENDING,
                OutboxMessage.claimed_by == claimed.claimed_by,
                OutboxMessage.attempts == claimed.attempts,
            )
            .with_for_update()
        )
        .scalars()
        .first()
    )
    return message
