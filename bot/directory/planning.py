"""What PostgreSQL knows of the tables that are being filled, so that it reads them by their indexes.

It plans by statistics that it gathers when a transaction has ended. Within a large import it would hold the tables
for empty, expect every row to answer, and read each table whole for every portion.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Table, text
from sqlalchemy.orm import Session

MANY = 2_000
"""Services from which on gathering costs less than it saves."""


def gather(session: Session, tables: Iterable[Table]) -> None:
    """Let PostgreSQL count these tables as this transaction sees them. SQLite needs none of it."""
    if session.get_bind().dialect.name == "postgresql":
        session.flush()
        names = ", ".join(f'"{table.name}"' for table in tables)
        session.execute(text(f"ANALYZE {names}"))
