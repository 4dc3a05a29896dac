"""Who the navigators are: adding, finding, and the two examples of a first run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.handoff import shifts
from bot.handoff.models import Navigator, Shift
from bot.handoff.wishes import KINDS
from bot.languages import DEFAULT_CATALOG, LANGUAGES, catalog_for
from bot.replies import labels
from bot.store import digest, now

FICTIONAL = re.compile(r"^\+1555(?:010|01\d)\d{4}$|^\+1\d{3}55501\d{2}$")
"""Numbers reserved for fiction, which the simulator uses and a telephone library rightly calls impossible."""


class BadNumber(ValueError):
    """Not a telephone number; the message says how to write one."""


def number(written: str) -> str:
    """A phone number as people write it, as E.164; the US unless it says otherwise. Raises BadNumber."""
    try:
        parsed = phonenumbers.parse(written, "US")
    except phonenumbers.NumberParseException:
        raise BadNumber(
            f"{written!r} is no phone number; write it like (213) 555-0142 or +12135550142"
        ) from None
    e164 = str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    if not FICTIONAL.match(e164) and not phonenumbers.is_possible_number(parsed):
        raise BadNumber(f"{written!r} has not the digits of a phone number; write it like (213) 555-0142")
    return e164


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
    hours: Sequence[shifts.Hours] = (),
    time_zone: str = "America/Los_Angeles",
    at: datetime | None = None,
) -> Navigator:
    """Add a navigator, or renew one who has this phone number.

    With `hours` she is on shift in those; without, from now until she says AWAY. Raises BadNumber for the
    phone, ValueError for a capacity below one, an unknown time zone, or no name or language.
    """
    at = at or now()
    e164 = number(phone)
    if not name.strip():
        raise ValueError("a navigator has a name")
    _check(languages, communities, topics, capacity)
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{time_zone!r} is no time zone; write it like America/Los_Angeles") from None
    navigator = _by_digest(session, e164)
    if navigator is None:
        navigator = Navigator(phone=e164, phone_digest=digest(e164))
        session.add(navigator)
    navigator.name = name.strip()[:60]
    navigator.languages = list(languages)
    navigator.communities = list(communities)
    navigator.counties = list(counties)
    navigator.topics = list(topics)
    navigator.capacity = capacity
    navigator.supervisor = supervisor
    navigator.active = True
    navigator.stopped_at = navigator.asked_to_hand_on_at = None
    navigator.idle_since = at
    navigator.time_zone = time_zone
    navigator.on_shift = shifts.is_on(hours, time_zone, at) if hours else True
    navigator.shift_changes_at = shifts.next_change(hours, time_zone, at)
    session.flush()
    session.execute(delete(Shift).where(Shift.navigator_id == navigator.id))
    session.add_all(
        Shift(navigator_id=navigator.id, weekday=h.weekday, starts=h.starts, ends=h.ends) for h in hours
    )
    session.flush()
    return navigator


def change(
    session: Session,
    navigator: Navigator,
    languages: Sequence[str] | None = None,
    communities: Sequence[str] | None = None,
    counties: Sequence[str] | None = None,
    topics: Sequence[str] | None = None,
    capacity: int | None = None,
    supervisor: bool | None = None,
) -> None:
    """Change what is given; None leaves a thing as it is. Raises ValueError as `add` does."""
    given = {
        "languages": languages,
        "communities": communities,
        "counties": counties,
        "topics": topics,
        "capacity": capacity,
        "supervisor": supervisor,
    }
    for name, value in given.items():
        if value is not None:
            setattr(navigator, name, list(value) if isinstance(value, (list, tuple)) else value)
    _check(navigator.languages, navigator.communities, navigator.topics, navigator.capacity)
    session.flush()


def _check(
    languages: Sequence[str], communities: Sequence[str], topics: Sequence[str], capacity: int
) -> None:
    if capacity < 1 or not languages:
        raise ValueError("a navigator has a language, and a capacity of one or more")
    for given, known, what in (
        (languages, LANGUAGES, "language"),
        (communities, labels.COMMUNITIES, "community"),
        (topics, {**labels.NEEDS, **KINDS}, "topic"),
    ):
        unknown = [one for one in given if one not in known]
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no {what} we know; we know {' '.join(known)}")


def add_examples(session: Session) -> None:
    """The two navigators of a first run with the simulator; their numbers are fiction."""
    add(session, "Ana", "+15550100001", ["en", "es"])
    add(session, "Linh", "+15550100002", ["en", "vi", "zh", "tl", "ko"])


def for_phone(session: Session, phone: str) -> Navigator | None:
    """The navigator with this number (E.164), if one is active."""
    navigator = _by_digest(session, phone)
    return navigator if navigator is not None and navigator.active else None


def by_name(session: Session, name: str) -> Navigator | None:
    """The one active navigator whose name begins so, whatever the case; None for none or several."""
    wanted = name.strip().casefold()
    found = [n for n in all_of(session) if wanted and n.name.casefold().startswith(wanted)]
    exact = [n for n in found if n.name.casefold() == wanted]
    found = exact or found
    return found[0] if len(found) == 1 else None


def all_of(session: Session) -> list[Navigator]:
    """Every active navigator, by name."""
    query = select(Navigator).where(Navigator.active).order_by(Navigator.name, Navigator.id)
    return list(session.execute(query).scalars())


def catalog(navigator: Navigator) -> str:
    """The catalog in which the desk writes to her: her first language that has one."""
    known = (catalog_for(code) for code in navigator.languages)
    return next((name for name in known if name is not None), DEFAULT_CATALOG)


def _by_digest(session: Session, phone: str) -> Navigator | None:
    query = select(Navigator).where(Navigator.phone_digest == digest(phone))
    found: Navigator | None = session.execute(query).scalars().first()
    return found
