"""What is due by the clock. Timers are columns of the database: they survive restarts and fire once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.delivery import quiet
from bot.handoff import closing, follow_up, handing, hearing, offering, presence, trail, words
from bot.handoff.consulting import ANOTHER, LANGUAGE
from bot.handoff.models import Case, Navigator
from bot.handoff.silence import PATIENCE, change_is_unanswered, check_at
from bot.handoff.states import CaseState
from bot.replies.catalogs import N_
from bot.store import UtcDateTime, now

log = structlog.get_logger()

AFTER_FAILURE = timedelta(minutes=1)
AT_ONCE = 50
"""Things done in one transaction at most; what is left is due at the next tick."""


def tick(session: Session, at: datetime | None = None) -> int:
    """Do what is due; gives back how many things were done. One that fails is tried again a minute later."""
    at = at or now()
    trail.begin(session)
    cases = select(Case).where(Case.next_check_at <= at).order_by(Case.next_check_at, Case.id).limit(AT_ONCE)
    turning = select(Navigator).where(Navigator.active, Navigator.shift_changes_at <= at).limit(AT_ONCE)
    done = 0
    for navigator in session.execute(turning).scalars().all():
        done += _safely(session, presence.change_shift, navigator, at)
    for case in session.execute(cases).scalars().all():
        done += _safely(session, _due, case, at)
    return done


def next_due_at(session: Session) -> datetime | None:
    """When something is due next, as far as is known now."""
    moments = [
        session.execute(select(func.min(Case.next_check_at, type_=UtcDateTime()))).scalar(),
        session.execute(
            select(func.min(Navigator.shift_changes_at, type_=UtcDateTime())).where(Navigator.active)
        ).scalar(),
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def _due(session: Session, case: Case, at: datetime) -> None:
    if case.next_check_at is None or case.next_check_at > at:
        return  # something done before in this tick has moved it
    if case.state == CaseState.OFFERED.value:
        offering.expire_wave(session, case, at)
    elif case.state in (CaseState.REQUESTED.value, CaseState.SCHEDULED.value):
        _no_answer(case)
        offering.try_again(session, case, at)
        follow_up.ask(session, case, at)
    elif case.state == CaseState.ACCEPTED.value:
        _silence(session, case, at)
    else:
        case.next_check_at = None


def _no_answer(case: Case) -> None:
    """She was asked what would help and did not say: the case waits on as she wished."""
    if case.question in (ANOTHER, LANGUAGE):
        case.question = case.question_about = None


def _silence(session: Session, case: Case, at: datetime) -> None:
    navigator = trail.holder(session, case)
    due = check_at(case)
    if navigator is None or due is None or due > at:
        case.next_check_at = due
    elif change_is_unanswered(case, at):
        hearing.send_what_waited(session, case, at)
    elif case.nudged_at is None and case.family_waits_since is None and quiet.is_quiet(at):
        case.next_check_at = quiet.next_allowed(at)  # nobody waits: she may sleep
    elif case.nudged_at is None:
        _nudge(session, case, navigator, at)
    elif case.family_waits_since is not None:
        handing.hand_on(session, navigator, case, "silent", at)
    else:
        closing.close_idle(session, case, at)


def _nudge(session: Session, case: Case, navigator: Navigator, at: datetime) -> None:
    case.nudged_at = at
    case.next_check_at = check_at(case)
    event = trail.note(session, case, "nudged", at, navigator)
    key = f"desk:{case.id}:nudge:{event.id}"
    if case.family_waits_since is not None:
        words.to_navigator(
            session,
            navigator,
            key,
            N_(
                "{code}: the family is waiting for your words. Text now, or PASS. In {minutes} minutes I'll ask others."
            ),
            code=case.code,
            minutes=int(PATIENCE.total_seconds() // 60),
        )
    else:
        words.to_navigator(
            session,
            navigator,
            key,
            N_("{code}: nobody has written since yesterday. Text DONE to close it, or write to the family."),
            code=case.code,
        )


def _safely(session: Session, work: Callable[[Session, Any, datetime], None], row: Any, at: datetime) -> int:
    kind, row_id = type(row).__name__, row.id
    try:
        with session.begin_nested():
            work(session, row, at)
            session.flush()
        return 1
    except Exception as error:
        log.error("a timer failed", kind=kind, id=row_id, error=type(error).__name__)
        session.refresh(row)
        if isinstance(row, Case):
            row.next_check_at = at + AFTER_FAILURE
        else:
            row.shift_changes_at = at + AFTER_FAILURE
        session.flush()
        return 0
