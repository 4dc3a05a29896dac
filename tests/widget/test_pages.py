"""The page, the widget's files, and its words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.channels import widget_words
from bot.channels.static_files import ROOT
from bot.languages import CATALOGS
from bot.settings import Settings
from bot.store import Store
from tests.widget.site import Site

SCRIPTS = sorted(ROOT.rglob("*.js"))


def twilio(settings: Settings, number: str = "+14155550123") -> Settings:
    return Settings.from_env(
        {
            "KINPATH_DATABASE_URL": settings.database_url,
            "KINPATH_SMS": "twilio",
            "KINPATH_PUBLIC_URL": "https://kinpath.example",
            "KINPATH_SECRET_KEY": "a secret of the tests",
            "TWILIO_ACCOUNT_SID": "AC0",
            "TWILIO_AUTH_TOKEN": "token",
            "TWILIO_FROM": number,
        }
    )


async def get(site: Site, path: str, **headers: str) -> tuple[int, Mapping[str, str], str]:
    async with site.http.get(site.url + path, headers=headers) as response:
        return response.status, response.headers, await response.text()


async def test_the_page_has_the_widget_and_while_simulating_the_phones(site: Site) -> None:
    status, headers, page = await get(site, "/")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<kinpath-widget language="en"><p class="without">' in page
    for number in ("+15550109001", "+15550100001", "+15550100002", site.settings.service_number):
        assert number in page
    assert "$" not in page


async def test_with_a_carrier_the_phones_are_absent(settings: Settings, store: Store) -> None:
    async with Site(twilio(settings), store) as site:
        _, _, page = await get(site, "/")
        assert "phones.js" not in page
        assert "+15550109001" not in page
        assert 'href="sms:+14155550123"' in page
        assert "(415) 555-0123" in page


async def test_a_messaging_service_is_no_number_to_text(settings: Settings, store: Store) -> None:
    async with Site(twilio(settings, "MG0123456789"), store) as site:
        _, _, page = await get(site, "/")
        assert "MG0123456789" not in page
        assert "sms:" not in page


async def test_the_page_runs_nothing_but_its_own_files(site: Site) -> None:
    _, headers, page = await get(site, "/")
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style", page)
    assert not re.search(r'(?:src|href)="(?!/|tel:|sms:)', page)


async def test_the_page_speaks_the_language_asked_for(site: Site) -> None:
    for path, accepts in (("/?language=es", "en"), ("/", "es-MX")):
        _, headers, page = await get(site, path, **{"Accept-Language": accepts})
        assert '<html lang="es" dir="ltr"' in page
        assert '<kinpath-widget language="es">' in page
        assert "Accept-Language" in headers["Vary"]
    _, _, page = await get(site, "/?language=%22%3E%3Cscript%3E")
    assert "<script>" not in page


@pytest.mark.parametrize(
    "path", ["/widget.js", *(f"/{p.relative_to(ROOT)}" for p in ROOT.rglob("*.*") if p.suffix != ".html")]
)
async def test_every_file_comes_with_its_type_for_any_page(site: Site, path: str) -> None:
    types = {
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".svg": "image/svg+xml",
    }
    status, headers, body = await get(site, path)
    assert status == 200
    assert headers["Content-Type"] == types[Path(path).suffix]
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert body == (ROOT / path[1:]).read_text()
    async with site.http.head(site.url + path) as response:
        assert response.status == 200


async def test_a_file_the_browser_has_is_not_sent_again(site: Site) -> None:
    _, headers, _ = await get(site, "/widget.js")
    assert headers["Cache-Control"] == "no-cache"
    status, again, body = await get(site, "/widget.js", **{"If-None-Match": f'"x", {headers["ETag"]}'})
    assert (status, body, again["ETag"]) == (304, "", headers["ETag"])
    assert (await get(site, "/widget.js", **{"If-None-Match": 'W/"another"'}))[0] == 200


async def test_files_are_sent_compressed_to_who_takes_it(site: Site) -> None:
    async with site.http.get(
        f"{site.url}/widget/widget.css", headers={"Accept-Encoding": "gzip"}
    ) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert int(response.headers["Content-Length"]) < (ROOT / "widget/widget.css").stat().st_size / 2
        assert await response.read() == (ROOT / "widget/widget.css").read_bytes()
    async with site.http.get(
        f"{site.url}/widget/widget.css", headers={"Accept-Encoding": "identity"}
    ) as response:
        assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize(
    "path",
    [
        "/page/index.html",
        "/page/phones.html",
        "/widget/",
        "/widget/../pages.py",
        "/widget/%2e%2e/x",
        "/web.py",
    ],
)
async def test_nothing_else_is_served(site: Site, path: str) -> None:
    assert (await get(site, path))[0] == 404


async def test_the_words_come_in_the_language_asked_for(site: Site) -> None:
    status, headers, body = await get(site, "/widget-words.json?language=es-MX")
    assert status == 200
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["Access-Control-Allow-Origin"] == "*"
    said = json.loads(body)
    assert said == json.loads(json.dumps(widget_words.words("es")))
    assert (said["language"], said["tag"], said["direction"]) == ("es", "es", "ltr")
    assert [one["language"] for one in said["languages"]] == list(CATALOGS)


class TestScripts:
    """What holds for every script: no build checks it, so these do."""

    def test_what_a_script_imports_is_there(self) -> None:
        for script in SCRIPTS:
            for imported in re.findall(r"^import .* from '(.+)';$", script.read_text(), re.MULTILINE):
                assert (script.parent / imported).is_file(), f"{script.name} imports {imported}"

    def test_the_entry_asks_for_every_module_at_once(self) -> None:
        asked = set(re.findall(r"'\./(widget/.+\.js)'", (ROOT / "widget.js").read_text()))
        assert asked == {f"widget/{script.name}" for script in (ROOT / "widget").glob("*.js")}

    @pytest.mark.parametrize(
        "forbidden",
        [r"innerHTML", r"outerHTML", r"insertAdjacentHTML", r"document\.write", r"\beval\(", r"new Function"],
    )
    def test_text_never_becomes_markup(self, forbidden: str) -> None:
        for script in SCRIPTS:
            assert not re.search(forbidden, script.read_text()), script.name

    @pytest.mark.parametrize(
        "newer",
        [
            r"\?\.(?!\d)[\w\[(]",  # optional chaining, 2020
            r"\?\?",  # nullish coalescing, 2020
            r"(?:\|\||&&)=",  # logical assignment, 2020
            r"\.replaceAll\(|\.at\(|\.flat\(|\.flatMap\(|\.matchAll\(|fromEntries|allSettled|structuredClone",
            r"\.replaceChildren\(|\.toggleAttribute\(|queueMicrotask|randomUUID",
            r"\(\?<[=!\w]",  # look-behind and named groups
            r"^  (?:static )?#?\w+ = ",  # class fields
            r"^  static \{",
            r"^(?:const \w+ = )?await ",  # await outside functions
            r"catch \{",
            r"import\(",
        ],
    )
    def test_nothing_is_newer_than_the_phones_of_2018(self, newer: str) -> None:
        for script in SCRIPTS:
            code = re.sub(r"/\*.*?\*/|//.*", "", script.read_text(), flags=re.DOTALL)
            found = re.search(newer, code, re.MULTILINE)
            assert not found, f"{script.name}: {found and found.group()}"

    def test_every_word_that_is_used_is_given_and_every_word_given_is_used(self) -> None:
        code = "\n".join(script.read_text() for script in SCRIPTS)
        used = set(re.findall(r"(?<![\w-])words\.(\w+)", code)) | set(
            re.findall(r"notice\('(\w+)'", code)
        ) - {"said"}
        used |= {"you", "kinpath", "navigator"}  # who speaks, by the name the events have
        assert used == set(widget_words.WIDGET)
        page = "\n".join(part.read_text() for part in (ROOT / "page").glob("*.html"))
        assert set(re.findall(r"\$(page_\w+)", page)) == set(widget_words.PAGE)
