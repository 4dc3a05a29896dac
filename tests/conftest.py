"""What every test may ask for: settings in a folder of its own, a fresh database, a furnished one, the agent."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import structlog

from bot.settings import Settings
from bot.store import Base, Store
from tests.delivery.fake_twilio import FakeTwilio

KEY = "a key for tests and nothing else"


def settings_in(folder: Path) -> Settings:
    """Settings as a newcomer has them, with everything kept in one folder."""
    database = f"sqlite:///{folder / 'kinpath.db'}"
    return Settings.from_env({"KINPATH_DATABASE_URL": database, "KINPATH_SECRET_KEY": KEY})


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """A command that a test runs sets up logging; the next test has the usual one again."""
    yield
    structlog.reset_defaults()


@pytest.fixture()
def settings(tmp_path: Path) -> Settings:
    """Settings as a newcomer has them."""
    return settings_in(tmp_path)


@pytest.fixture()
def store(settings: Settings) -> Iterator[Store]:
    """An empty database with every table that the test has imported."""
    opened = Store(settings)
    Base.metadata.create_all(opened.engine)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def furnished_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as after the first run: migrated, the bundled directory and the example navigators in it."""
    from bot.channels import first_run

    folder = tmp_path_factory.mktemp("furnished")
    opened = Store(settings_in(folder))
    opened.upgrade()
    first_run.prepare(opened, settings_in(folder))
    opened.close()  # the last connection folds the write-ahead log into the file
    return folder / "kinpath.db"


@pytest.fixture()
def furnished(settings: Settings, furnished_database: Path) -> Iterator[Store]:
    """A fresh copy of the database as after the first run."""
    shutil.copy(furnished_database, settings.var / "kinpath.db")
    opened = Store(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of the present training data; trained when there is none."""
    from bot import training

    return training.train()


@pytest.fixture(scope="session")
def agent(model: Path) -> Any:
    """Rasa's agent of that model."""
    from bot import agents

    return asyncio.new_event_loop().run_until_complete(agents.load(model))


@pytest_asyncio.fixture()
async def twilio() -> AsyncIterator[FakeTwilio]:
    """A server that answers as Twilio does; what it finds wrong in our requests fails the test."""
    async with FakeTwilio() as fake:
        yield fake
    assert fake.problems == []
