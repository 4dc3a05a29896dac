"""/agency: an agency sees its record by a signed link, on a plain page, and what it writes waits for a steward."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.channels import agency, agency_words
from bot.directory import importing, records
from bot.directory.trust import links
from bot.directory.trust.tables import Correction
from bot.languages import CATALOGS
from bot.settings import Settings
from bot.store import Store
from tests.directory.made import an_id, service, write
from tests.widget.browser import Page
from tests.widget.site import Site

HERE = an_id("at pantry")
NASTY = '<script>alert("x")</script> & "more"'


@pytest_asyncio.fixture()
async def site(settings: Settings, store: Store, tmp_path: Path) -> AsyncIterator[Site]:
    """The web side with one record in the directory."""
    with store.transaction() as session:
        pantry = service(
            "pantry", "food", zip_code="90022", assured="2025-01-05", organization="East Side Pantry"
        )
        importing.import_path(session, write(tmp_path, {**pantry, "description": NASTY}))
    async with Site(settings, store) as started:
        yield started


@pytest.fixture()
def address(site: Site) -> str:
    """The address of a good link."""
    with site.store.transaction() as session:
        return f"{site.url}/agency/{links.token(links.make(session, HERE, 'Ana'))}"


def kept(site: Site) -> list[Correction]:
    with site.store.reading() as session:
        return list(session.execute(select(Correction).order_by(Correction.id)).scalars())


def phone_of(site: Site) -> str:
    with site.store.reading() as session:
        card = records.get(session, HERE)
        assert card is not None
        return card.phones[0].number


@pytest.mark.parametrize("catalog", CATALOGS)
async def test_the_page_shows_the_record_in_every_language(site: Site, address: str, catalog: str) -> None:
    async with site.http.get(address, params={"language": catalog}) as response:
        page = await response.text()
    assert response.status == 200
    assert "East Side Pantry" in page and "213-555-0100" in page and "1 Main St" in page
    labelled = set(re.findall(r'<label for="(\w+)"', page))
    assert labelled == {*agency_words.FIELDS, "ended", "note"}
    assert f'<html lang="{catalog.replace("_", "-")}"' in page
    assert "<script" not in page and "&lt;script&gt;" in page


async def test_it_is_not_stored_indexed_or_told_to_others(site: Site, address: str) -> None:
    async with site.http.get(address) as response:
        headers = response.headers
    assert headers["Cache-Control"] == "no-store" and headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "form-action 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


async def test_looking_changes_nothing(site: Site, address: str) -> None:
    for method in ("GET", "HEAD"):
        async with site.http.request(method, address) as response:
            assert response.status == 200
    assert kept(site) == []


async def test_an_answer_waits_and_families_see_nothing_of_it(site: Site, address: str) -> None:
    async with site.http.post(address, data={"phone": "(213) 555-0177", "note": "Ask for Mei"}) as response:
        assert response.status == 200 and "Thank you!" in await response.text()
        assert response.url.query["sent"] == "1"
    (correction,) = kept(site)
    assert correction.proposed == {"phone": ["213-555-0100", "213-555-0177"]}
    assert (correction.came_from, correction.state, correction.words) == ("agency", "open", "Ask for Mei")
    assert phone_of(site) == "213-555-0100"


async def test_what_cannot_be_read_is_asked_again_with_what_was_written(site: Site, address: str) -> None:
    async with site.http.post(address, data={"phone": "call us", "cost": "free"}) as response:
        page = await response.text()
    assert response.status == 422
    assert 'aria-invalid="true"' in page and 'href="#phone"' in page and 'role="alert"' in page
    assert 'value="call us"' in page and 'value="free"' in page
    assert kept(site) == []


@pytest.mark.parametrize("token", ["", "1-0", f"1-{'0' * 32}", "../secret", "%00", "x" * 500])
async def test_what_nobody_signed_opens_nothing(site: Site, address: str, token: str) -> None:
    for method in ("GET", "POST"):
        async with site.http.request(method, f"{site.url}/agency/{token}") as response:
            assert response.status in (404, 410)
            assert "213-555-0100" not in await response.text()
    assert kept(site) == []


async def test_a_link_that_was_taken_back_opens_nothing(site: Site, address: str) -> None:
    with site.store.transaction() as session:
        for link in links.of_record(session):
            links.revoke(session, link)
    async with site.http.post(address, data={"phone": "213-555-0177"}) as response:
        assert response.status == 410 and "does not work any more" in await response.text()
    assert kept(site) == []


async def test_a_link_answers_only_so_often(site: Site, address: str) -> None:
    for _ in range(agency.ANSWERS):
        async with site.http.post(address, data={"cost": "free"}, allow_redirects=False) as response:
            assert response.status == 303
    async with site.http.post(address, data={"cost": "free"}) as response:
        assert response.status == 429


async def test_in_a_browser_with_the_keyboard_alone(site: Site, address: str, page: Page) -> None:
    await page.resize(360, 640)
    await page.go(f"{address}?language=es")
    assert await page.js("document.documentElement.scrollWidth <= innerWidth")
    await page.js("document.getElementById('phone').focus()")
    await page.js("document.getElementById('phone').select()")
    await page.type("no hay")
    await page.press("Enter", 13, "\r")
    await page.until("document.querySelector('.summary a')")
    assert (
        await page.js("document.getElementById('phone').getAttribute('aria-describedby')") == "phone-problem"
    )
    await page.click("document.querySelector('.summary a')")
    await page.until("document.activeElement.id === 'phone'")
    await page.js("document.getElementById('phone').select()")
    await page.type("213-555-0177")
    await page.press("Enter", 13, "\r")
    await page.until("document.querySelector('h1').textContent === '¡Gracias!'")
    assert [one.proposed for one in kept(site)] == [{"phone": ["213-555-0100", "213-555-0177"]}]
    assert [problem for problem in page.problems if "422" not in problem] == []
