"""A database with the bundled directory in it, made once for all tests that only read; and empty ones."""

from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.directory import entries, importing, search, tables
from bot.directory.trust import tables as trust_tables
from bot.settings import ROOT
from bot.store import Store
from tests.delivery.databases import KINDS, empty_store

TABLES = (trust_tables.Correction, entries.Entry, *tables.MODELS)
"""Imported, so that their tables are made."""
BUNDLE = ROOT / "data" / "directory"
STANDARDS_OWN = [
    ("service_full.json", "service"),
    ("organization_full.json", "organization"),
    ("service_at_location_full.json", "service_at_location"),
    ("taxonomy_term.json", "taxonomy_term"),
]
"""The standard's examples (fixture `examples`), and the object that each holds."""


@pytest.fixture(scope="session", params=KINDS)
def bundle_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The bundled directory, loaded as at the first run."""
    with empty_store(request.param, tmp_path_factory.mktemp("directory")) as store:
        with store.transaction() as session:
            importing.import_path(session, BUNDLE)
        yield store


@pytest.fixture()
def bundle(bundle_store: Store) -> Iterator[Session]:
    """A session that reads the bundled directory."""
    with bundle_store.reading() as session:
        yield session


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Session]:
    """A session on an empty directory."""
    with empty_store(request.param, tmp_path) as store, store.transaction() as session:
        yield session


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day on which records are as old as these tests say."""
    monkeypatch.setattr(search, "now", lambda: datetime(2026, 11, 24, 20, 0, tzinfo=timezone.utc))


@pytest.fixture()
def examples() -> Path:
    """The standard's own example files."""
    return Path(__file__).parent / "examples"
