"""A database made by the migrations is the one the models describe."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot import tables
from bot.settings import Settings
from bot.store import Store

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
