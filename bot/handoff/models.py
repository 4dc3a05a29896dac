"""The tables of the desk: navigators and their shifts, cases and offers, and the trail of what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, false, text

from bot.store import Base, Sealed, UtcDateTime, new_id, now


class Navigator(Base):
    """A peer who talks with families. She needs a phone that texts, and nothing else."""

    __tablename__ = "navigator"

    id: str = Column(String(32), primary_key=True, default=new_id)
    name: str = Column(String(60), nullable=False)
    phone: str = Column(Sealed, nullable=False)
    phone_digest: str = Column(String(64), nullable=False, unique=True)
    languages: list[str] = Column(JSON, nullable=False)
    communities: list[str] = Column(JSON, nullable=False, default=list)
    topics: list[str] = Column(JSON, nullable=False, default=list)
    counties: list[str] = Column(JSON, nullable=False, default=list)
    capacity: int = Column(Integer, nullable=False, default=3)
    supervisor: bool = Column(Boolean, nullable=False, default=False)
    active: bool = Column(Boolean, nullable=False, default=True)
    on_shift: bool = Column(Boolean, nullable=False, default=True)
    time_zone: str = Column(String(40), nullable=False, default="America/Los_Angeles")
    shift_changes_at = Column(UtcDateTime, index=True)
    idle_since: datetime = Column(UtcDateTime, nullable=False, default=now)
    asked_to_hand_on_at = Column(UtcDateTime)
    stopped_at = Column(UtcDateTime)


class Shift(Base):
    """Hours of the week in which a navigator is on shift; minutes since midnight in her time zone."""

    __tablename__ = "shift"

    id: int = Column(Integer, primary_key=True)
    navigator_id: str = Column(
        String(32), ForeignKey("navigator.id", ondelete="CASCADE"), nullable=False, index=True
    )
    weekday: int = Column(Integer, nullable=False)
    starts: int = Column(Integer, nullable=False)
    ends: int = Column(Integer, nullable=False)


class Case(Base):
    """One family's wish for a person, from asking to closing."""

    __tablename__ = "handoff_case"

    id: str = Column(String(32), primary_key=True, default=new_id)
    code: str = Column(String(3), nullable=False)
    conversation_id: str = Column(String(32), nullable=False, index=True)
    language: str = Column(String(8), nullable=False)
    state: str = Column(String(20), nullable=False, index=True)
    summary = Column(Sealed)
    """What she agreed to share, in her language."""
    agreed = Column(Sealed)
    """The same as facts (JSON), for a navigator who reads another language."""
    wish: Any = Column(JSON(none_as_null=True))
    """Whom she asked for, as bot.handoff.wishes.Wish keeps it; null for anybody."""
    other_language = Column(String(8))
    """A second language (a code) in which she agreed to speak, when nobody had hers."""
    question = Column(String(12))
    """What the desk asked her last and she has not answered: see bot.handoff.consulting."""
    question_at = Column(UtcDateTime)
    question_about: Any = Column(JSON(none_as_null=True))
    """What the question is about: a wish, and the id of the message that waits for its answer."""
    asked: list[str] = Column(JSON, nullable=False, default=list, server_default="[]")
    """Questions she was asked already in this case; each is asked once."""
    follow_up_phone = Column(Sealed)
    """A number a family on the web gave, so that she can be texted once she left the page."""
    follow_up_digest = Column(String(64), index=True)
    follow_up_asked_at = Column(UtcDateTime)
    follow_up_confirmed_at = Column(UtcDateTime)
    """When that phone said YES; nothing but that question is sent to it before."""
    on_phone: bool = Column(Boolean, nullable=False, default=False, server_default=false())
    """Whether she last wrote from that phone and not from the page."""
    needs: list[str] = Column(JSON, nullable=False, default=list)
    community = Column(String(32))
    county = Column(String(40))
    navigator_id = Column(String(32), ForeignKey("navigator.id"), index=True)
    wave: int = Column(Integer, nullable=False, default=0)
    requested_at: datetime = Column(UtcDateTime, nullable=False)
    waits_since: datetime = Column(UtcDateTime, nullable=False)
    offered_at = Column(UtcDateTime)
    accepted_at = Column(UtcDateTime)
    first_word_at = Column(UtcDateTime)
    last_word_at = Column(UtcDateTime)
    family_waits_since = Column(UtcDateTime)
    nudged_at = Column(UtcDateTime)
    call_back_at = Column(UtcDateTime)
    promises: int = Column(Integer, nullable=False, default=0)
    next_check_at = Column(UtcDateTime, index=True)
    closed_at = Column(UtcDateTime)
    closed_because = Column(String(20))

    __table_args__ = (
        Index(
            "ux_case_open_code",
            "code",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ux_case_open_conversation",
            "conversation_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )


class Offer(Base):
    """One case shown to one navigator, who may say yes or no."""

    __tablename__ = "offer"

    id: int = Column(Integer, primary_key=True)
    case_id: str = Column(String(32), ForeignKey("handoff_case.id", ondelete="CASCADE"), nullable=False)
    navigator_id: str = Column(String(32), ForeignKey("navigator.id", ondelete="CASCADE"), nullable=False)
    wave: int = Column(Integer, nullable=False)
    state: str = Column(String(12), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)
    answered_at = Column(UtcDateTime)

    __table_args__ = (
        Index("ix_offer_case", "case_id", "navigator_id"),
        Index("ix_offer_navigator", "navigator_id", "state"),
    )


class CaseEvent(Base):
    """The trail: what happened to a case, when and by whom. Never anyone's words."""

    __tablename__ = "case_event"

    id: int = Column(Integer, primary_key=True)
    case_id: str = Column(
        String(32), ForeignKey("handoff_case.id", ondelete="CASCADE"), nullable=False, index=True
    )
    at: datetime = Column(UtcDateTime, nullable=False)
    kind: str = Column(String(24), nullable=False)
    from_state = Column(String(20))
    to_state = Column(String(20))
    navigator_id = Column(String(32), ForeignKey("navigator.id"))
    detail = Column(String(60))


class Relayed(Base):
    """One message that was carried across; its words are in the inbox and outbox, not here."""

    __tablename__ = "relayed"

    case_id: str = Column(String(32), ForeignKey("handoff_case.id", ondelete="CASCADE"), primary_key=True)
    inbound_id: int = Column(Integer, primary_key=True)
    speaker: str = Column(String(12), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)


class CaseNote(Base):
    """What a navigator noted for herself and for whoever takes the case after her."""

    __tablename__ = "case_note"

    id: int = Column(Integer, primary_key=True)
    case_id: str = Column(
        String(32), ForeignKey("handoff_case.id", ondelete="CASCADE"), nullable=False, index=True
    )
    navigator_id: str = Column(String(32), ForeignKey("navigator.id"), nullable=False)
    body: str = Column(Sealed, nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)


class NavigatorText(Base):
    """A navigator's message that was read, and the case it was about; while we ask which, its words are kept."""

    __tablename__ = "navigator_text"

    inbound_id: int = Column(Integer, primary_key=True, autoincrement=False)
    navigator_id: str = Column(
        String(32), ForeignKey("navigator.id", ondelete="CASCADE"), nullable=False, index=True
    )
    at: datetime = Column(UtcDateTime, nullable=False)
    case_id = Column(String(32), index=True)
    kept = Column(Sealed)
    media_count: int = Column(Integer, nullable=False, default=0)


class Draft(Base):
    """What a family chose before she agreed to a case: what to leave out of the summary, and whom she wants."""

    __tablename__ = "handoff_draft"

    conversation_id: str = Column(String(32), primary_key=True)
    struck: list[str] = Column(JSON, nullable=False, default=list)
    wish: Any = Column(JSON(none_as_null=True))
    at: datetime = Column(UtcDateTime, nullable=False, default=now)


class DailyJob(Base):
    """When something that is done once a day, by one server, was begun last."""

    __tablename__ = "daily_job"

    name: str = Column(String(40), primary_key=True)
    begun_at: datetime = Column(UtcDateTime, nullable=False)
