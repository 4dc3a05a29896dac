"""Who the navigators are: adding, finding, and the two examples of a first run."""

from __future__ import annotations

import re
from collections.abc import Sequence

import phonenumbers
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff.models import Navigator
from bot.languages import DEFAULT_CATALOG, catalog_for
from bot.store import digest, now

FICTIONAL = re.compile(r"^\+1555(?:010|01\d)\d{4}$|^\+1\d{3}55501\d{2}$")
"""Numbers reserved for fiction, which the simulator uses and a telephone library rightly calls impossible."""


class BadNumber(ValueError):
    """Not a telephone number; the message says how to write one."""


def number(written: str) -> str:
    """A phone number as people write it, as E.164; the US unless it says otherwise. Raises BadNumber."""
    bare = "+" + re.sub(r"\D", "", written) if written.strip().startswith("+") else written
    if FICTIONAL.match(bare):
        return bare
    try:
        parsed = phonenumbers.parse(written, "US")
    except phonenumbers.NumberParseException:
        raise BadNumber(
            f"{written!r} is no phone number; write it like (213) 555-0142 or +12135550142"
        ) from None
    if not phonenumbers.is_possible_number(parsed):
        raise BadNumber(f"{written!r} has not the digits of a phone number; write it like (213) 555-0142")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def add(
    session: Session,
    name: str,
    phone: str,
    languages: Sequence[str],
    communities: Sequence[str] = (),
    counties: Sequence[str] = (),
    topics: Sequence[str] = (),
    capacity: int = 3,
    supervisor: bool = False,
) -> Navigator:
    """Add a navigator, or renew one who has this phone number. Raises BadNumber."""
    e164 = number(phone)
    navigator = _by_digest(session, e164)
    if navigator is None:
        navigator = Navigator(phone=e164, phone_digest=digest(e164), idle_since=now())
        session.add(navigator)
    navigator.name = name
    navigator.languages = list(languages)
    navigator.communities = list(communities)
    navigator.counties = list(counties)
    navigator.topics = list(topics)
    navigator.capacity = capacity
    navigator.supervisor = supervisor
    navigator.active = navigator.on_shift = True
    session.flush()
    return navigator


def add_examples(session: Session) -> None:
    """The two navigators of a first run with the simulator; their numbers are fiction."""
    add(session, "Ana", "+15550100001", ["en", "es"])
    add(session, "Linh", "+15550100002", ["en", "vi", "zh", "tl", "ko"])


def for_phone(session: Session, phone: str) -> Navigator | None:
    """The navigator with this number, if one is active."""
    navigator = _by_digest(session, phone)
    return navigator if navigator is not None and navigator.active else None


def all_of(session: Session) -> list[Navigator]:
    """Every active navigator, by name."""
    return list(session.scalars(select(Navigator).where(Navigator.active).order_by(Navigator.name)))


def remove(session: Session, navigator: Navigator) -> None:
    """Take a navigator off the list. Her past cases keep her name."""
    navigator.active = navigator.on_shift = False


def catalog(navigator: Navigator) -> str:
    """The catalog in which the desk writes to her: her first language that has one."""
    known = (catalog_for(code) for code in navigator.languages)
    return next((name for name in known if name is not None), DEFAULT_CATALOG)


def _by_digest(session: Session, phone: str) -> Navigator | None:
    return session.scalars(select(Navigator).where(Navigator.phone_digest == digest(phone))).first()
