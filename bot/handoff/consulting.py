"""What the desk asks a family when it cannot do what she asked for: is another person fine, or another language?

Each is asked once in a case, and only where a yes would help at once. Until she answers nobody else is asked;
without an answer the case waits on as she wished.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.handoff import matching, trail, words
from bot.handoff.models import Case, Navigator
from bot.handoff.states import CaseState
from bot.handoff.wishes import Wish, in_words
from bot.replies import labels
from bot.replies.catalogs import N_

ANOTHER, LANGUAGE, CHANGE, ERASE = "another", "language", "change", "erase"
"""Is another person fine; another language; shall somebody else come instead; shall everything be erased."""
ANSWER_WITHIN = timedelta(minutes=10)
"""So long the case waits for her answer before she is told when we try again."""


def ask(session: Session, case: Case, at: datetime, in_line: bool) -> bool:
    """Ask her what would help, if anything would. True when she was asked, or still has time to answer.

    While she is in line for a busy navigator of her language (`in_line`), no other language is spoken of.
    """
    if case.question in (ANOTHER, LANGUAGE) and case.question_at is not None:
        if at < case.question_at + ANSWER_WITHIN:
            case.next_check_at = case.question_at + ANSWER_WITHIN
            return True
        return False
    return _another(session, case, at) or (not in_line and _language(session, case, at))


def _another(session: Session, case: Case, at: datetime) -> bool:
    wish = Wish.of(case.wish)
    anyone = Wish(others_than=wish.others_than)
    if ANOTHER in case.asked or wish == anyone:
        return False
    if not matching.choose(session, case, at, 1, wish=anyone):
        return False
    catalog = words.family_catalog(session, case)
    event = _asks(session, case, ANOTHER, at)
    words.to_family(
        session,
        case,
        f"desk:{case.id}:another:{event}",
        N_(
            "You asked for {wish}. Nobody like that can answer now. May I ask someone else? YES, or NO to wait."
        ),
        wish=wish_in_words(session, catalog, case),
    )
    return True


def _language(session: Session, case: Case, at: datetime) -> bool:
    if LANGUAGE in case.asked or case.other_language is not None:
        return False
    free = matching.choose(session, case, at, 20, any_language=True)
    spoken = Counter(code for one in free for code in one.languages)
    if not spoken:
        return False
    code = "en" if "en" in spoken else spoken.most_common(1)[0][0]
    catalog = words.family_catalog(session, case)
    event = _asks(session, case, LANGUAGE, at)
    case.question_about = {"language": code}
    words.to_family(
        session,
        case,
        f"desk:{case.id}:language:{event}",
        N_(
            "Nobody who speaks {language} can answer now. Someone who speaks {other} could. Is that OK? YES, or NO to "
            "wait."
        ),
        language=words.language(catalog, case),
        other=labels.languages(catalog, [code]),
    )
    return True


def _asks(session: Session, case: Case, question: str, at: datetime) -> int:
    if case.state == CaseState.OFFERED.value:
        trail.move(session, case, CaseState.REQUESTED, "asked_family", at, detail=question)
    case.question, case.question_at, case.asked = question, at, [*case.asked, question]
    case.question_about = None
    case.next_check_at = at + ANSWER_WITHIN
    return trail.note(session, case, "question", at, detail=question).id


def wish_in_words(session: Session, catalog: str, case: Case) -> str:
    """Whom the family of a case asked for, in the words of a catalog."""
    wish = Wish.of(case.wish)
    wanted = session.get(Navigator, wish.navigator) if wish.navigator else None
    communities = [case.community] if case.community else []
    return in_words(catalog, wish, wanted.name if wanted else None, communities)
