"""The web side as tests use it: `site` over HTTP, `page` in a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from bot.settings import Settings
from bot.store import Store
from tests.widget.browser import Browser, Page, find, running
from tests.widget.site import Site


@pytest_asyncio.fixture()
async def site(settings: Settings, store: Store) -> AsyncIterator[Site]:
    """The web side on a free port, with a database of its own."""
    async with Site(settings, store) as started:
        yield started


@pytest.fixture(scope="session")
def chromium() -> Iterator[int]:
    """One Chromium for all tests; tabs do not share what they remember."""
    program = find()
    if program is None:
        pytest.skip("Chromium is not on this machine: apt-get install chromium")
    with running(program) as port:
        yield port


@pytest_asyncio.fixture()
async def browser(chromium: int) -> AsyncIterator[Browser]:
    """The browser, whose tabs are closed after the test."""
    async with Browser(chromium) as started:
        yield started


@pytest_asyncio.fixture()
async def page(browser: Browser) -> Page:
    """A tab the size of a desktop window."""
    return await browser.page()
