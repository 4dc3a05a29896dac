"""When nobody can be asked: the family is told the truth, when we try again, and at last that nobody came."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery import quiet
from bot.handoff import consulting, matching, navigators, shifts, trail, words
from bot.handoff.asking import WAVE_WAIT
from bot.handoff.models import Case, Navigator
from bot.handoff.states import CaseState
from bot.replies.catalogs import N_

PROMISES = 4
"""How often a family is told when we try again, before the case expires."""
STILL_HERE = timedelta(hours=2)
"""So long after she asked, a person may come at night too: she is waiting for one."""


def nobody(session: Session, case: Case, at: datetime) -> None:
    """Nobody can be asked now: she waits in line for a busy one a while, then is told when we try again."""
    early = at < case.waits_since + WAVE_WAIT and case.promises == 0
    in_line = early and matching.all_are_busy(session, case)
    if consulting.ask(session, case, at, in_line):
        return
    if in_line:
        if case.state != CaseState.REQUESTED.value:
            trail.move(session, case, CaseState.REQUESTED, "in_line", at)
        case.next_check_at = at + WAVE_WAIT
        event = trail.note(session, case, "all_busy", at)
        words.to_family(
            session,
            case,
            f"desk:{case.id}:busy:{event.id}",
            N_(
                "Our navigators are with other families now. You are in line; I'll tell you in 10 minutes how it is."
            ),
        )
        return
    schedule(session, case, at)


def schedule(session: Session, case: Case, at: datetime) -> None:
    """Tell the family the truth: nobody now, and when we try again. After PROMISES times it expires."""
    if case.call_back_at is not None and case.call_back_at > at:
        # the promise made before still stands, and is not made again
        trail.move(session, case, CaseState.SCHEDULED, "waits_on", at, next_check_at=case.call_back_at)
        return
    if case.promises >= PROMISES:
        _expire(session, case, at)
        return
    start = shifts.next_start(session, lambda one: matching.can(one, case), at)
    known = start is not None and start < at + timedelta(days=4)
    call_back = quiet.next_allowed(start if start is not None and known else at + timedelta(hours=12))
    event = trail.move(
        session, case, CaseState.SCHEDULED, "scheduled", at,
        call_back_at=call_back, next_check_at=call_back, promises=case.promises + 1,
    )  # fmt: skip
    _tell_supervisors(session, case, event.id)
    catalog = words.family_catalog(session, case)
    if known:
        said = N_(
            "No navigator can answer now, and I am sorry. I'll ask again {when} and text you. For help now call 211, "
            "any time. In a crisis call or text 988."
        )
    else:
        said = N_(
            "No navigator is free right now, and I am sorry. You stay in line: the next one who is free will text you "
            "here. For help now call 211, any time. In a crisis call or text 988."
        )
    words.to_family(
        session, case, f"desk:{case.id}:scheduled:{event.id}", said, when=words.moment(catalog, call_back)
    )


def _expire(session: Session, case: Case, at: datetime) -> None:
    trail.move(
        session, case, CaseState.EXPIRED, "expired", at,
        closed_at=at, closed_because="nobody", next_check_at=None, call_back_at=None,
    )  # fmt: skip
    words.to_family(
        session,
        case,
        f"desk:{case.id}:expired",
        N_(
            "I could not find a navigator for you, and I am sorry. Please call 211, any time, free. If you still want "
            "a person, text PERSON and I'll ask again."
        ),
    )


def _tell_supervisors(session: Session, case: Case, event_id: int) -> None:
    """Supervisors on shift hear of a case that nobody took, even where they do not speak its language."""
    query = select(Navigator).where(
        Navigator.active, Navigator.on_shift, Navigator.supervisor, Navigator.stopped_at.is_(None)
    )
    for supervisor in session.execute(query).scalars():
        catalog = navigators.catalog(supervisor)
        words.to_navigator(
            session,
            supervisor,
            f"desk:{case.id}:supervisor:{event_id}:{supervisor.id}",
            N_(
                "{code}: nobody could take a family who speaks {language}. Who can? Text WHO, then ASSIGN {code} "
                "and a name."
            ),
            code=case.code,
            language=words.language(catalog, case),
        )


def lets_her_sleep(case: Case, at: datetime) -> bool:
    """True when it is night and she did not ask just now: a person may come in the morning."""
    return quiet.is_quiet(at) and case.waits_since < at - STILL_HERE
