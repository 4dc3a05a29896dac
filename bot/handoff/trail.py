"""Moving a case from one state to the next, and the trail that each move leaves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.delivery import wakeups
from bot.delivery.once import changed, one_at_a_time
from bot.handoff.models import Case, CaseEvent, Navigator, Offer
from bot.handoff.states import MAY_FOLLOW, CaseState, NotAllowed, OfferState


def begin(session: Session) -> None:
    """Let one transaction work at the desk at a time, across servers too."""
    one_at_a_time(session, "desk")


def move(
    session: Session,
    case: Case,
    to: CaseState,
    kind: str,
    at: datetime,
    navigator: Navigator | None = None,
    detail: str | None = None,
    **values: Any,
) -> CaseEvent:
    """Move a case and note it; gives back the note.

    Raises NotAllowed when its state does not allow that, or just changed.
    """
    was = CaseState(case.state)
    if to not in MAY_FOLLOW[was]:
        raise NotAllowed(f"case {case.code} is {was.value}: it cannot become {to.value}")
    session.flush()
    still = update(Case).where(Case.id == case.id, Case.state == was.value)
    if changed(session, still.values(state=to.value, **values)) != 1:
        raise NotAllowed(f"case {case.code} was changed by someone else")
    session.refresh(case)
    wakeups.announce(session, "desk")
    return note(session, case, kind, at, navigator, detail, was, to)


def note(
    session: Session,
    case: Case,
    kind: str,
    at: datetime,
    navigator: Navigator | None = None,
    detail: str | None = None,
    was: CaseState | None = None,
    to: CaseState | None = None,
) -> CaseEvent:
    """Note what happened to a case: codes and names of states, never anyone's words."""
    event = CaseEvent(
        case_id=case.id,
        at=at,
        kind=kind,
        from_state=was.value if was else None,
        to_state=to.value if to else None,
        navigator_id=navigator.id if navigator else None,
        detail=detail,
    )
    session.add(event)
    session.flush()
    return event


def end_offers(
    session: Session, case: Case, to: OfferState, at: datetime, but: Navigator | None = None
) -> list[Navigator]:
    """End the open offers of a case, all but one navigator's; gives back whose they were."""
    ended = []
    for offer in open_offers(session, case):
        if but is None or offer.navigator_id != but.id:
            offer.state, offer.answered_at = to.value, at
            ended.append(session.get(Navigator, offer.navigator_id))
    session.flush()
    return [one for one in ended if one is not None]


def open_offers(session: Session, case: Case) -> list[Offer]:
    """The offers of a case that still wait for an answer."""
    query = select(Offer).where(Offer.case_id == case.id, Offer.state == OfferState.OPEN.value)
    return list(session.execute(query.order_by(Offer.id)).scalars())


def holder(session: Session, case: Case) -> Navigator | None:
    """The navigator who has a case."""
    return session.get(Navigator, case.navigator_id) if case.navigator_id else None
