"""A family's wish for a certain person, at the desk: whom she means, and what follows for a case that waits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import contacts
from bot.conversations.contacts import Conversation
from bot.handoff import consulting, matching, offering, trail, wishes, words
from bot.handoff.models import Case, CaseEvent, Navigator
from bot.handoff.states import CaseState, OfferState
from bot.handoff.wishes import Heard, Wish
from bot.replies.catalogs import N_


def hear(session: Session, conversation_id: str, said: str, asks_person: bool) -> Wish | None:
    """The wish in a family's message, or None; see bot.handoff.wishes.read."""
    known = spoken_with(session, conversation_id)
    heard: Heard | None = wishes.read(said, {one.id: one.name for one in known}, asks_person)
    if heard is None or (heard.other and not known and not asks_person):
        return None
    return heard.wish(known[0].id if known else None)


def spoken_with(session: Session, conversation_id: str) -> list[Navigator]:
    """The navigators a family has talked with, the latest first, on whichever channel."""
    conversation = contacts.get(session, conversation_id)
    if conversation is None:
        return []
    hers = select(Conversation.id).where(Conversation.contact_id == conversation.contact_id)
    query = (
        select(Navigator)
        .join(CaseEvent, CaseEvent.navigator_id == Navigator.id)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(Case.conversation_id.in_(hers), CaseEvent.kind.in_(("accepted", "assigned")))
        .order_by(CaseEvent.id.desc())
    )
    return list(dict.fromkeys(session.execute(query).scalars()))


def change(session: Session, case: Case, wish: Wish, key: str, at: datetime) -> None:
    """A family who waits says whom she would like: others are no longer asked, and she is told."""
    trail.begin(session)
    case.wish = Wish.of(case.wish).and_then(wish).as_json()
    case.asked = [one for one in case.asked if one != consulting.ANOTHER]
    case.question = None
    trail.note(session, case, "wished", at)
    for offer in trail.open_offers(session, case):
        navigator = session.get(Navigator, offer.navigator_id)
        if navigator is not None and not matching.fits(navigator, case):
            offer.state, offer.answered_at = OfferState.WITHDRAWN.value, at
            words.to_navigator(
                session,
                navigator,
                f"desk:{case.id}:withdrawn:{offer.id}",
                N_("{code} is taken by someone else. Thank you for being there."),
                code=case.code,
            )
    session.flush()
    words.to_family(
        session,
        case,
        key,
        N_("All right, I'll ask for {wish}."),
        wish=consulting.wish_in_words(session, words.family_catalog(session, case), case),
    )
    if case.state != CaseState.OFFERED.value or not trail.open_offers(session, case):
        offering.ask_on(session, case, at)
