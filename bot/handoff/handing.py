"""How a case goes from one person to another: handed on, given by a supervisor, or because the family asks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.handoff import closing, consulting, matching, offering, trail, words
from bot.handoff.models import Case, Navigator, Offer
from bot.handoff.states import CaseState, NotAllowed, OfferState
from bot.handoff.wishes import Wish
from bot.replies.catalogs import N_
from bot.store import now


def hand_on(
    session: Session, navigator: Navigator, case: Case, because: str = "passed", at: datetime | None = None
) -> None:
    """The case leaves its navigator and others are asked; the family is told. Raises NotAllowed.

    `because`: passed (she said so), silent, unreachable, stopped or removed.
    """
    at = at or now()
    trail.begin(session)
    wish = Wish.of(case.wish)
    if wish.navigator == navigator.id:
        case.wish = Wish(None, wish.others_than, wish.kinds, wish.community).as_json()
    left = _leave(session, navigator, case, because, at)
    words.to_family(
        session,
        case,
        f"desk:{case.id}:handed:{left}",
        N_(
            "{name} can't go on right now. I'm asking someone else for you. Until then I am here: just text me."
        ),
        name=navigator.name,
    )
    offering.ask_on(session, case, at)
    if because == "passed":
        closing.free(session, navigator, at)


def ask_another(session: Session, case: Case, wish: Wish, at: datetime | None = None) -> None:
    """The family asked for somebody else while a navigator had her case. Raises NotAllowed.

    The navigator hears what she hears whenever a case goes on, and never why.
    """
    at = at or now()
    trail.begin(session)
    navigator = trail.holder(session, case)
    if navigator is None:
        raise NotAllowed(f"case {case.code} has no navigator")
    case.wish = wish.as_json()
    left = _leave(session, navigator, case, "family", at)
    words.to_family(
        session,
        case,
        f"desk:{case.id}:handed:{left}",
        N_("All right. I'm asking for {wish}. Until then I am here: just text me."),
        wish=consulting.wish_in_words(session, words.family_catalog(session, case), case),
    )
    offering.ask_on(session, case, at)
    closing.free(session, navigator, at)


def assign(
    session: Session, supervisor: Navigator, case: Case, navigator: Navigator, at: datetime | None = None
) -> None:
    """A supervisor gives a case to a navigator, whether it waits or another has it.

    Raises NotAllowed where she is no supervisor, or the other is off, shares no language with the family, or
    is not whom the family asked for.
    """
    at = at or now()
    trail.begin(session)
    if not supervisor.supervisor:
        raise NotAllowed(f"{supervisor.name} is no supervisor")
    if not navigator.active or navigator.stopped_at is not None or not matching.can(navigator, case):
        raise NotAllowed(f"case {case.code} cannot go to {navigator.name}")
    before = trail.holder(session, case)
    if before is not None and before.id == navigator.id:
        raise NotAllowed(f"case {case.code} is {navigator.name}'s already")
    if before is not None:
        # through the waiting state, so that the same update gives it to the next
        event = trail.move(
            session, case, CaseState.REQUESTED, "taken_back", at, before, supervisor.id,
            navigator_id=None, waits_since=at, family_waits_since=None, nudged_at=None,
        )  # fmt: skip
        _tell_it_goes_on(session, before, case, f"desk:{case.id}:taken_back:{event.id}")
    if not offering.take(session, navigator, case, at, "assigned"):
        raise NotAllowed(f"case {case.code} does not wait for anybody")


def _leave(session: Session, navigator: Navigator, case: Case, because: str, at: datetime) -> int:
    """Take a case from its navigator, who counts as asked for it. Gives back the id of that."""
    closing.must_have(navigator, case)
    trail.move(
        session, case, CaseState.REQUESTED, "handed_on", at, navigator, because,
        navigator_id=None, waits_since=at, family_waits_since=None, nudged_at=None, next_check_at=at,
        language=words.family_catalog(session, case), question=None, question_about=None,
    )  # fmt: skip
    offer = Offer(
        case_id=case.id, navigator_id=navigator.id, wave=case.wave + 1, state=OfferState.DECLINED.value, at=at
    )
    session.add(offer)
    case.wave += 1
    session.flush()
    _tell_it_goes_on(session, navigator, case, f"desk:{case.id}:left:{offer.id}")
    return int(offer.id)


def _tell_it_goes_on(session: Session, navigator: Navigator, case: Case, key: str) -> None:
    words.to_navigator(
        session,
        navigator,
        key,
        N_("{code} goes on to someone else. The family no longer gets your texts. Thank you."),
        code=case.code,
    )
