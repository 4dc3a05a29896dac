"""What is counted after a run, out of the database and from what phones got: the promises, as numbers."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery import dispatch, inbox, outbox
from bot.delivery.inbox import InboundMessage
from bot.delivery.outbox import OutboxMessage
from bot.handoff.models import Case, CaseEvent
from bot.store import Store
from tests.delivery.fake_twilio import Sent

WITH_THE_ANSWER = timedelta(seconds=2)
"""Messages put within this time of the end of a turn were put by its transaction."""
NOTHING_TO_SAY = ("opted out", "keyword stop", "no number to answer")
"""Outcomes of messages that are rightly left without an answer."""


@dataclass
class Verdict:
    """The counts of a run; `broken` names each broken promise."""

    inbound: int = 0
    unanswered: int = 0
    given_up: int = 0
    fell_back: int = 0
    out: int = 0
    lost: int = 0
    cases: int = 0
    accepted: int = 0
    accepted_twice: int = 0
    twice: int = 0
    twice_unexcused: int = 0
    out_of_order: int = 0
    waits: list[float] = field(default_factory=list)
    """Seconds from a family's message to the first word of its answer in the outbox."""
    broken: list[str] = field(default_factory=list)

    def must_be_none(self, count: int, what: str) -> int:
        """Note what must not be."""
        if count:
            self.broken.append(f"{count} {what}")
        return count


async def settled(store: Store, within: float) -> bool:
    """Wait until nothing waits any more, in or out; False when something still does after so many seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        coming, going = await store.read(inbox.backlog), await store.read(dispatch.backlog)
        if not coming.waiting and not going.waiting:
            return True
        await asyncio.sleep(0.2)
    return False


def conversations(session: Session, acknowledged: Iterable[str] | None, navigators: set[str]) -> Verdict:
    """Judge what came in and what was decided. `acknowledged`: MessageSids that were answered with 200."""
    verdict = Verdict()
    rows = list(session.execute(select(InboundMessage).order_by(InboundMessage.id)).scalars())
    out = list(session.execute(select(OutboxMessage).order_by(OutboxMessage.id)).scalars())
    verdict.inbound, verdict.out = len(rows), len(out)
    if acknowledged is not None:
        missing = set(acknowledged) - {row.provider_sid for row in rows}
        verdict.must_be_none(len(missing), "messages were acknowledged and are not kept")
    verdict.given_up = verdict.must_be_none(
        sum(row.outcome == inbox.FAILED for row in rows), "messages were given up"
    )
    verdict.fell_back = sum(row.outcome == "fell back" for row in rows)
    open_ones = sum(row.handled_at is None for row in rows)
    verdict.must_be_none(open_ones, "messages are still waiting")
    _answers(verdict, rows, out, navigators)
    _order(verdict, rows)
    _cases(verdict, session)
    left = sum(row.status not in (outbox.SENT, outbox.DELIVERED, outbox.CANCELLED) for row in out)
    verdict.lost = verdict.must_be_none(left, "outgoing messages were not sent")
    return verdict


def _answers(
    verdict: Verdict, rows: list[InboundMessage], out: list[OutboxMessage], navigators: set[str]
) -> None:
    by_inbound: defaultdict[int, list[OutboxMessage]] = defaultdict(list)
    for message in out:
        found = re.match(r"(?:case:[0-9a-f]+:)?(?:in|out|desk:answer|answer):(\d+)", message.key)
        if found:
            by_inbound[int(found[1])].append(message)
    made = sorted(out, key=lambda message: message.created_at)
    for row in rows:
        if row.handled_at is None or (row.outcome or "").startswith(NOTHING_TO_SAY):
            continue
        mine = by_inbound[row.id] or [
            message for message in made if abs(message.created_at - row.handled_at) < WITH_THE_ANSWER
        ]
        if not mine:
            verdict.unanswered += 1
        elif row.sender not in navigators:
            first = min(message.created_at for message in mine)
            verdict.waits.append(max(0.0, (first - row.received_at).total_seconds()))
    verdict.must_be_none(verdict.unanswered, "messages have no answer")


def _order(verdict: Verdict, rows: list[InboundMessage]) -> None:
    """One conversation's messages are handled one after the other, in the order in which they came."""
    last: dict[str, InboundMessage] = {}
    for row in rows:
        before = last.get(row.sender_digest)
        if before is not None and before.handled_at and row.handled_at and row.handled_at < before.handled_at:
            verdict.out_of_order += 1
        last[row.sender_digest] = row
    verdict.must_be_none(verdict.out_of_order, "messages were handled out of order")


def _cases(verdict: Verdict, session: Session) -> None:
    cases = list(session.execute(select(Case)).scalars())
    verdict.cases = len(cases)
    free: dict[str, bool] = {}
    for event in session.execute(select(CaseEvent).order_by(CaseEvent.id)).scalars():
        if event.to_state == "accepted":
            verdict.accepted += 1
            verdict.accepted_twice += not free.get(event.case_id, True)
            free[event.case_id] = False
        elif event.to_state is not None:
            free[event.case_id] = True
    verdict.must_be_none(verdict.accepted_twice, "cases were accepted twice")


def carried(verdict: Verdict, session: Session, sent: list[Sent]) -> None:
    """Judge what the carrier took: all of it, and twice only what was claimed again.

    A message is claimed again when its process died, or when Twilio's answer was an error or none: in a run
    without such answers each copy beyond the first stands for a process that died before it wrote one down.
    """
    rows = list(
        session.execute(
            select(OutboxMessage).where(OutboxMessage.channel == "sms", OutboxMessage.status != "cancelled")
        ).scalars()
    )
    wanted = Counter((row.recipient, row.body) for row in rows)
    again: Counter[tuple[str, str]] = Counter()
    for row in rows:
        again[(row.recipient, row.body)] += row.attempts - 1
    took = Counter((one.to, one.body) for one in sent)
    missing = sum(max(0, count - took[what]) for what, count in wanted.items())
    verdict.lost += verdict.must_be_none(missing, "messages never reached the carrier")
    known = {one.sid for one in sent}
    wrong = sum(
        row.provider_sid not in known for row in rows if row.status in (outbox.SENT, outbox.DELIVERED)
    )
    verdict.must_be_none(wrong, "messages are called sent under an id that the carrier never gave")
    for what, count in took.items():
        extra = max(0, count - wanted.get(what, 0))
        verdict.twice += extra
        verdict.twice_unexcused += max(0, extra - again[what])
    verdict.must_be_none(verdict.twice_unexcused, "messages were sent twice although nobody had died")


def percentile(values: list[float], share: float) -> float:
    """The value that a share (0 to 1) of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
