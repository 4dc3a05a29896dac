"""`kinpath migration NAME`: write the migration that brings the schema to what the models say."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from bot.settings import ROOT, Settings


def add_parsers(subparsers: Any) -> None:
    """`kinpath migration`."""
    migration = subparsers.add_parser("migration", help="write a migration from the models (for developers)")
    migration.add_argument("name", help="what changes, in a few words")
    migration.set_defaults(run=handle)


def handle(arguments: argparse.Namespace, settings: Settings) -> int:
    """Compare the models with a database made by the migrations so far, and write what differs."""
    from alembic import command
    from alembic.config import Config

    from bot import tables
    from bot.store import Store

    with tempfile.TemporaryDirectory() as folder:
        store = Store(Settings.from_env({"KINPATH_DATABASE_URL": f"sqlite:///{Path(folder) / 'empty.db'}"}))
        store.upgrade()
        config = Config()
        config.set_main_option("script_location", str(ROOT / "bot" / "migrations"))
        with store.engine.begin() as connection:
            config.attributes.update(connection=connection, metadata=tables.metadata())
            versions = sorted((ROOT / "bot" / "migrations" / "versions").glob("[0-9]*.py"))
            command.revision(
                config, message=arguments.name, autogenerate=True, rev_id=f"{len(versions) + 1:04d}"
            )
        store.close()
    return 0
