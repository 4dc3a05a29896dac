"""A database made by the migrations is the one the models describe."""

from datetime import datetime, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot import tables
from bot.handoff.models import Case, CaseEvent, CaseNote, Navigator, Offer
from bot.settings import Settings
from bot.store import Store, vault
from tests.delivery.databases import KINDS, database, open_store

SQLITES_OWN = ("sqlite_sequence", "alembic_version", "directory_name_terms", "directory_text_terms")
"""Tables that no model describes; the text indexes have more tables whose names begin like theirs."""


def test_migrations_equal_the_models(settings: Settings) -> None:
    store = Store(settings)
    store.upgrade()
    with store.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, parents: not str(name).startswith(SQLITES_OWN),
            },
        )
        differences = compare_metadata(context, tables.metadata())
    store.close()
    assert differences == []


def test_upgrading_twice_changes_nothing(settings: Settings) -> None:
    store = Store(settings)
    store.upgrade()
    store.upgrade()
    store.close()


AT = datetime(2026, 11, 24, 20, 0, tzinfo=timezone.utc)


def fill_as_the_first_release_did(store: Store) -> None:
    """Two navigators, an open case and an ended one, as the first migration's tables hold them."""
    sealed = vault().seal
    navigator = {"communities": [], "topics": [], "counties": [], "capacity": 3, "active": True}
    case = {"language": "es", "needs": ["food"], "requested_at": AT, "summary": sealed("comida")}
    rows: dict[str, list[dict[str, object]]] = {
        "navigator": [
            {"id": who, "name": who, "phone": sealed(f"+1555010000{n}"), "phone_digest": who, "idle_since": AT}
            | navigator
            | {"languages": ["en", "es"], "on_shift": True, "supervisor": False}
            for n, who in enumerate(("ana", "linh"))
        ],
        "handoff_case": [
            {"id": "a", "code": "KT4", "conversation_id": "one", "state": "accepted", "wave": 1} | case
            | {"navigator_id": "ana", "county": "Los Angeles"},
            {"id": "b", "code": "MN7", "conversation_id": "two", "state": "declined", "wave": 0} | case
            | {"navigator_id": None, "county": None},
        ],
        "offer": [{"case_id": "a", "navigator_id": "linh", "wave": 1, "state": "expired", "at": AT}],
        "case_event": [
            {"case_id": "a", "at": AT, "what": "note", "who": "ana", "note": sealed("llamar mañana")},
            {"case_id": "a", "at": AT, "what": "requested", "who": "family", "note": None},
        ],
    }  # fmt: skip
    with store.engine.begin() as connection:
        for name, given in rows.items():
            connection.execute(sa.insert(sa.Table(name, sa.MetaData(), autoload_with=connection)), given)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_desk_of_the_first_release_had_is_kept(kind: str, tmp_path: Path) -> None:
    with database(kind, tmp_path) as url:
        store = open_store(url)
        store.upgrade("0001")
        fill_as_the_first_release_did(store)
        store.upgrade()
        with store.reading() as session:
            ana = session.get(Navigator, "ana")
            assert ana is not None and (ana.phone, ana.languages) == ("+15550100000", ["en", "es"])
            cases = {case.id: case for case in session.scalars(sa.select(Case))}
            assert (cases["a"].state, cases["a"].navigator_id, cases["a"].summary) == (
                "accepted",
                "ana",
                "comida",
            )
            assert cases["a"].closed_at is None and cases["a"].waits_since == AT
            assert (cases["b"].state, cases["b"].closed_at) == ("declined_by_family", AT)
            assert [offer.state for offer in session.scalars(sa.select(Offer))] == ["unanswered"]
            events = session.scalars(sa.select(CaseEvent).order_by(CaseEvent.id))
            assert [(event.kind, event.navigator_id) for event in events] == [
                ("note", "ana"),
                ("requested", None),
            ]
            assert [note.body for note in session.scalars(sa.select(CaseNote))] == ["llamar mañana"]
        store.close()
