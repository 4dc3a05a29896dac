"""How a case ends: the navigator is done, the family wants no person any more, or both fell silent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery import quiet
from bot.handoff import follow_up, offering, trail, words
from bot.handoff.models import Case, Navigator
from bot.handoff.states import OPEN, WAITING, CaseState, NotAllowed, OfferState
from bot.handoff.waiting import STILL_HERE
from bot.replies.catalogs import N_
from bot.store import now


def close(session: Session, navigator: Navigator, case: Case, at: datetime | None = None) -> None:
    """The navigator is done. The bot speaks again, and asks how it went. Raises NotAllowed."""
    at = at or now()
    trail.begin(session)
    must_have(navigator, case)
    _end(session, case, CaseState.CLOSED, "done", at, navigator)
    words.to_navigator(
        session, navigator, f"desk:{case.id}:done", N_("{code} is closed. Thank you."), code=case.code
    )
    late = quiet.is_quiet(at) and (case.last_word_at or at) < at - STILL_HERE
    _how_did_it_go(session, case, navigator, quiet.next_allowed(at) if late else None)
    free(session, navigator, at)


def family_closes(session: Session, case: Case, at: datetime | None = None) -> None:
    """The family wants the bot back, or no person any more. Raises NotAllowed for a case at its end."""
    at = at or now()
    end_for_family(session, case, "family", at)
    words.to_family(
        session, case, f"desk:{case.id}:back", N_("You are back with Kinpath. Tell me what you need.")
    )


def family_stopped(session: Session, conversation_id: str, at: datetime | None = None) -> None:
    """The family texted STOP: her open case ends, her navigator hears so, and she gets no word of it.

    Where the phone was only lent to a talk on the web, that goes on there and the phone is forgotten.
    """
    follow_up.stopped(session, conversation_id)
    case = offering.open_case(session, conversation_id)
    if case is not None:
        end_for_family(session, case, "stopped", at or now())


def tell_crisis(session: Session, case: Case, crisis: str, at: datetime | None = None) -> None:
    """The family of a case wrote of danger and got the numbers that help: her navigator is told that much."""
    at = at or now()
    event = trail.note(session, case, "crisis", at, detail=crisis)
    navigator = trail.holder(session, case)
    if case.state == CaseState.ACCEPTED.value and navigator is not None:
        words.to_navigator(
            session,
            navigator,
            f"desk:{case.id}:crisis:{event.id}",
            N_(
                "{code}: the family wrote of danger. Kinpath sent them the emergency numbers. Please read on."
            ),
            code=case.code,
        )


def close_idle(session: Session, case: Case, at: datetime) -> None:
    """Nobody wrote for two days: the case ends, and both sides hear so."""
    navigator = trail.holder(session, case)
    if navigator is None:
        raise NotAllowed(f"case {case.code} has no navigator")
    _end(session, case, CaseState.CLOSED, "idle", at, navigator)
    words.to_navigator(
        session,
        navigator,
        f"desk:{case.id}:done",
        N_("{code} is closed: nobody wrote for two days. Thank you."),
        code=case.code,
    )
    _how_did_it_go(session, case, navigator, None)
    free(session, navigator, at)


def end_for_family(session: Session, case: Case, because: str, at: datetime) -> None:
    """The family's side ends a case; whoever has it or was asked for it hears so. Raises NotAllowed."""
    trail.begin(session)
    session.refresh(case)
    if CaseState(case.state) not in OPEN:
        raise NotAllowed(f"case {case.code} is {case.state} already")
    waiting = CaseState(case.state) in WAITING
    navigator = trail.holder(session, case)
    told = [navigator] if navigator else trail.end_offers(session, case, OfferState.WITHDRAWN, at)
    end = CaseState.DECLINED_BY_FAMILY if waiting else CaseState.CLOSED
    _end(session, case, end, because, at, navigator)
    for one in told:
        words.to_navigator(
            session,
            one,
            f"desk:{case.id}:ended:{one.id}",
            N_("{code} is closed. Thank you.")
            if because == "erased"
            else N_("{code} is closed: the family no longer needs a person. Thank you."),
            code=case.code,
        )
    if navigator is not None:
        free(session, navigator, at)
    else:
        offering.drain(session, at)


def _end(
    session: Session, case: Case, to: CaseState, because: str, at: datetime, navigator: Navigator | None
) -> None:
    trail.move(
        session, case, to, "closed", at, navigator, because,
        closed_at=at, closed_because=because, next_check_at=None, family_waits_since=None,
    )  # fmt: skip


def _how_did_it_go(session: Session, case: Case, navigator: Navigator, not_before: datetime | None) -> None:
    words.to_family(
        session,
        case,
        f"desk:{case.id}:how",
        N_(
            "{name} has finished; you are back with Kinpath. How did it go? Tell me if you need anything else."
        ),
        not_before=not_before,
        name=navigator.name,
    )


def free(session: Session, navigator: Navigator, at: datetime) -> None:
    """A navigator has one case less: whoever waits longest is offered to her."""
    navigator.idle_since = at
    offering.drain(session, at)


def must_have(navigator: Navigator, case: Case) -> None:
    """Raises NotAllowed for a case that is not hers."""
    if case.state != CaseState.ACCEPTED.value or case.navigator_id != navigator.id:
        raise NotAllowed(f"case {case.code} is not {navigator.name}'s")
