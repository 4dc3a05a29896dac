"""Navigators come and go: AWAY and BACK, shifts, STOP and START, removal, and phones that cannot be reached."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff import handing, offering, shifts, trail, words
from bot.handoff.models import Case, Navigator, Offer
from bot.handoff.states import CaseState, OfferState
from bot.replies.catalogs import N_
from bot.store import now


def own_cases(session: Session, navigator: Navigator) -> list[Case]:
    """The cases a navigator has now, oldest first."""
    query = select(Case).where(Case.navigator_id == navigator.id, Case.state == CaseState.ACCEPTED.value)
    return list(session.execute(query.order_by(Case.accepted_at, Case.id)).scalars())


def go_away(session: Session, navigator: Navigator, key: str, at: datetime | None = None) -> None:
    """She is asked for no new case; what she was asked for goes to others, and open cases are asked about."""
    at = at or now()
    trail.begin(session)
    _off_shift(session, navigator, at)
    own = own_cases(session, navigator)
    if own:
        navigator.asked_to_hand_on_at = at
        words.to_navigator(
            session,
            navigator,
            key,
            N_(
                "No new families for now. You still have {codes}. Hand on to someone else? Reply YES or NO. BACK "
                "when you return."
            ),
            codes=", ".join(case.code for case in own),
        )
    else:
        words.to_navigator(
            session, navigator, key, N_("Rest well. You get no new families now. Text BACK when you return.")
        )


def come_back(session: Session, navigator: Navigator, key: str | None, at: datetime | None = None) -> None:
    """She is on shift again, and gets what waits, the oldest first. Without a key she is not greeted."""
    at = at or now()
    trail.begin(session)
    navigator.on_shift = True
    navigator.stopped_at = navigator.asked_to_hand_on_at = None
    navigator.idle_since = at
    navigator.shift_changes_at = _next_change(session, navigator, at)
    if key is not None:
        words.to_navigator(
            session, navigator, key, N_("Welcome back. I'll text you when a family asks for someone.")
        )
    offering.drain(session, at)


def stop(session: Session, navigator: Navigator, key: str | None, at: datetime | None = None) -> None:
    """She texted STOP, or her carrier says so: her cases go to others and nothing more is sent to her."""
    at = at or now()
    trail.begin(session)
    if key is not None and navigator.stopped_at is None:
        words.to_navigator(
            session, navigator, key, N_("You get no more texts from Kinpath. Text START to come back.")
        )
    navigator.stopped_at = at
    _leave(session, navigator, "stopped", at)


def unreachable(session: Session, navigator: Navigator, at: datetime | None = None) -> None:
    """Her phone cannot be reached: her families do not wait for it. BACK from that phone undoes it."""
    at = at or now()
    trail.begin(session)
    _leave(session, navigator, "unreachable", at)


def remove(session: Session, navigator: Navigator, at: datetime | None = None) -> None:
    """Take a navigator off the list: her open cases go to others, her past cases keep her name."""
    at = at or now()
    trail.begin(session)
    _leave(session, navigator, "removed", at)
    navigator.active = False
    session.flush()


def change_shift(session: Session, navigator: Navigator, at: datetime) -> None:
    """The clock says that a shift of hers starts or ends."""
    trail.begin(session)
    starts = shifts.is_on(shifts.of(session, navigator), navigator.time_zone, at)
    if starts and not navigator.on_shift:
        come_back(session, navigator, None, at)
    elif not starts and navigator.on_shift:
        if own_cases(session, navigator):
            go_away(session, navigator, f"desk:shift:{navigator.id}:{int(at.timestamp())}", at)
        else:
            _off_shift(session, navigator, at)
    navigator.shift_changes_at = _next_change(session, navigator, at)
    session.flush()


def _leave(session: Session, navigator: Navigator, because: str, at: datetime) -> None:
    _off_shift(session, navigator, at)
    for case in own_cases(session, navigator):
        handing.hand_on(session, navigator, case, because, at)


def _off_shift(session: Session, navigator: Navigator, at: datetime) -> None:
    navigator.on_shift = False
    navigator.shift_changes_at = _next_change(session, navigator, at)
    session.flush()
    query = (
        select(Offer, Case)
        .join(Case, Case.id == Offer.case_id)
        .where(Offer.navigator_id == navigator.id, Offer.state == OfferState.OPEN.value)
        .order_by(Offer.id)
    )
    for offer, case in session.execute(query).all():
        offer.state, offer.answered_at = OfferState.WITHDRAWN.value, at
        trail.note(session, case, "withdrawn", at, navigator)
        if case.state == CaseState.OFFERED.value and not trail.open_offers(session, case):
            offering.ask_on(session, case, at)


def _next_change(session: Session, navigator: Navigator, at: datetime) -> datetime | None:
    return shifts.next_change(shifts.of(session, navigator), navigator.time_zone, at)
