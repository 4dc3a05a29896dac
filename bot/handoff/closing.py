"""How a case leaves its navigator: done, handed on, given to another, ended by the family, or erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.delivery import inbox, outbox, quiet
from bot.handoff import offering, trail, words
from bot.handoff.models import Case, CaseNote, Navigator, Offer, Relayed
from bot.handoff.states import OPEN, WAITING, CaseState, NotAllowed, OfferState
from bot.replies.catalogs import N_
from bot.store import now


def close(session: Session, navigator: Navigator, case: Case, at: datetime | None = None) -> None:
    """The navigator is done. The bot speaks again, and asks how it went. Raises NotAllowed."""
    at = at or now()
    trail.begin(session)
    _must_have(navigator, case)
    _end(session, case, CaseState.CLOSED, "done", at, navigator)
    words.to_navigator(
        session, navigator, f"desk:{case.id}:done", N_("{code} is closed. Thank you."), code=case.code
    )
    _how_did_it_go(session, case, navigator, None)
    _free(session, navigator, at)


def hand_on(
    session: Session, navigator: Navigator, case: Case, because: str = "passed", at: datetime | None = None
) -> None:
    """The case leaves its navigator and others are asked; the family is told. Raises NotAllowed.

    `because`: passed (she said so), silent, unreachable, stopped or removed.
    """
    at = at or now()
    trail.begin(session)
    _must_have(navigator, case)
    trail.move(
        session, case, CaseState.REQUESTED, "handed_on", at, navigator, because,
        navigator_id=None, waits_since=at, family_waits_since=None, nudged_at=None, next_check_at=at,
    )  # fmt: skip
    offer = Offer(
        case_id=case.id, navigator_id=navigator.id, wave=case.wave + 1, state=OfferState.DECLINED.value, at=at
    )
    session.add(offer)  # she counts as asked, and is not asked again
    case.wave += 1
    session.flush()
    words.to_navigator(
        session,
        navigator,
        f"desk:{case.id}:left:{offer.id}",
        N_("{code} goes on to someone else. The family no longer gets your texts. Thank you."),
        code=case.code,
    )
    words.to_family(
        session,
        case,
        f"desk:{case.id}:handed:{offer.id}",
        N_(
            "{name} can't go on right now. I'm asking someone else for you. Until then I am here: just text me."
        ),
        name=navigator.name,
    )
    offering.ask_on(session, case, at)
    if because == "passed":
        _free(session, navigator, at)


def assign(
    session: Session, supervisor: Navigator, case: Case, navigator: Navigator, at: datetime | None = None
) -> None:
    """A supervisor gives a case to a navigator, whether it waits or another has it.

    Raises NotAllowed where she is no supervisor, or the other is off or does not speak the language.
    """
    at = at or now()
    trail.begin(session)
    if not supervisor.supervisor:
        raise NotAllowed(f"{supervisor.name} is no supervisor")
    if not navigator.active or navigator.stopped_at is not None:
        raise NotAllowed(f"{navigator.name} gets no messages")
    before = trail.holder(session, case)
    if before is not None and before.id == navigator.id:
        raise NotAllowed(f"case {case.code} is {navigator.name}'s already")
    if before is not None:
        # through the waiting state, so that the same update gives it to the next
        event = trail.move(
            session, case, CaseState.REQUESTED, "taken_back", at, before, supervisor.id,
            navigator_id=None, waits_since=at, family_waits_since=None, nudged_at=None,
        )  # fmt: skip
        words.to_navigator(
            session,
            before,
            f"desk:{case.id}:taken_back:{event.id}",
            N_("{code} goes on to someone else. The family no longer gets your texts. Thank you."),
            code=case.code,
        )
    if not offering.take(session, navigator, case, at, "assigned"):
        raise NotAllowed(f"case {case.code} does not wait for anybody")


def family_closes(session: Session, case: Case, at: datetime | None = None) -> None:
    """The family wants the bot back, or no person any more. Raises NotAllowed for a case at its end."""
    at = at or now()
    _family_ends(session, case, "family", at)
    words.to_family(
        session, case, f"desk:{case.id}:back", N_("You are back with Kinpath. Tell me what you need.")
    )


def family_stopped(session: Session, conversation_id: str, at: datetime | None = None) -> None:
    """The family texted STOP: her open case ends, her navigator hears so, and she gets no word of it."""
    case = offering.open_case(session, conversation_id)
    if case is not None:
        _family_ends(session, case, "stopped", at or now())


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


def erase(session: Session, conversation_id: str, at: datetime | None = None) -> None:
    """A family erased everything: her open case ends, and all that the desk knew of her goes.

    Her navigator hears only that it is closed.
    """
    at = at or now()
    trail.begin(session)
    case = offering.open_case(session, conversation_id)
    if case is not None:
        _family_ends(session, case, "erased", at)
    for each in session.execute(select(Case).where(Case.conversation_id == conversation_id)).scalars():
        each.summary, each.needs, each.community, each.county = None, [], None, None
        each.conversation_id = ""
        spoken = select(Relayed.inbound_id).where(Relayed.case_id == each.id)
        inbox.empty(session, list(session.execute(spoken).scalars()))
        session.execute(delete(Relayed).where(Relayed.case_id == each.id))
        session.execute(delete(CaseNote).where(CaseNote.case_id == each.id))
        outbox.forget_keys(session, f"case:{each.id}:")
    session.flush()


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
    _how_did_it_go(session, case, navigator, quiet.next_allowed(at) if quiet.is_quiet(at) else None)
    _free(session, navigator, at)


def _family_ends(session: Session, case: Case, because: str, at: datetime) -> None:
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
        _free(session, navigator, at)
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


def _free(session: Session, navigator: Navigator, at: datetime) -> None:
    navigator.idle_since = at
    offering.drain(session, at)


def _must_have(navigator: Navigator, case: Case) -> None:
    if case.state != CaseState.ACCEPTED.value or case.navigator_id != navigator.id:
        raise NotAllowed(f"case {case.code} is not {navigator.name}'s")
