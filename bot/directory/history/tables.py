"""What imports leave behind: each import, what it changed, and which source each record comes from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, Text

from bot.store import Base, UtcDateTime


class Import(Base):
    """One import that was kept."""

    __tablename__ = "directory_import"

    id: int = Column(Integer, primary_key=True)
    at: datetime = Column(UtcDateTime, nullable=False)
    source: str = Column(Text, nullable=False, index=True)
    form: str = Column(Text, nullable=False)
    """What the files were read as: HSDS 3.1, or the name of a mapping."""
    files: list[str] = Column(JSON, nullable=False)
    counts: dict[str, Any] = Column(JSON, nullable=False)
    """By kind of object: new, changed, as before, removed, vanished, returned."""
    seconds: float = Column(Float, nullable=False)


class Change(Base):
    """One field of a record, or one part of it, that an import found different.

    `record_id` is the service, organization, location or term it belongs to; of a phone or an address of it,
    `part_kind` and `part_id` say which. `before` is null for what is new, `after` for what is gone.
    """

    __tablename__ = "directory_change"

    id: int = Column(Integer, primary_key=True)
    import_id: int = Column(Integer, ForeignKey("directory_import.id"), nullable=False, index=True)
    record_kind: str = Column(Text, nullable=False)
    record_id: str = Column(Text, nullable=False, index=True)
    part_kind: Any = Column(Text)
    part_id: Any = Column(Text)
    field: str = Column(Text, nullable=False)
    before: Any = Column(JSON(none_as_null=True))
    after: Any = Column(JSON(none_as_null=True))


class Origin(Base):
    """That a source has (or had) a service, an organization or a location."""

    __tablename__ = "directory_origin"

    source: str = Column(Text, primary_key=True)
    kind: str = Column(Text, primary_key=True)
    record_id: str = Column(Text, primary_key=True)
    first_import: int = Column(Integer, ForeignKey("directory_import.id"), nullable=False)
    vanished_import: Any = Column(Integer, ForeignKey("directory_import.id"))
    """The import that no longer had it; null while the source has it."""

    __table_args__ = (Index("ix_directory_origin_record", "record_id"),)
