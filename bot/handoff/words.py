"""Words from the desk: to one navigator, in her language, and to the family of a case."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_time
from sqlalchemy.orm import Session

from bot.conversations import contacts
from bot.delivery import outbox
from bot.delivery.quiet import PACIFIC
from bot.handoff import navigators, reaching
from bot.handoff.models import Case, Navigator
from bot.languages import code_of
from bot.replies import labels
from bot.replies.catalogs import N_, text
from bot.settings import ROOT


def to_navigator(session: Session, navigator: Navigator, key: str, message: str, /, **values: Any) -> None:
    """Put an SMS to a navigator into the outbox; `message` is an English message id marked with N_."""
    say_to_navigator(session, navigator, key, text(navigators.catalog(navigator), message, **values))


def say_to_navigator(
    session: Session,
    navigator: Navigator,
    key: str,
    words: str,
    speaker: str = "kinpath",
    media: Sequence[str] = (),
) -> None:
    """Put an SMS that has its words already into the outbox; nothing goes to one who texted STOP."""
    if navigator.stopped_at is None:
        outbox.put(
            session,
            key=key,
            channel="sms",
            recipient=navigator.phone,
            body=words,
            speaker=speaker,
            media=media,
        )


def to_family(
    session: Session,
    case: Case,
    key: str,
    message: str,
    /,
    not_before: datetime | None = None,
    **values: Any,
) -> None:
    """Put words to the family of a case into the outbox, in the language she uses now."""
    conversation = contacts.get(session, case.conversation_id)
    if conversation is not None:
        words = text(conversation.language, message, **values)
        reaching.put(session, case, conversation, key, words, not_before=not_before)


def family_catalog(session: Session, case: Case) -> str:
    """The catalog in which the family of a case is answered."""
    conversation = contacts.get(session, case.conversation_id)
    return case.language if conversation is None else conversation.language


def language(catalog: str, case: Case) -> str:
    """The name of the language of a case, in a reader's language."""
    return labels.languages(catalog, [code_of(case.language)])


def topic(catalog: str, case: Case) -> str:
    """What a case is about in the broadest words: the goals its needs belong to, never the needs themselves."""
    goals = sorted({goal_of().get(need, "") for need in case.needs} or {""})
    return labels.listed(catalog, list(dict.fromkeys(text(catalog, _TOPICS[goal]) for goal in goals)))


def moment(catalog: str, at: datetime) -> str:
    """A moment of the coming days as people say it, Pacific time: «Tuesday at 9:00 AM»."""
    local = at.astimezone(PACIFIC)
    hour = format_time(local.time(), "short", locale=catalog).replace("\u202f", " ")
    return text(catalog, "{day} at {time}", day=format_date(local.date(), "EEEE", locale=catalog), time=hour)


_TOPICS = {
    "": N_("family support"),
    "G1": N_("family support"),
    "G2": N_("money and basic needs"),
    "G3": N_("a growing family"),
    "G4": N_("a child's learning"),
    "G5": N_("care and coverage"),
}


@lru_cache(maxsize=1)
def goal_of() -> dict[str, str]:
    """The goal (G1 to G5) of every need of the taxonomy."""
    with (ROOT / "data" / "taxonomy" / "needs.csv").open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row["goal"] for row in csv.DictReader(rows)}
