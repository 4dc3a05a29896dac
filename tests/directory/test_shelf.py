"""Shelves and entries: what changes is seen at once, by every server, and what does not stays as it is."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory import importing, index, places, search, shelf
from bot.directory.entries import Entry, Shelf
from bot.directory.kept import Kept
from bot.directory.requests import Request
from bot.store import Store
from tests.delivery.databases import KINDS, database, open_store
from tests.directory import made


def east_la() -> Request:
    place = places.resolve(zip="90022")
    assert isinstance(place, places.Place)
    return Request(("food",), place, limit=9)


def load(session: Session, folder: Path, *services: dict[str, Any]) -> None:
    assert not importing.import_files(session, [made.write(folder, *services)]).refused


@pytest.mark.parametrize("kind", KINDS)
def test_another_server_sees_a_change_at_once(kind: str, tmp_path: Path) -> None:
    with database(kind, tmp_path) as url:
        one, other = open_store(url), open_store(url)
        try:
            one.upgrade()
            _change_and_look(one, other, tmp_path)
        finally:
            one.close()
            other.close()


def _change_and_look(one: Store, other: Store, folder: Path) -> None:
    def seen() -> list[str]:
        with other.reading() as session:
            return [found.service for found in search.find(session, east_la())]

    with one.transaction() as session:
        load(session, folder, made.service("Pantry", "food"))
    assert seen() == ["Pantry"]
    with one.transaction() as session:
        load(session, folder, made.service("Kitchen", "food", phone="213-555-0111"))
    assert set(seen()) == {"Pantry", "Kitchen"}
    with one.transaction() as session:
        load(session, folder, made.service("Pantry", "food") | {"status": "inactive"})
    assert seen() == ["Kitchen"]
    try:
        with one.transaction() as session:
            load(session, folder, made.service("Never", "food", phone="213-555-0112"))
            assert len(search.find(session, east_la())) == 2, "within the transaction it is there"
            raise KeyError("given up")
    except KeyError:
        pass
    assert seen() == ["Kitchen"]


def test_what_says_the_same_stays_as_it_is(empty: Session, tmp_path: Path) -> None:
    load(empty, tmp_path, made.service("Pantry", "food"), made.service("Clinic", "child_health"))
    before = empty.execute(select(Entry.id).order_by(Entry.id)).scalars().all()
    shelves = dict(empty.execute(select(Shelf.term, Shelf.version)).all())
    load(
        empty, tmp_path, made.service("Pantry", "food"), made.service("Clinic", "child_health", recheck=True)
    )
    after = empty.execute(select(Entry.id).order_by(Entry.id)).scalars().all()
    now = dict(empty.execute(select(Shelf.term, Shelf.version)).all())
    assert len(set(before) & set(after)) == 1 and len(after) == 2
    assert (
        now["need:food"] == shelves["need:food"] and now["need:child_health"] != shelves["need:child_health"]
    )


def test_an_empty_shelf_is_taken_away(empty: Session, tmp_path: Path) -> None:
    load(empty, tmp_path, made.service("Pantry", "food"))
    load(empty, tmp_path, made.service("Pantry", "food") | {"status": "defunct"})
    assert empty.execute(select(Shelf.term)).all() == []


def test_all_is_made_anew_where_it_is_missing(empty: Session, tmp_path: Path) -> None:
    load(empty, tmp_path, made.service("Pantry", "food"))
    for table in (Shelf, Entry):
        empty.execute(table.__table__.delete())
    assert not index.is_made(empty)
    index.make_if_missing(empty)
    assert [found.service for found in search.find(empty, east_la())] == ["Pantry"]


def test_what_was_not_used_longest_is_let_go_first() -> None:
    kept: Kept[str] = Kept(3)
    for number, value in enumerate("abc"):
        kept.put(number, value)
    assert kept.get(0) == "a"
    kept.put(3, "d")
    assert (kept.get(1), kept.get(0), kept.get(3)) == (None, "a", "d")
    kept.put(9, "large", size=3)
    assert kept.get(3) is None and kept.get(9) == "large"
    kept.clear()
    assert kept.get(9) is None


def test_needs_have_bits_of_their_own() -> None:
    bits = [shelf.need_bit(need) for need in ("food", "housing", "legal", "cash")]
    assert len(set(bits)) == 4 and all(bits)
    assert shelf.need_bit("no such need") == 0
