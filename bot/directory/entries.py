"""The search tables: every record once, ready to be shown, and on the shelf of every need and area it answers.

They are made from the HSDS tables by `index` and hold nothing of their own.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Integer, LargeBinary, Text

from bot.store import Base

STATEWIDE = "*"
"""The area of shelves that hold for every county."""
Number: Any = BigInteger().with_variant(Integer, "sqlite")


class Entry(Base):
    """One service at one place (or nowhere in particular).

    Its id is made of what it says: an entry that says something else has another id. So whatever was once
    read under an id stays right, on every server.
    """

    __tablename__ = "directory_entry"

    id: Any = Column(Number, primary_key=True, autoincrement=False)
    record_id: str = Column(Text, nullable=False, unique=True)
    service_id: str = Column(Text, nullable=False, index=True)
    card: dict[str, Any] = Column(JSON, nullable=False)
    """What a family may be told: records.Found as plain data."""
    fit: dict[str, Any] = Column(JSON, nullable=False)
    """What ranking must know: fit.Fit as plain data."""


class Shelf(Base):
    """All entries that answer a need or name a program («need:food», «program:WIC») in a county, or everywhere.

    `packed` holds a few numbers of each (`shelf.ROW`), enough to tell the few dozen worth judging closely from
    thousands in a millisecond. `version` is made of what it holds, as an entry's id is.
    """

    __tablename__ = "directory_shelf"

    term: str = Column(Text, primary_key=True)
    area: str = Column(Text, primary_key=True)
    version: int = Column(BigInteger, nullable=False)
    packed: bytes = Column(LargeBinary, nullable=False)


def number_of(*said: Any) -> int:
    """A number made of what is said (bytes, or plain data), the same everywhere; 62 bits, never negative."""
    digest = hashlib.blake2b(digest_size=8)
    for one in said:
        digest.update(
            one if isinstance(one, bytes) else json.dumps(one, sort_keys=True, default=str).encode()
        )
    return int.from_bytes(digest.digest(), "big") >> 2
