"""The tables behind search in words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Text

from bot.directory.entries import Number
from bot.directory.text import postings
from bot.store import Base


class Name(Base):
    """One name that organizations, services or programs go by, as `terms.plain` writes it. Kept once."""

    __tablename__ = "directory_name"

    id: Any = Column(Number, primary_key=True, autoincrement=False)
    """Made of the name, so that an exact name is found by it."""
    plain: str = Column(Text, nullable=False)


class Named(Base):
    """That a service goes by a name, in every area it serves."""

    __tablename__ = "directory_named"

    name_id: Any = Column(Number, ForeignKey("directory_name.id", ondelete="CASCADE"), primary_key=True)
    area: str = Column(Text, primary_key=True)
    service_id: str = Column(Text, primary_key=True, index=True)


class NameTerm(Base):
    """In how many names a piece stands: the rare ones tell names apart, the common ones are too many to read."""

    __tablename__ = "directory_name_term"

    term: str = Column(Text, primary_key=True)
    uses: int = Column(Integer, nullable=False)


class Said(Base):
    """The number under which a service's words are kept."""

    __tablename__ = "directory_said"

    id: Any = Column(Number, primary_key=True, autoincrement=False)
    service_id: str = Column(Text, nullable=False, unique=True)


postings.create_with(Name.__table__, postings.NAMES)
postings.create_with(Said.__table__, postings.TEXTS)
