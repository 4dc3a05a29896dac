"""What the carrier reports of messages it took. Reports repeat, overtake each other, and may come first."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, String, select
from sqlalchemy.orm import Session

from bot.delivery import outbox, wakeups
from bot.delivery.meanings import WORTH_ANOTHER_TRY
from bot.delivery.once import insert_once, one_at_a_time
from bot.delivery.outbox import OutboxMessage
from bot.delivery.outcomes import SILENT, Outcomes, fail
from bot.store import Base, UtcDateTime, now

ARRIVED = ("delivered", "read")
LOST = ("undelivered", "failed", "canceled")
TRIES = 3
"""A message that the carrier took and then lost is sent again while it had fewer attempts than this."""


class StatusReport(Base):
    """One status of one message, as the carrier reported it; a repeated report is the same row."""

    __tablename__ = "delivery_status"

    sid: str = Column(String(64), primary_key=True)
    status: str = Column(String(24), primary_key=True)
    error_code = Column(String(40))
    at: datetime = Column(UtcDateTime, nullable=False)


def record(
    session: Session,
    sid: str,
    status: str,
    error_code: str | None = None,
    outcomes: Outcomes = SILENT,
    at: datetime | None = None,
) -> bool:
    """Keep a report and let the message follow it. False when it was known already.

    A report for a message that we do not know yet (the create call has not answered) is kept for it.
    """
    at = at or now()
    one_at_a_time(session, f"sid:{sid}")
    sid, status, error_code = sid[:64], status[:24].lower(), (error_code or "")[:40] or None
    row = {"sid": sid, "status": status, "error_code": error_code, "at": at}
    if not sid or not status or not insert_once(session, StatusReport, row):
        return False
    mine = select(OutboxMessage).where(OutboxMessage.provider_sid == sid).with_for_update()
    message: OutboxMessage | None = session.execute(mine).scalars().first()
    if message is not None:
        _follow(session, message, status, error_code, outcomes, at)
    return True


def catch_up(session: Session, message: OutboxMessage, outcomes: Outcomes, at: datetime) -> None:
    """Let a message that just got its id follow the reports that came before the id did."""
    reports = select(StatusReport).where(StatusReport.sid == message.provider_sid)
    for report in sorted(session.execute(reports).scalars(), key=lambda r: r.status not in ARRIVED):
        _follow(session, message, report.status, report.error_code, outcomes, at)


def _follow(
    session: Session,
    message: OutboxMessage,
    status: str,
    error_code: str | None,
    outcomes: Outcomes,
    at: datetime,
) -> None:
    if message.status == outbox.DELIVERED:
        return
    if status in ARRIVED:
        message.status, message.error_code, message.not_before = outbox.DELIVERED, None, None
    elif status in LOST and message.status == outbox.SENT:
        code = error_code or status
        if code in WORTH_ANOTHER_TRY and message.attempts < TRIES:
            message.status, message.error_code = outbox.QUEUED, code
            message.not_before = at + timedelta(seconds=WORTH_ANOTHER_TRY[code])
            wakeups.announce(session, "outbox")
        else:
            fail(session, message, code, outcomes)
    session.flush()
