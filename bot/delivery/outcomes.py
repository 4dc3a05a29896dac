"""How a message that cannot be delivered ends, and who in the house is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy.orm import Session

from bot.delivery import outbox
from bot.delivery.meanings import OPTED_OUT
from bot.delivery.outbox import OutboxMessage

log = structlog.get_logger()


def _nobody(session: Session, message: OutboxMessage) -> None:
    """Tells nobody."""


@dataclass(frozen=True)
class Outcomes:
    """What upper rooms want to hear, in the transaction in which it becomes true.

    `opted_out`: the recipient said STOP to the carrier. `failed`: a message ended undelivered.
    """

    opted_out: Callable[[Session, OutboxMessage], None] = _nobody
    failed: Callable[[Session, OutboxMessage], None] = _nobody


SILENT = Outcomes()


def fail(session: Session, message: OutboxMessage, code: str, outcomes: Outcomes) -> None:
    """End a message as failed, for good, and tell who wants to hear."""
    message.status = outbox.FAILED
    message.error_code = code[:40]
    message.claimed_by = message.claimed_until = None
    session.flush()
    log.warning("message failed", message=message.id, code=code, attempts=message.attempts)
    if code == OPTED_OUT:
        outbox.cancel_for(session, message.recipient_digest)
        outcomes.opted_out(session, message)
    outcomes.failed(session, message)
