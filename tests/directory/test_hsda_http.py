"""The directory's API as programs and pages on the web meet it."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.channels import hsda
from bot.channels.hsda_answers import Refused
from bot.channels.hsda_door import Door
from bot.settings import Settings
from bot.store import Store
from tests.directory.hsda_site import serving

Http = tuple[aiohttp.ClientSession, str]


def client_of() -> aiohttp.ClientSession:
    """A client that takes answers as they are sent, and asks for none compressed unless a test says so."""
    return aiohttp.ClientSession(auto_decompress=False, headers={"Accept-Encoding": "identity"})


@pytest_asyncio.fixture()
async def http(settings: Settings, bundle_store: Store) -> AsyncIterator[Http]:
    """A client, and the address of the API on the bundled directory."""
    async with serving(settings, bundle_store) as url, client_of() as client:
        yield client, f"{url}/hsda"


async def get(http: Http, path: str, status: int = 200, **headers: str) -> Any:
    """The JSON under a path."""
    client, root = http
    async with client.get(f"{root}{path}", headers=headers) as answer:
        assert answer.status == status, await answer.text()
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.content_type == "application/json"
        return json.loads(await answer.read())


async def test_the_root_says_what_this_is(http: Http) -> None:
    for path in ("", "/"):
        meta = await get(http, path)
        assert meta["version"] == "3.1" and meta["profile"].startswith("https://")
        assert meta["openapi_url"] == f"{http[1]}/openapi.json"
    assert (await get(http, "/openapi.json"))["servers"] == [{"url": http[1]}]


async def test_from_a_list_to_a_record(http: Http) -> None:
    for plural in ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"):
        page = await get(http, f"/{plural}?per_page=2")
        one = await get(http, f"/{plural}/{page['contents'][0]['id']}")
        assert one["id"] == page["contents"][0]["id"]


async def test_pages_lead_to_the_next(http: Http) -> None:
    client, root = http
    async with client.get(f"{root}/services?page=2&per_page=500&search=food") as answer:
        assert 'services?per_page=500&search=food&page=1>; rel="first"' in answer.headers["Link"]
        assert 'rel="prev"' in answer.headers["Link"] and 'rel="next"' not in answer.headers["Link"]


async def test_what_is_wrong_is_said(http: Http) -> None:
    bad = await get(http, "/services?page=none", 400)
    assert bad == {
        "status": 400,
        "error": "bad parameter",
        "message": "page must be a whole number from 1 up, not «none»",
        "parameter": "page",
    }
    assert (await get(http, "/services?page=&full=true", 400))["message"].startswith("page is empty")
    assert "no service with the id «nobody»" in (await get(http, "/services/nobody", 404))["message"]
    assert "/hsda/taxonomy_terms" in (await get(http, "/locations", 404))["message"]
    for odd in ("%00", "%ff%fe", "a%2Fb", "x" * 3000, "'; DROP TABLE hsds_service; --"):
        await get(http, f"/services/{odd}", 404)
    await get(http, "/services?search=%00%ff'%22*)(")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_nothing_can_be_written(http: Http, method: str) -> None:
    client, root = http
    for path in ("/services", "/services/abc", "/", "/openapi.json", "/elsewhere"):
        if (method, path) == ("POST", "/services"):
            continue  # a POST to a list reads it
        allowed = "GET, HEAD, POST, OPTIONS" if path == "/services" else "GET, HEAD, OPTIONS"
        async with client.request(method, f"{root}{path}", json={"name": "x"}) as answer:
            assert answer.status == 405 and answer.headers["Allow"] == allowed
            assert "only reads" in (await answer.json())["message"]


async def test_a_post_to_a_list_reads_it_as_a_get_does(http: Http) -> None:
    client, root = http
    for path in ("/services?per_page=3&search=food", "/taxonomy_terms", "/organizations?page=2"):
        async with client.get(f"{root}{path}") as got, client.post(f"{root}{path}") as posted:
            assert got.status == posted.status == 200
            assert await got.json() == await posted.json()
        known = {"If-None-Match": got.headers["ETag"]}
        async with client.post(f"{root}{path}", headers=known) as again:
            assert again.status == 200


async def test_head_is_get_without_its_body(http: Http) -> None:
    client, root = http
    for path in ("/services?per_page=3", "/", "/openapi.json", "/services/nobody", "/services?format=ndjson"):
        async with client.get(f"{root}{path}") as got, client.head(f"{root}{path}") as answer:
            assert answer.status == got.status and await answer.read() == b""
            assert answer.headers.get("ETag") == got.headers.get("ETag")


async def test_pages_of_other_sites_may_read_it(http: Http) -> None:
    client, root = http
    async with client.options(f"{root}/services", headers={"Origin": "https://other.example"}) as answer:
        assert answer.status == 204
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS"


async def test_what_a_reader_has_already_is_not_sent_again(http: Http) -> None:
    client, root = http
    async with client.get(f"{root}/services?per_page=5") as first:
        tag = first.headers["ETag"]
        assert first.headers["Last-Modified"].endswith("GMT")
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        async with client.get(f"{root}/services?per_page=5", headers={"If-None-Match": known}) as again:
            assert again.status == 304 and await again.read() == b"" and again.headers["ETag"] == tag
    async with client.get(f"{root}/services?per_page=6", headers={"If-None-Match": tag}) as other:
        assert other.status == 200


async def test_answers_are_compressed_for_those_who_take_it(http: Http) -> None:
    client, root = http
    async with client.get(f"{root}/services", headers={"Accept-Encoding": "gzip"}) as packed:
        assert packed.headers["Content-Encoding"] == "gzip"
        body = gzip.decompress(await packed.read())
    async with client.get(f"{root}/services", headers={"Accept-Encoding": "identity"}) as plain:
        assert await plain.read() == body


async def test_a_whole_list_comes_one_record_a_line(http: Http) -> None:
    client, root = http
    async with client.get(f"{root}/services?format=ndjson&full=true") as answer:
        assert answer.content_type == "application/x-ndjson"
        records = [json.loads(line) for line in (await answer.read()).splitlines()]
    assert len({one["id"] for one in records}) == len(records) == 1276
    assert all("phones" in one or "url" in one or "attributes" in one for one in records)


async def test_the_loop_stays_free_while_the_database_is_read(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, release = threading.Event(), threading.Event()
    page = hsda.pages.page

    def slow(*given: Any) -> Any:
        reading.set()
        assert release.wait(10)
        return page(*given)

    monkeypatch.setattr(hsda.pages, "page", slow)
    waiting = asyncio.ensure_future(get(http, "/services"))
    await asyncio.to_thread(reading.wait, 10)
    await get(http, "/")  # is answered though a list is still being read
    assert not waiting.done()
    release.set()
    assert (await waiting)["size"] == 50


async def test_few_are_let_in_at_once_and_one_too_many_is_told_to_come_again() -> None:
    door = Door(inside=1, waiting=1)
    async with door:
        second = asyncio.ensure_future(door.__aenter__())
        await asyncio.sleep(0)
        with pytest.raises(Refused, match="ask again"):
            await door.__aenter__()
        assert not second.done()
    await asyncio.wait_for(second, 1)
    await door.__aexit__()
