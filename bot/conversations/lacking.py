"""What families asked for and the directory did not have, kept for those who can change it. No words, no names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Integer, String, func, select
from sqlalchemy.orm import Session

from bot.store import Base, UtcDateTime, now


class Lack(Base):
    """One need that one search found nothing for."""

    __tablename__ = "lack"

    id: int = Column(Integer, primary_key=True)
    need: str = Column(String(32), nullable=False, index=True)
    county = Column(String(64))
    language: str = Column(String(8), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False, default=now)


def note(session: Session, needs: Sequence[str], county: str | None, language: str) -> None:
    """Keep that nothing was found for these needs."""
    session.add_all([Lack(need=need, county=county, language=language) for need in needs])


def counts(session: Session) -> list[tuple[str, str | None, str, int]]:
    """(need, county, language, how often) of everything that was lacking, the most frequent first."""
    query = (
        select(Lack.need, Lack.county, Lack.language, func.count())
        .group_by(Lack.need, Lack.county, Lack.language)
        .order_by(func.count().desc())
    )
    return [tuple(row) for row in session.execute(query)]
