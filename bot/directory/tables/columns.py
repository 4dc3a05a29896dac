"""What the tables of the HSDS objects have in common.

Each object of the standard is a table `hsds_<name>` with the standard's own column names. Beside them:
`extra` keeps what came in and has no column of its own (attributes the standard does not know, values that do
not fit their column, keys that came in empty), so that what goes out equals what came in; `position` is the
order in which rows came in, which lists keep.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, Text
from sqlalchemy.orm import declared_attr

ListOf = tuple[str, str]
"""(kind of the objects in a nested list, the column of their table that holds the parent's id)"""
OneOf = tuple[str, str]
"""(kind of a nested object, the column of this table that holds its id)"""


class HsdsRow:
    """One object of the standard. `KIND` is its name there."""

    KIND: str
    LISTS: Mapping[str, ListOf] = {}
    """Nested lists beside attributes and metadata, which every object has, by their key in JSON."""
    ONES: Mapping[str, OneOf] = {}
    """Nested single objects, by their key in JSON."""
    SHARED = False
    """True for what several documents describe, each perhaps in part; else the latest is whole."""

    id = Column(Text, primary_key=True)
    extra = Column(JSON(none_as_null=True))
    position = Column(Integer, nullable=False, default=0)

    @declared_attr
    def __tablename__(cls) -> str:
        return f"hsds_{cls.KIND}"


def a_text(*, index: bool = False) -> Any:
    """A text attribute. What the standard wants of it stands in validation.standard."""
    return Column(Text, index=index, info={"hsds": True})


def a_number() -> Any:
    """A number, whole or not."""
    return Column(Float, info={"hsds": True})


def belongs_to(kind: str) -> Any:
    """The id of a parent or of a nested object; checked at the end of a transaction, so order is free."""
    key = ForeignKey(f"hsds_{kind}.id", deferrable=True, initially="DEFERRED")
    return Column(Text, key, index=True, info={"refers_to": kind})
