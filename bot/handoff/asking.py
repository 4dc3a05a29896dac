"""Asking navigators for a case in waves of three, and telling the one who took it what she needs."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import summary
from bot.handoff import matching, navigators, trail, words
from bot.handoff.models import Case, CaseNote, Navigator, Offer, Relayed
from bot.handoff.states import CaseState, OfferState
from bot.languages import code_of
from bot.replies import labels
from bot.replies.catalogs import N_, text

WAVE_SIZE = 3
"""How many navigators are asked at the same time."""
WAVE_WAIT = timedelta(minutes=10)
"""How long one wave may take to answer, and how long a family waits for a busy navigator before a promise."""


def ask(session: Session, case: Case, at: datetime) -> bool:
    """Ask up to a wave of navigators, then supervisors. False when there is nobody to ask now."""
    standing = len(trail.open_offers(session, case))
    asked = matching.choose(session, case, at, WAVE_SIZE - standing)
    if not asked and not standing:
        asked = matching.choose(session, case, at, WAVE_SIZE, supervisors=True)
    if not asked:
        return False
    if standing:  # a navigator came free while the wave is still being asked: she joins it
        trail.note(session, case, "joined_wave", at, asked[0], str(case.wave))
    else:
        trail.move(
            session, case, CaseState.OFFERED, "offered", at, detail=f"wave {case.wave + 1} of {len(asked)}",
            wave=case.wave + 1, offered_at=at, next_check_at=at + WAVE_WAIT,
        )  # fmt: skip
    for navigator in asked:
        offer = Offer(
            case_id=case.id, navigator_id=navigator.id, wave=case.wave, state=OfferState.OPEN.value, at=at
        )
        session.add(offer)
        session.flush()
        alert(session, navigator, case, f"desk:{case.id}:offer:{offer.id}")
    return True


def alert(session: Session, navigator: Navigator, case: Case, key: str) -> None:
    """Ask a navigator whether she takes a case: its language, county and broad topic, and how to answer."""
    catalog = navigators.catalog(navigator)
    own = code_of(case.language) in navigator.languages
    words.to_navigator(
        session,
        navigator,
        key,
        N_(
            "Kinpath {code}: a family ({language}, {county}) asks for a person about {topic}. Reply YES or NO."
        )
        if own
        else N_(
            "Kinpath {code}: a family ({language}, {county}) would write with you in {other}, about {topic}. OK for "
            "you? Reply YES or NO."
        ),
        code=case.code,
        other=labels.languages(catalog, [case.other_language or ""]),
        language=words.language(catalog, case),
        county=case.county or text(catalog, "county not said"),
        topic=words.topic(catalog, case),
    )


def tell_summary(session: Session, navigator: Navigator, case: Case, key: str, message: str) -> None:
    """Tell the navigator of a case what the family agreed to share, and what navigators noted."""
    catalog = navigators.catalog(navigator)
    query = select(CaseNote).where(CaseNote.case_id == case.id).order_by(CaseNote.id)
    shared = case.summary
    if case.agreed:  # the same facts, in the language that both speak, else in hers
        both = code_of(case.language) in navigator.languages
        shared = summary.of(case.language if both else catalog, json.loads(case.agreed))
    lines = [
        shared or text(catalog, "The family did not want to say more beforehand."),
        *(text(catalog, "Note: {note}", note=note.body) for note in session.execute(query).scalars()),
    ]
    before = select(Relayed.case_id).where(Relayed.case_id == case.id).limit(1)
    if case.accepted_at is not None and session.execute(before).first() is not None:
        lines.append(text(catalog, "LOG shows what was said."))
    words.to_navigator(session, navigator, key, message, code=case.code, summary="\n".join(lines))


def last_offer(session: Session, case: Case, navigator: Navigator) -> Offer | None:
    """The latest offer of a case to a navigator, whatever became of it."""
    query = select(Offer).where(Offer.case_id == case.id, Offer.navigator_id == navigator.id)
    found: Offer | None = session.execute(query.order_by(Offer.id.desc())).scalars().first()
    return found
