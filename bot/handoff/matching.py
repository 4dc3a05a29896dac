"""Which navigators are asked for a case: who can, then who fits best, then who waited longest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.handoff.models import Case, Navigator, Offer
from bot.handoff.states import CaseState, OfferState
from bot.handoff.wishes import Wish
from bot.languages import code_of

ASK_AGAIN = timedelta(hours=2)
"""After this, who did not answer an offer may be asked for the same case again."""
ASK_AGAIN_AFTER_NO = timedelta(hours=12)
"""After this, who said no may be."""


def choose(
    session: Session,
    case: Case,
    at: datetime,
    limit: int,
    supervisors: bool = False,
    wish: Wish | None = None,
    any_language: bool = False,
) -> list[Navigator]:
    """Navigators to ask for a case now, the best first.

    They speak its language, are whom the family asked for, are on shift and below capacity (open offers
    count), and were not asked for it lately, unless they came back or finished a case since. Supervisors are
    asked whatever their capacity. `wish` and `any_language` answer what would be if she wished otherwise.
    """
    asked = _asked_lately(session, case, at)
    loads = load(session)
    free = [
        one
        for one in _on_shift(session, case, wish, any_language)
        if one.supervisor == supervisors
        and not _was_asked(one, asked.get(one.id, []), at)
        and (supervisors or loads.get(one.id, 0) < one.capacity)
    ]
    return sorted(free, key=lambda one: rank(one, case))[:limit]


def rank(navigator: Navigator, case: Case) -> tuple[bool, bool, int, bool, float]:
    """Smaller is better: her own language, the community she named, then topics, county, and longest idle."""
    return (
        code_of(case.language) not in navigator.languages,
        case.community is not None and case.community not in navigator.communities,
        -len(set(navigator.topics) & set(case.needs)),
        case.county is not None and case.county not in navigator.counties,
        navigator.idle_since.timestamp(),
    )


def all_are_busy(session: Session, case: Case) -> bool:
    """True when navigators who could take it are on shift, and every one has her hands full."""
    loads = load(session)
    able = [one for one in _on_shift(session, case) if not one.supervisor]
    return bool(able) and all(loads.get(one.id, 0) >= one.capacity for one in able)


def load(session: Session) -> dict[str, int]:
    """How many cases each navigator has or is asked for, by her id."""
    having = (
        select(Case.navigator_id, func.count())
        .where(Case.state == CaseState.ACCEPTED.value)
        .group_by(Case.navigator_id)
    )
    asked = (
        select(Offer.navigator_id, func.count())
        .where(Offer.state == OfferState.OPEN.value)
        .group_by(Offer.navigator_id)
    )
    loads: dict[str, int] = {}
    for query in (having, asked):
        for navigator_id, count in session.execute(query):
            loads[navigator_id] = loads.get(navigator_id, 0) + count
    return loads


def speaks(navigator: Navigator, case: Case) -> bool:
    """Whether she speaks the language of the case, or the second one that its family agreed to."""
    return code_of(case.language) in navigator.languages or case.other_language in navigator.languages


def fits(navigator: Navigator, case: Case, wish: Wish | None = None) -> bool:
    """Whether she is whom the family asked for; nobody is left out where she asked for nobody in particular."""
    wish = Wish.of(case.wish) if wish is None else wish
    return (
        navigator.id not in wish.others_than
        and wish.navigator in (None, navigator.id)
        and set(wish.kinds) <= set(navigator.topics)
        and (not wish.community or case.community in navigator.communities)
    )


def can(navigator: Navigator, case: Case) -> bool:
    """Whether a case may go to her at all: a language they share, and nobody the family asked not to have."""
    return speaks(navigator, case) and fits(navigator, case)


def _on_shift(
    session: Session, case: Case, wish: Wish | None = None, any_language: bool = False
) -> list[Navigator]:
    query = select(Navigator).where(Navigator.active, Navigator.on_shift, Navigator.stopped_at.is_(None))
    return [
        one
        for one in session.execute(query).scalars()
        if (any_language or speaks(one, case)) and fits(one, case, wish)
    ]


def _asked_lately(session: Session, case: Case, at: datetime) -> dict[str, list[Offer]]:
    query: Any = select(Offer).where(Offer.case_id == case.id, Offer.at > at - ASK_AGAIN_AFTER_NO)
    asked: dict[str, list[Offer]] = {}
    for offer in session.execute(query).scalars():
        asked.setdefault(offer.navigator_id, []).append(offer)
    return asked


def _was_asked(navigator: Navigator, offers: Iterable[Offer], at: datetime) -> bool:
    return any(
        offer.state in (OfferState.OPEN.value, OfferState.DECLINED.value)
        or (
            offer.state == OfferState.UNANSWERED.value
            and offer.at > at - ASK_AGAIN
            and offer.at >= navigator.idle_since
        )
        for offer in offers
    )
