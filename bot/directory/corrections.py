"""What families and navigators say is wrong with a record, kept for the stewards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Integer, Text, select
from sqlalchemy.orm import Session

from bot.store import Base, Sealed, UtcDateTime, now


class Correction(Base):
    """One report on one record. What the family wrote may name her, so it is sealed."""

    __tablename__ = "directory_correction"

    id: int = Column(Integer, primary_key=True)
    record_id: str = Column(Text, nullable=False, index=True)
    kind: str = Column(Text, nullable=False)
    """Who or what it came from: `family`, `navigator`, or a steward's own word."""
    words: str = Column(Sealed, nullable=False)
    opened_at: datetime = Column(UtcDateTime, nullable=False, default=now)


def open(session: Session, record_id: str, kind: str, words: str) -> Correction:
    """Keep that something is wrong with a record. The record itself stays as it is until a steward changes it."""
    correction = Correction(record_id=record_id, kind=kind, words=words[:2000])
    session.add(correction)
    session.flush()
    return correction


def of_record(session: Session, record_id: str) -> list[Correction]:
    """The reports on a record, oldest first."""
    query = select(Correction).where(Correction.record_id == record_id).order_by(Correction.id)
    return list(session.execute(query).scalars())
