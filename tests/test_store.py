"""Transactions are kept whole, sealed columns are unreadable in the file, moments keep their time zone."""

import sqlite3
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.conversations import contacts
from bot.conversations.contacts import Contact
from bot.settings import Settings
from bot.store import Store
from bot.vault import SealBroken, Vault, mask


def test_what_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction() as session:
        contacts.for_phone(session, "+15550109001")
        raise RuntimeError
    with store.reading() as session:
        assert session.query(Contact).count() == 0


def test_a_number_is_found_and_not_readable_in_the_file(store: Store, tmp_path: Path) -> None:
    with store.transaction() as session:
        made = contacts.for_phone(session, "+15550109001").id
    with store.transaction() as session:
        assert contacts.for_phone(session, "+15550109001").id == made
    store.close()
    rows = sqlite3.connect(tmp_path / "kinpath.db").execute("SELECT * FROM contact").fetchall()
    assert "5550109001" not in str(rows)


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="time zone"), store.transaction() as session:
        session.add(Contact(created_at=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_a_moment_comes_back_in_utc(store: Store) -> None:
    moment = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
    with store.transaction() as session:
        session.add(Contact(id="x", created_at=moment))
    with store.reading() as session:
        assert session.get(Contact, "x").created_at == moment  # type: ignore[union-attr]


def test_another_key_opens_nothing() -> None:
    sealed = Vault("one key of length").seal("palabra")
    with pytest.raises(SealBroken):
        Vault("another key of length").open(sealed)


def test_digests_are_keyed() -> None:
    assert Vault("one key").digest("+1") != Vault("other key").digest("+1")


def test_a_masked_number_shows_its_end_only() -> None:
    assert mask("+15550109001") == "+1 ••• ••• 9001"


async def test_work_in_a_worker_thread_is_one_transaction(store: Store, settings: Settings) -> None:
    made = await store.run(lambda session: contacts.for_phone(session, "+15550109002").id)
    assert await store.read(lambda session: contacts.get(session, made)) is not None
