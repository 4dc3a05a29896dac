"""Words from the desk: to one navigator, in her language, and to the family of a case."""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from bot.conversations import contacts, say
from bot.delivery import outbox
from bot.handoff import navigators
from bot.handoff.models import Case, Navigator
from bot.languages import code_of
from bot.replies.catalogs import N_, text
from bot.settings import ROOT


def to_navigator(session: Session, navigator: Navigator, key: str, message: str, /, **values: Any) -> None:
    """Put an SMS to a navigator into the outbox; `message` is an English message id marked with N_."""
    outbox.put(
        session,
        key=key,
        channel="sms",
        recipient=navigator.phone,
        body=text(navigators.catalog(navigator), message, **values),
    )


def to_family(session: Session, case: Case, key: str, message: str, /, **values: Any) -> None:
    """Put words to the family of a case into the outbox, in the case's language."""
    conversation = contacts.get(session, case.conversation_id)
    if conversation is not None:
        say.to_family(session, conversation, key, text(case.language, message, **values))


def catalog(navigator: Navigator) -> str:
    """The catalog in which the desk writes to a navigator."""
    return navigators.catalog(navigator)


def language(case: Case) -> str:
    """The language of a case, as a code that Babel can name."""
    return code_of(case.language)


def somewhere(catalog: str) -> str:
    """What stands for a county that the family did not say."""
    return text(catalog, "county not said")


def topic(catalog: str, case: Case) -> str:
    """What a case is about in the broadest words: the goal its first need belongs to, never the need itself."""
    return text(catalog, _TOPICS.get(_goals().get(case.needs[0], "") if case.needs else "", _TOPICS[""]))


_TOPICS = {
    "": N_("family support"),
    "G1": N_("family support"),
    "G2": N_("money and basic needs"),
    "G3": N_("pregnancy or a new baby"),
    "G4": N_("a child's learning"),
    "G5": N_("health care"),
}


@lru_cache(maxsize=1)
def _goals() -> dict[str, str]:
    with (ROOT / "data" / "taxonomy" / "needs.csv").open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row["goal"] for row in csv.DictReader(rows)}
