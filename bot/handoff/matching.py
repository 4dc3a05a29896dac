"""Which navigators are asked for a case: who can, then who fits best, then who waited longest."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.handoff.models import Case, Navigator, Offer
from bot.handoff.states import CaseState, OfferState
from bot.languages import code_of


def candidates(
    session: Session, case: Case, limit: int, supervisors: bool = False, again: bool = False
) -> list[Navigator]:
    """Navigators to ask for a case, the best first: they speak its language, are on shift and below capacity.

    Nobody is asked twice for one case; with `again`, when it waited and is tried anew, those who did not answer
    before are. `supervisors` asks those instead, whatever they speak.
    """
    asked = select(Offer.navigator_id).where(Offer.case_id == case.id)
    if again:
        asked = asked.where(Offer.state != OfferState.EXPIRED.value)
    busy = _open_cases(session)
    free = [
        navigator
        for navigator in session.scalars(
            select(Navigator).where(
                Navigator.active,
                Navigator.on_shift,
                Navigator.supervisor.is_(supervisors),
                Navigator.id.not_in(asked),
            )
        )
        if (supervisors or code_of(case.language) in navigator.languages)
        and busy.get(navigator.id, 0) < navigator.capacity
    ]
    return sorted(free, key=lambda navigator: _rank(navigator, case))[:limit]


def can_take(session: Session, navigator: Navigator, case: Case) -> bool:
    """Whether a navigator may be asked for a waiting case now."""
    supervisors = bool(navigator.supervisor)
    return navigator in candidates(session, case, limit=10_000, supervisors=supervisors, again=True)


def _rank(navigator: Navigator, case: Case) -> tuple[bool, int, bool, float]:
    topics: Sequence[str] = [topic for topic in navigator.topics if topic in case.needs]
    return (
        case.community is not None and case.community not in navigator.communities,
        -len(topics),
        bool(navigator.counties) and case.county not in navigator.counties,
        navigator.idle_since.timestamp(),
    )


def _open_cases(session: Session) -> dict[str, int]:
    rows = session.execute(
        select(Case.navigator_id, func.count())
        .where(Case.state == CaseState.ACCEPTED.value)
        .group_by(Case.navigator_id)
    )
    return {navigator_id: count for navigator_id, count in rows}
