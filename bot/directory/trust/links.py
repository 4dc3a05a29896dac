"""Links that are sent to agencies: signed, for one record, good for a while, and taken back at any time."""

from __future__ import annotations

import hmac
import re
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory.trust.tables import AgencyLink
from bot.store import digest, now

GOOD_FOR_DAYS = 30
_SIGNATURE = 32
"""Hex digits of the signature: 128 bits."""


def make(
    session: Session, record_id: str, by: str, days: int = GOOD_FOR_DAYS, correction_id: int | None = None
) -> AgencyLink:
    """A new link for a record."""
    at = now()
    link = AgencyLink(
        record_id=record_id,
        correction_id=correction_id,
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    session.add(link)
    session.flush()
    return link


def token(link: AgencyLink) -> str:
    """What stands in the address: the link's number and the signature over it, its record and its end."""
    return f"{link.id}-{_signature(link)}"


def find(session: Session, written: str) -> AgencyLink | None:
    """The link of a token, whether it is still good or not; None when nobody signed that."""
    match = re.fullmatch(rf"(\d{{1,9}})-([0-9a-f]{{{_SIGNATURE}}})", written)
    link = session.get(AgencyLink, int(match[1])) if match else None
    if link is None or match is None or not hmac.compare_digest(match[2], _signature(link)):
        return None
    return link


def is_good(link: AgencyLink) -> bool:
    """True while a link may be used."""
    return link.revoked_at is None and now() < link.expires_at


def revoke(session: Session, link: AgencyLink) -> None:
    """The link opens nothing any more."""
    link.revoked_at = link.revoked_at or now()
    session.flush()


def of_record(session: Session, record_id: str | None = None) -> list[AgencyLink]:
    """All links, or those of a record, oldest first."""
    query = select(AgencyLink).order_by(AgencyLink.id)
    if record_id is not None:
        query = query.where(AgencyLink.record_id == record_id)
    return list(session.execute(query).scalars())


def _signature(link: AgencyLink) -> str:
    ends = int(link.expires_at.timestamp())
    return digest(f"agency link:{link.id}:{link.record_id}:{ends}")[:_SIGNATURE]
