"""The databases that delivery and handoff are tested on: SQLite always, PostgreSQL when one is given."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine

from bot.settings import Settings
from bot.store import Base, Store, new_id

POSTGRES = os.environ.get("KINPATH_TEST_DATABASE_URL", "")
KINDS = ["sqlite", *(["postgresql"] if POSTGRES else [])]
KEY = "a key for tests and nothing else"


@contextmanager
def empty_store(kind: str, folder: Path, **more: str) -> Iterator[Store]:
    """An empty database of that kind with every table that was imported; gone at the end."""
    with database(kind, folder) as url:
        store = open_store(url, **more)
        Base.metadata.create_all(store.engine)
        try:
            yield store
        finally:
            store.close()


def open_store(url: str, **more: str) -> Store:
    """The database as a server with these settings opens it."""
    return Store(Settings.from_env({"KINPATH_DATABASE_URL": url, "KINPATH_SECRET_KEY": KEY, **more}))


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database: a file, or a schema of its own on PostgreSQL."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'kinpath.db'}"
        return
    schema = f"test_{new_id()}"
    engine = create_engine(POSTGRES, future=True)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    try:
        yield f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}options=-csearch_path%3D{schema}"
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
        engine.dispose()
