"""The tables of the desk: navigators, cases, offers, and the audit of what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import relationship

from bot.store import Base, Sealed, UtcDateTime, new_id, now

_IS_OPEN = text("state IN ('requested', 'offered', 'accepted', 'scheduled')")


class Navigator(Base):
    """A peer who talks with families by SMS."""

    __tablename__ = "navigator"

    id: str = Column(String(32), primary_key=True, default=new_id)
    name: str = Column(String(80), nullable=False)
    phone: str = Column(Sealed, nullable=False)
    phone_digest: str = Column(String(64), nullable=False, unique=True)
    languages: list[str] = Column(JSON, nullable=False)
    communities: list[str] = Column(JSON, nullable=False, default=list)
    topics: list[str] = Column(JSON, nullable=False, default=list)
    counties: list[str] = Column(JSON, nullable=False, default=list)
    capacity: int = Column(Integer, nullable=False, default=3)
    on_shift: bool = Column(Boolean, nullable=False, default=True)
    supervisor: bool = Column(Boolean, nullable=False, default=False)
    active: bool = Column(Boolean, nullable=False, default=True)
    idle_since: datetime = Column(UtcDateTime, nullable=False, default=now)
    kept_words = Column(Sealed)
    """A message that named no case while she had several: it goes out when she names one."""


class Case(Base):
    """One family's wish for a person, from asking to closing."""

    __tablename__ = "handoff_case"

    id: str = Column(String(32), primary_key=True, default=new_id)
    code: str = Column(String(4), nullable=False, index=True)
    conversation_id: str = Column(String(32), nullable=False, index=True)
    language: str = Column(String(8), nullable=False)
    state: str = Column(String(20), nullable=False)
    summary: str = Column(Sealed, nullable=False)
    needs: list[str] = Column(JSON, nullable=False)
    community = Column(String(32))
    county = Column(String(64))
    wave: int = Column(Integer, nullable=False, default=0)
    navigator_id = Column(String(32), ForeignKey("navigator.id"))
    requested_at: datetime = Column(UtcDateTime, nullable=False)
    accepted_at = Column(UtcDateTime)
    closed_at = Column(UtcDateTime)
    next_check_at = Column(UtcDateTime, index=True)

    navigator: Any = relationship(Navigator)

    __table_args__ = (
        Index(
            "ux_case_one_open",
            "conversation_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )


class Offer(Base):
    """One case shown to one navigator."""

    __tablename__ = "offer"

    id: int = Column(Integer, primary_key=True)
    case_id: str = Column(ForeignKey("handoff_case.id", ondelete="CASCADE"), nullable=False, index=True)
    navigator_id: str = Column(ForeignKey("navigator.id"), nullable=False, index=True)
    wave: int = Column(Integer, nullable=False)
    state: str = Column(String(10), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)


class CaseEvent(Base):
    """What happened to a case, and who did it."""

    __tablename__ = "case_event"

    id: int = Column(Integer, primary_key=True)
    case_id: str = Column(ForeignKey("handoff_case.id", ondelete="CASCADE"), nullable=False, index=True)
    at: datetime = Column(UtcDateTime, nullable=False)
    what: str = Column(String(40), nullable=False)
    who: str = Column(String(32), nullable=False)
    note = Column(Sealed)
