"""What every test may ask for: settings in a folder of its own, and a fresh database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.store import Base, Store


@pytest.fixture()
def settings(tmp_path: Path) -> Settings:
    """Settings as a newcomer has them, with everything kept in the test's own folder."""
    return Settings.from_env({"KINPATH_DATABASE_URL": f"sqlite:///{tmp_path / 'kinpath.db'}"})


@pytest.fixture()
def store(settings: Settings) -> Iterator[Store]:
    """An empty database with every table that the test has imported."""
    opened = Store(settings)
    Base.metadata.create_all(opened.engine)
    yield opened
    opened.close()
