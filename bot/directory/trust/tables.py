"""What is kept for trust: corrections and their history, checks, how often records were shown, agencies' links.

None of it says who a family is.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Text

from bot.store import Base, Sealed, UtcDateTime, now


class State(str, Enum):
    """Where a correction stands. The last two are its end."""

    OPEN = "open"
    ASKED = "asked"
    APPLIED = "applied"
    REFUSED = "refused"


UNDECIDED = (State.OPEN.value, State.ASKED.value)


class Correction(Base):
    """Something that is said to be wrong with a record, or an agency's word on its own record."""

    __tablename__ = "directory_correction"

    id: int = Column(Integer, primary_key=True)
    record_id: str = Column(Text, nullable=False, index=True)
    """The record as it was shown: a service at a location, or a service."""
    service_id: Any = Column(Text, index=True)
    came_from: str = Column(Text, nullable=False)
    """`family`, `navigator`, `agency` or `steward`."""
    kind: str = Column(Text, nullable=False, default="other")
    words: str = Column(Sealed, nullable=False)
    """What was written, which may name her."""
    proposed: Any = Column(JSON(none_as_null=True))
    """What an agency would have its record say: by field, [as it was, as it should be]."""
    voice: Any = Column(String(64), index=True)
    """A keyed hash of the conversation: who says it twice counts once, and erasing finds her words."""
    state: str = Column(Text, nullable=False, default=State.OPEN.value, index=True)
    opened_at: datetime = Column(UtcDateTime, nullable=False, default=now)
    decided_at: Any = Column(UtcDateTime)


class Step(Base):
    """One step in the history of a correction."""

    __tablename__ = "directory_correction_step"

    id: int = Column(Integer, primary_key=True)
    correction_id: int = Column(Integer, ForeignKey("directory_correction.id"), nullable=False, index=True)
    state: str = Column(Text, nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)
    by: str = Column(Text, nullable=False)
    """A steward's name, or where it came from."""
    note: Any = Column(Sealed)
    import_id: Any = Column(Integer)
    """What was changed in the directory: the act's number in `kinpath directory history`."""


class Check(Base):
    """That somebody checked a service."""

    __tablename__ = "directory_check"

    id: int = Column(Integer, primary_key=True)
    service_id: str = Column(Text, nullable=False, index=True)
    day: str = Column(String(10), nullable=False)
    """YYYY-MM-DD, Pacific time."""
    how: str = Column(Text, nullable=False)
    by: str = Column(Text, nullable=False)
    import_id: int = Column(Integer, nullable=False)


class Shown(Base):
    """How often a service was shown in a month (YYYY-MM): figures only."""

    __tablename__ = "directory_shown"

    service_id: str = Column(Text, primary_key=True)
    month: str = Column(String(7), primary_key=True)
    times: int = Column(Integer, nullable=False)


class AgencyLink(Base):
    """A link by which an agency sees one record of its own and answers for it."""

    __tablename__ = "directory_agency_link"

    id: int = Column(Integer, primary_key=True)
    record_id: str = Column(Text, nullable=False, index=True)
    correction_id: Any = Column(Integer)
    """The correction that the agency is asked about."""
    made_by: str = Column(Text, nullable=False)
    made_at: datetime = Column(UtcDateTime, nullable=False)
    expires_at: datetime = Column(UtcDateTime, nullable=False)
    revoked_at: Any = Column(UtcDateTime)
    answered_at: Any = Column(UtcDateTime)
