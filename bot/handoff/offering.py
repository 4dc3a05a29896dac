"""From offering to accepting: the transitions of a case that waits for a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.delivery import quiet
from bot.delivery.once import changed
from bot.handoff import follow_up, trail, words
from bot.handoff.asking import ask, last_offer, tell_summary
from bot.handoff.consulting import ANOTHER, LANGUAGE
from bot.handoff.models import Case, Navigator
from bot.handoff.states import OPEN, WAITING, CaseState, NotAllowed, OfferState
from bot.handoff.waiting import lets_her_sleep, nobody
from bot.replies.catalogs import N_
from bot.store import now

SILENCE = timedelta(minutes=20)
"""How long a family may wait for her navigator's word before the navigator is nudged."""


def open_case(session: Session, conversation_id: str) -> Case | None:
    """The case of a conversation that is not at its end; at a phone also the one begun on a page of hers."""
    query = select(Case).where(
        Case.conversation_id == conversation_id, Case.state.in_([state.value for state in OPEN])
    )
    found: Case | None = session.execute(query).scalars().first()
    return found or follow_up.case_of_phone(session, conversation_id)


def person_is_speaking(session: Session, conversation_id: str) -> bool:
    """Whether a navigator talks with this family now; the bot is silent then."""
    case = open_case(session, conversation_id)
    return case is not None and case.state == CaseState.ACCEPTED.value


def accept(session: Session, navigator: Navigator, case: Case, at: datetime | None = None) -> bool:
    """A navigator says yes, in time or late. The first one has it; False for who came after her.

    Raises NotAllowed for a case that she was never asked for.
    """
    at = at or now()
    trail.begin(session)
    offer = last_offer(session, case, navigator)
    if offer is None:
        raise NotAllowed(f"case {case.code} was not offered to {navigator.name}")
    if not take(session, navigator, case, at, "accepted"):
        return False
    offer.state, offer.answered_at = OfferState.ACCEPTED.value, at
    session.flush()
    return True


def take(session: Session, navigator: Navigator, case: Case, at: datetime, kind: str) -> bool:
    """Give a waiting case to a navigator, by one update that only one can win. False when it is not waiting."""
    session.flush()
    was = CaseState(case.state)
    won = changed(
        session,
        update(Case)
        .where(
            Case.id == case.id,
            Case.state.in_([state.value for state in WAITING]),
            Case.navigator_id.is_(None),
        )
        .values(
            state=CaseState.ACCEPTED.value,
            navigator_id=navigator.id,
            accepted_at=at,
            family_waits_since=at,
            last_word_at=at,
            nudged_at=None,
            call_back_at=None,
            promises=0,
            next_check_at=at + SILENCE,
        ),
    )
    session.refresh(case)
    if not won:
        return False
    if case.question in (ANOTHER, LANGUAGE):
        case.question = case.question_about = None
    navigator.idle_since = at
    event = trail.note(session, case, kind, at, navigator, None, was, CaseState.ACCEPTED)
    for other in trail.end_offers(session, case, OfferState.TAKEN, at, but=navigator):
        words.to_navigator(
            session,
            other,
            f"desk:{case.id}:taken:{event.id}:{other.id}",
            N_("{code} is taken by someone else. Thank you for being there."),
            code=case.code,
        )
    for own in trail.open_offers(session, case):
        own.state, own.answered_at = OfferState.ACCEPTED.value, at
    tell_summary(
        session,
        navigator,
        case,
        f"case:{case.id}:summary:{event.id}",
        N_(
            "{code} is yours. {summary}\nWhat you text now goes to the family. Text DONE when you are finished."
        ),
    )
    words.to_family(
        session,
        case,
        f"desk:{case.id}:accepted:{event.id}",
        N_("{name}, a peer navigator, is here with you now. Just write. To come back to me, text KINPATH."),
        name=navigator.name,
    )
    drain(session, at)
    return True


def decline_offer(session: Session, navigator: Navigator, case: Case, at: datetime | None = None) -> None:
    """A navigator says no. When all of a wave did, the next is asked at once.

    Raises NotAllowed for a case that she was never asked for or that does not wait any more.
    """
    at = at or now()
    trail.begin(session)
    offer = last_offer(session, case, navigator)
    if offer is None or CaseState(case.state) not in WAITING:
        raise NotAllowed(f"case {case.code} is not offered to {navigator.name}")
    offer.state, offer.answered_at = OfferState.DECLINED.value, at
    trail.note(session, case, "declined", at, navigator)
    if case.state == CaseState.OFFERED.value and not trail.open_offers(session, case):
        ask_on(session, case, at)
    drain(session, at)


def expire_wave(session: Session, case: Case, at: datetime | None = None) -> None:
    """A wave did not answer in time: the next one is asked, and the family told. Raises NotAllowed."""
    at = at or now()
    trail.begin(session)
    if case.state != CaseState.OFFERED.value:
        raise NotAllowed(f"case {case.code} is {case.state}: no wave of it can expire")
    silent = trail.end_offers(session, case, OfferState.UNANSWERED, at)
    event = trail.note(session, case, "wave_expired", at, detail=str(case.wave))
    for navigator in silent:
        words.to_navigator(
            session,
            navigator,
            f"desk:{case.id}:passed:{event.id}:{navigator.id}",
            N_("{code}: others are asked now; YES {code} still counts. Need a rest? Text AWAY."),
            code=case.code,
        )
    if ask_on(session, case, at) and case.promises == 0:
        words.to_family(
            session,
            case,
            f"desk:{case.id}:still:{event.id}",
            N_(
                "Nobody has answered yet. I'm asking others. I'll tell you in 10 minutes. For help now call 211."
            ),
        )
    drain(session, at)


def ask_on(session: Session, case: Case, at: datetime) -> bool:
    """Ask the next navigators for a case; where there are none, the family is told. True when some were asked."""
    if ask(session, case, at):
        return True
    nobody(session, case, at)
    return False


def drain(session: Session, at: datetime | None = None) -> int:
    """Offer what waits to whoever is free now, the oldest first. Gives back how many cases were offered."""
    at = at or now()
    session.flush()
    query = select(Case).where(Case.state.in_([state.value for state in WAITING]))
    offered = 0
    for case in session.execute(query.order_by(Case.requested_at, Case.id)).scalars().all():
        if not lets_her_sleep(case, at):
            offered += ask(session, case, at)
    return offered


def try_again(session: Session, case: Case, at: datetime) -> None:
    """A case that waited without an offer is due: ask again, or tell the family the truth again."""
    if lets_her_sleep(case, at):
        case.next_check_at = quiet.next_allowed(at)
        session.flush()
        return
    ask_on(session, case, at)
