"""The database: engine, transactions, column types. Each room keeps its own tables on `Base`."""

from __future__ import annotations

import asyncio
import secrets
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import DateTime, Text, create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session, declarative_base, sessionmaker
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator

from bot.settings import Settings
from bot.vault import Vault

Base: Any = declarative_base()
T = TypeVar("T")

_vault: Vault | None = None


def vault() -> Vault:
    """The vault of this process. Raises RuntimeError before a Store was opened."""
    if _vault is None:
        raise RuntimeError("open a Store first: it knows the secret key")
    return _vault


def digest(text: str) -> str:
    """The keyed hash under which a sealed text is looked up."""
    return vault().digest(text)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(timezone.utc)


def new_id() -> str:
    """A random id: 32 hex digits, says nothing about what it names."""
    return uuid.uuid4().hex


def new_secret() -> str:
    """A secret that nobody guesses, safe in addresses: 43 characters."""
    return secrets.token_urlsafe(32)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always with its time zone: UTC in the database and out of it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=timezone.utc) if value is not None and value.tzinfo is None else value


class Sealed(TypeDecorator[str]):
    """Text that is encrypted in the database and plain in Python."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else vault().seal(value)

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else vault().open(value)


class Store:
    """One database and how to work in it.

    Rooms write plain functions that take a Session. Commands call them inside `transaction()`; the event
    loop calls them with `run()`, which does the same in a worker thread, so that nothing blocks the loop.
    """

    def __init__(self, settings: Settings) -> None:
        global _vault
        _vault = Vault(settings.key())
        self.url = settings.database_url
        self.engine = _engine(self.url)
        self._sessions = sessionmaker(self.engine, future=True, expire_on_commit=False)
        self._readers = sessionmaker(
            self.engine.execution_options(reading=True), future=True, expire_on_commit=False
        )
        self._workers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="store")

    @property
    def is_sqlite(self) -> bool:
        """True on the embedded default, False on PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is kept whole at the end of the block, or not at all if the block raises."""
        with self._sessions.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads: on SQLite it never waits for a writer."""
        with self._readers() as session:
            yield session

    async def run(self, work: Callable[[Session], T]) -> T:
        """Do `work` in one transaction in a worker thread and give back what it returns."""
        return await self._in_worker(self.transaction, work)

    async def read(self, work: Callable[[Session], T]) -> T:
        """Do `work`, which only reads, in a worker thread and give back what it returns."""
        return await self._in_worker(self.reading, work)

    async def _in_worker(self, opened: Callable[[], Any], work: Callable[[Session], T]) -> T:
        def whole() -> T:
            with opened() as session:
                return work(session)

        return await asyncio.get_running_loop().run_in_executor(self._workers, whole)

    def upgrade(self, to: str = "head") -> None:
        """Bring the schema up to date (Alembic), or to an older revision. Safe to call at every start."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self.engine.connect() as connection, self._keys_unchecked(connection), connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, to)

    @contextmanager
    def _keys_unchecked(self, connection: Connection) -> Iterator[None]:
        """On SQLite a table is altered by dropping it, which takes the rows that refer to it unless keys rest."""
        if not self.is_sqlite:
            yield
            return
        raw = connection.connection
        raw.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            yield
        finally:
            raw.cursor().execute("PRAGMA foreign_keys=ON")

    def close(self) -> None:
        """Let go of every connection."""
        self._workers.shutdown(wait=True)
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, future=True, pool_pre_ping=True, pool_size=8, max_overflow=8)
    path = url.removeprefix("sqlite:///")
    if path:
        Path(path).resolve().parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {"connect_args": {"timeout": 30, "check_same_thread": False}}
    if path:
        # SQLAlchemy opens a file anew for each transaction by default, a millisecond each
        options.update(poolclass=QueuePool, pool_size=8, max_overflow=8)
    engine = create_engine(url, future=True, **options)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        # pysqlite's own BEGIN comes too late for reads; ours is in _begin
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # what was acknowledged survives a power cut
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # IMMEDIATE: two transactions that both read and then write must queue, not fail
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
