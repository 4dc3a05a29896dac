"""What the desk forgets of a family: at once when she erases everything, and of closed cases after a while."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from bot.delivery import inbox, outbox
from bot.handoff import closing, drafts, follow_up, offering, trail
from bot.handoff.models import Case, CaseNote, NavigatorText, Relayed
from bot.store import now

BATCH = 100
"""Cases forgotten in one transaction."""


def erase(session: Session, conversation_id: str, at: datetime | None = None) -> list[str]:
    """A family erased everything: her open case ends, and all that the desk knew of her goes.

    Her navigator hears only that it is closed. Gives back other conversations of hers: the page of a talk
    that went on at this phone.
    """
    at = at or now()
    trail.begin(session)
    case = offering.open_case(session, conversation_id)
    own = {conversation_id, *([case.conversation_id] if case is not None else [])}
    if case is not None:
        closing.end_for_family(session, case, "erased", at)
    for each in session.execute(select(Case).where(Case.conversation_id.in_(own))).scalars():
        forget_words(session, each)
        each.needs, each.community, each.county, each.wish = [], None, None, None
        each.conversation_id = ""
    for one in own:
        drafts.drop(session, one)
    session.flush()
    return sorted(own - {conversation_id})


def forget_words(session: Session, case: Case) -> None:
    """Empty every word of a case: the summary, the notes, what was said. Its figures stay."""
    case.summary = case.agreed = case.question_about = None
    follow_up.forget(case)
    relayed = select(Relayed.inbound_id).where(Relayed.case_id == case.id)
    texted = select(NavigatorText.inbound_id).where(NavigatorText.case_id == case.id)
    said = [*session.execute(relayed).scalars(), *session.execute(texted).scalars()]
    inbox.empty(session, said)
    session.execute(delete(Relayed).where(Relayed.case_id == case.id))
    session.execute(delete(CaseNote).where(CaseNote.case_id == case.id))
    outbox.forget_keys(session, f"case:{case.id}:")


def closed_before(session: Session, moment: datetime) -> int:
    """Forget the words of cases that ended before a moment, a batch of them. Gives back how many had any."""
    has_words = or_(
        Case.summary.is_not(None),
        Case.agreed.is_not(None),
        Case.follow_up_phone.is_not(None),
        select(Relayed.case_id).where(Relayed.case_id == Case.id).exists(),
        select(CaseNote.case_id).where(CaseNote.case_id == Case.id).exists(),
    )
    old = session.execute(select(Case).where(Case.closed_at < moment, has_words).limit(BATCH)).scalars().all()
    for case in old:
        forget_words(session, case)
    session.flush()
    return len(old)
