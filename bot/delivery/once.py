"""Adding a row that must be there once, and working on something one transaction at a time."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_once(session: Session, table: Any, values: dict[str, Any]) -> bool:
    """Add a row to a mapped class's table unless a unique column already has its value.

    True when the row was added. Two transactions that add the same row at the same time wait for each
    other; one of them gets False.
    """
    maker: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = maker.insert(table).values(**values).on_conflict_do_nothing()
    return changed(session, statement) == 1


def changed(session: Session, statement: Any) -> int:
    """Carry out an INSERT, UPDATE or DELETE and say how many rows it changed.

    Objects that the session has already loaded keep their old values until they are refreshed.
    """
    result: Any = session.execute(statement, execution_options={"synchronize_session": False})
    return int(result.rowcount)


def one_at_a_time(session: Session, what: str) -> None:
    """Wait until no other transaction works on `what`, and keep others waiting until this one ends.

    SQLite's writers queue anyway; on PostgreSQL it is an advisory lock, which also holds across servers.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))
