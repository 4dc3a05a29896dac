"""The search tables: every record once, ready to be shown, and under every need, program and area it answers.

They are made from the HSDS tables by `index` and hold nothing of their own.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, Text

from bot.store import Base

STATEWIDE = "*"
"""The area of keys that hold in every county."""


class Entry(Base):
    """One service at one place (or nowhere in particular)."""

    __tablename__ = "directory_entry"

    id: int = Column(Integer, primary_key=True)
    record_id: str = Column(Text, nullable=False, unique=True)
    service_id: str = Column(Text, nullable=False, index=True)
    names: str = Column(Text, nullable=False)
    """The names it can be found by, one a line, as names.plain writes them: organization, service, others."""
    card: dict[str, Any] = Column(JSON, nullable=False)
    """What a family may be told: records.Found as plain data."""
    fit: dict[str, Any] = Column(JSON, nullable=False)
    """What ranking must know: fit.Fit as plain data."""


class Key(Base):
    """That an entry answers a need or a program («need:food», «program:WIC») in a county, or everywhere.

    `merit` is what its rank would be worth to any family; with it and the distance the best few hundred are
    picked from thousands before they are judged closely. `spot` tells the places of one entry apart.
    """

    __tablename__ = "directory_key"

    term: str = Column(Text, primary_key=True)
    area: str = Column(Text, primary_key=True)
    entry_id: int = Column(
        Integer, ForeignKey("directory_entry.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    spot: int = Column(Integer, primary_key=True)
    merit: float = Column(Float, nullable=False)
    latitude: Any = Column(Float)
    longitude: Any = Column(Float)

    __table_args__ = (
        Index("ix_directory_key_cover", "term", "area", "merit", "latitude", "longitude", "entry_id"),
    )
