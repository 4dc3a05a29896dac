"""The table of Rasa's trackers, apart from Rasa, so that commands need not import it."""

from datetime import datetime

from sqlalchemy import Column, Integer, String

from bot.store import Base, Sealed, UtcDateTime, now


class TrackerRow(Base):
    """One conversation's tracker, sealed."""

    __tablename__ = "tracker"

    conversation_id: str = Column(String(255), primary_key=True)
    events: str = Column(Sealed, nullable=False)
    turns: int = Column(Integer, nullable=False, default=0)
    updated_at: datetime = Column(UtcDateTime, nullable=False, default=now)
