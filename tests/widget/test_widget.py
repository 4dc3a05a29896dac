"""The widget in a real browser, used as a family uses it: typing, pressing, reloading, leaving."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from sqlalchemy import select

from bot.channels import widget_words
from bot.conversations import contacts
from bot.delivery import outbox, simulator
from bot.delivery.inbox import InboundMessage
from tests.widget.browser import FIELD, ROOT, TEXT, Browser, Page
from tests.widget.site import Site

SERVICES: dict[str, Any] = {
    "text": "For food near 90022: ...",
    "payload": {
        "kind": "services",
        "intro": "For food near 90022:",
        "cards": [
            {
                "number": 1,
                "id": "a",
                "title": "Food Bank <b>East</b>",
                "subtitle": "Boxes of food",
                "needs": ["food"],
                "distance": "2.4 mi",
                "address": "1 Main St",
                "phone": "323-555-0100",
                "url": "https://food.example/east",
                "verified": "Last checked Mar 2025.",
                "button": "More about this",
            },
            {
                "number": 2,
                "id": "b",
                "title": "Pantry",
                "subtitle": "",
                "needs": [],
                "distance": "",
                "address": None,
                "phone": None,
                "url": "javascript:alert(1)",
                "verified": "We have no date for this.",
                "button": "More about this",
            },
        ],
        "outro": "",
        "quick_replies": [{"title": "MORE", "say": "MORE"}, {"title": "PERSON", "say": "PERSON"}],
    },
}
SHOWN = f"{ROOT}.querySelector('.box') && !{ROOT}.querySelector('.box').hidden"
LAST = f"Array.from({ROOT}.querySelectorAll('.message')).pop()"
TOO_WIDE = """root => Array.from(root.querySelectorAll('*'))
    .filter(e => e.clientWidth > 1 && getComputedStyle(e).display !== 'inline')
    .filter(e => e.scrollWidth > e.clientWidth + 1)
    .map(e => e.className || e.tagName)"""
TOO_SMALL = """root => Array.from(root.querySelectorAll('button, select, textarea, .action'))
    .filter(e => !e.closest('[hidden]'))
    .map(e => [e.className || e.tagName, e.getBoundingClientRect()])
    .filter(([name, box]) => box.width < 43.9 || box.height < 43.9)
    .map(([name]) => name)"""
SET = "(field, value) => { field.value = value; field.dispatchEvent(new Event('change')); }"
TOKEN = "JSON.parse(Object.values(sessionStorage)[0]).token"


def services(text: str) -> dict[str, Any] | None:
    return SERVICES if text == "food" else {"text": f"You said: {text}"}


async def open_chat(page: Page, site: Site, path: str = "/") -> None:
    await page.go(site.url + path)
    await page.until(SHOWN)


async def say(page: Page, text: str) -> None:
    await page.js(f"{FIELD}.focus()")
    await page.type(text)
    await page.press("Enter", 13, "\r")


async def token(page: Page) -> str:
    return str(await page.until(TOKEN))


def script(site: Site) -> str:
    return f'<script type="module" src="{site.url}/widget.js"></script>'


@asynccontextmanager
async def serving(answer: Any) -> AsyncIterator[str]:
    """Another server, whose every request is answered by `answer`; gives its address."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0, shutdown_timeout=0.1)
    await listening.start()
    yield f"http://127.0.0.1:{listening._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]
    await runner.cleanup()


async def count(page: Page, selector: str) -> int:
    return int(await page.js(f"{ROOT}.querySelectorAll({json.dumps(selector)}).length"))


def bodies(site: Site) -> list[str]:
    with site.store.reading() as session:
        return [
            message.body
            for message in session.execute(select(InboundMessage).order_by(InboundMessage.id)).scalars()
        ]


async def test_words_and_their_answer_appear_without_reloading(page: Page, site: Site) -> None:
    await open_chat(page, site)
    await page.js("window.same = true")
    assert "I'm Kinpath" in await page.js(TEXT)
    assert not await page.js("sessionStorage.length && " + TOKEN)  # nothing is opened before she writes
    await say(page, "we need diapers, 90022")
    await page.until(f"{TEXT}.includes('You said: we need diapers, 90022')")
    await site.say(await token(page), "Hi, I'm Rosa.", speaker="navigator")
    await page.until(f"{TEXT}.includes('Rosa')")
    shown = await page.js(TEXT)
    assert shown.index("You ") < shown.index("we need") < shown.index("You said") < shown.index("Navigator")
    assert await page.js("window.same")
    assert bodies(site) == ["we need diapers, 90022"]
    assert page.problems == []


async def test_services_are_cards_to_call_open_and_ask_about(page: Page, site: Site) -> None:
    site.answers = services
    await open_chat(page, site)
    await say(page, "food")
    await page.until(f"{ROOT}.querySelectorAll('.card').length === 2")
    first = f"{ROOT}.querySelector('.card')"
    assert await page.js(f"{first}.querySelector('h3').textContent") == "Food Bank <b>East</b>"
    assert await page.js(f"{first}.querySelector('a.call').getAttribute('href')") == "tel:+13235550100"
    link = f"{first}.querySelectorAll('a')[1]"
    assert await page.js(f"{link}.href") == "https://food.example/east"
    assert await page.js(f"{link}.rel") == "noopener noreferrer"
    assert await count(page, ".card:last-child a") == 0  # no phone, and an address that would run a script
    await page.click(f"{ROOT}.querySelectorAll('.more')[1]")
    await page.until(f"{TEXT}.includes('You said: 2')")
    assert bodies(site) == ["food", "2"]


async def test_answers_can_be_picked_and_only_the_latest(page: Page, site: Site) -> None:
    site.answers = services
    await open_chat(page, site)
    assert await count(page, ".answer") == 6
    await say(page, "food")
    await page.until(f"{ROOT}.querySelectorAll('.answer').length === 2")
    await page.click(f"{ROOT}.querySelectorAll('.answer')[1]")
    await page.until(f"{TEXT}.includes('You said: PERSON')")
    assert await count(page, ".answer") == 0
    assert await count(page, ".more") == 2
    await say(page, "food")
    await page.until(f"{ROOT}.querySelectorAll('.card').length === 4")
    assert await count(page, ".more") == 2  # a number of the older list would pick from the newer


async def test_what_is_said_is_never_more_than_words(page: Page, site: Site) -> None:
    await open_chat(page, site)
    nasty = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script> javascript:alert(1)'
    await say(page, nasty)
    await page.until(f"{TEXT}.includes('You said: <img')")
    await site.say(
        await token(page), nasty, payload={"kind": "text", "quick_replies": [{"title": nasty, "say": "x"}]}
    )
    await page.until(f"{ROOT}.querySelectorAll('.answer').length === 1")
    assert await page.js("window.hurt") is None
    assert await count(page, "img, script") == 0
    assert await count(page, ".message a") == 0


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Call or text 988 now, or call 911.", ["tel:988", "tel:911"]),
        (
            "800-422-4453, or (323) 555-0100; 1-888-555-0123",
            ["tel:+18004224453", "tel:+13235550100", "tel:+18885550123"],
        ),
        ("Web: https://a.example/b?c=1. Also www.c.org!", ["https://a.example/b?c=1", "https://www.c.org/"]),
        ("請撥打911或988", ["tel:911", "tel:988"]),
        ("90022, $988, 211 Main St, 1988, 12-911, START to 88788, 1734 E 41st St", []),
    ],
)
async def test_numbers_and_addresses_in_words_are_links(
    page: Page, site: Site, text: str, links: list[str]
) -> None:
    site.answers = lambda _: {"text": text}
    await open_chat(page, site)
    await say(page, "hello")
    await page.until(f"{LAST}.className.includes('kinpath')")
    assert await page.js(f"{LAST}.querySelector('.bubble').textContent") == text
    assert await page.js(f"Array.from({LAST}.querySelectorAll('a'), a => a.href)") == links


async def test_the_conversation_survives_a_reload(page: Page, site: Site) -> None:
    site.answers = services
    await open_chat(page, site)
    for text in ("one", "food", "three"):
        await say(page, text)
        await page.until(f"!{LAST}.className.includes('you')")
    before = await page.js(f"Array.from({ROOT}.querySelectorAll('.bubble, .card h3'), e => e.textContent)")
    first = await token(page)
    await page.do("Page.reload")
    await page.until(f"{SHOWN} && {ROOT}.querySelectorAll('.message').length === 7")
    assert (
        await page.js(f"Array.from({ROOT}.querySelectorAll('.bubble, .card h3'), e => e.textContent)")
        == before
    )
    assert await token(page) == first
    await site.say(first, "still here")
    await page.until(f"{TEXT}.includes('still here')")
    assert bodies(site) == ["one", "food", "three"]


async def test_what_is_said_while_the_server_is_away_arrives_when_it_is_back(page: Page, site: Site) -> None:
    await open_chat(page, site)
    await say(page, "one")
    await page.until(f"{TEXT}.includes('You said: one')")
    session = await token(page)
    await site.stop()
    await site.say(session, "said meanwhile")
    await say(page, "two")
    await page.until(f"{TEXT}.includes('Sending')")
    await site.start_again()
    await page.until(f"{TEXT}.includes('You said: two')", 30)
    await page.until(f"{TEXT}.includes('said meanwhile')", 30)
    assert bodies(site) == ["one", "two"]


async def test_what_cannot_be_sent_is_shown_so_and_can_be_sent_again(
    page: Page, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(**_: object) -> bool:
        raise RuntimeError

    working = site.house.receive
    monkeypatch.setattr(site.house, "receive", broken)
    await open_chat(page, site)
    await say(page, "hello")
    await page.until(f"{ROOT}.querySelector('.again')", 20)
    assert "Not sent." in await page.js(TEXT)
    assert "call or text 988" in await page.js(f"{ROOT}.querySelector('.notice').textContent")
    monkeypatch.setattr(site.house, "receive", working)
    await page.click(f"{ROOT}.querySelector('.again')")
    await page.until(f"{TEXT}.includes('You said: hello')")
    assert "Not sent." not in await page.js(TEXT)
    assert bodies(site) == ["hello"]


async def test_a_message_too_long_comes_back_into_the_field(page: Page, site: Site) -> None:
    await open_chat(page, site)
    await say(page, "a" * 11_000)
    await page.until(f"{ROOT}.querySelector('.notice').textContent.includes('too long')")
    assert await page.js(f"{FIELD}.value.length") == 11_000
    assert await count(page, ".message.you") == 0


async def test_an_answer_that_is_being_written_is_announced(page: Page, site: Site) -> None:
    site.answers = lambda text: None
    await open_chat(page, site)
    await say(page, "hello")
    await page.until(f"{ROOT}.querySelector('.writing').textContent === 'Kinpath is writing…'")
    await site.say(await token(page), "here it is", speaker="navigator")
    await page.until(f"{ROOT}.querySelector('.writing').textContent === ''")
    await say(page, "thank you")
    await page.until(f"{LAST}.querySelector('.state').textContent === 'Sent'")
    assert await page.js(f"{ROOT}.querySelector('.writing').textContent") == ""  # a person takes her time


async def test_a_session_that_is_gone_begins_anew_and_loses_no_words(page: Page, site: Site) -> None:
    await open_chat(page, site)
    await say(page, "one")
    await page.until(f"{TEXT}.includes('You said: one')")
    first = await token(page)

    def end(session: Any) -> None:
        conversation = contacts.for_web_token(session, first)
        assert conversation is not None
        session.delete(conversation)

    await site.store.run(end)
    await say(page, "two")
    await page.until(f"{TEXT}.includes('You said: two')")
    assert "You said: one" not in await page.js(TEXT)
    assert await token(page) != first
    assert bodies(site) == ["one", "two"]


async def test_after_an_erasure_nothing_of_it_is_shown_or_kept(page: Page, site: Site) -> None:
    await open_chat(page, site)
    await say(page, "my secret")
    await page.until(f"{TEXT}.includes('You said: my secret')")

    def erase(session: Any) -> None:
        conversation = contacts.for_web_token(session, token_now)
        assert conversation is not None
        outbox.forget(session, conversation.id)

    token_now = await token(page)
    await site.store.run(erase)
    await site.say(token_now, "Everything is erased.")
    await page.until(f"{TEXT}.includes('Everything is erased.')")
    assert "secret" not in await page.js(TEXT)
    assert "secret" not in await page.js("JSON.stringify(sessionStorage)")


class TestLanguages:
    async def test_before_the_first_message_everything_follows_the_choice(
        self, page: Page, site: Site
    ) -> None:
        await open_chat(page, site)
        await page.js(f"({SET})({ROOT}.querySelector('select'), 'es')")
        await page.until("document.documentElement.lang === 'es'")
        await page.until(f"{ROOT}.querySelector('.box').lang === 'es'")
        assert await count(page, ".message") == 1
        await say(page, "hola")
        await page.until(f"{TEXT}.includes('You said: hola')")
        with site.store.reading() as session:
            conversation = contacts.for_web_token(session, await token(page))
            assert conversation is not None
            assert conversation.language == "es"
        await page.do("Page.reload")
        await page.until(f"{SHOWN} && {ROOT}.querySelector('.box').lang === 'es'")

    async def test_later_kinpath_is_told_in_words(self, page: Page, site: Site) -> None:
        await open_chat(page, site)
        await say(page, "hello")
        await page.until(f"{TEXT}.includes('You said: hello')")
        await page.js(f"({SET})({ROOT}.querySelector('select'), 'es')")
        await page.until(f"{TEXT}.includes('You said: Español')")
        assert bodies(site) == ["hello", "Español"]

    async def test_when_the_conversation_changes_its_language_the_buttons_follow(
        self, page: Page, site: Site
    ) -> None:
        await open_chat(page, site)
        await say(page, "hello")
        await page.until(f"{TEXT}.includes('You said: hello')")

        def spanish(session: Any) -> None:
            conversation = contacts.for_web_token(session, token_now)
            assert conversation is not None
            conversation.language = "es"

        token_now = await token(page)
        await site.store.run(spanish)
        await site.say(token_now, "hola", payload=SERVICES["payload"])
        await page.until(f"{ROOT}.querySelectorAll('.card').length === 2")
        assert await page.js(f"{ROOT}.querySelector('.box').lang") == "es"
        spoken = widget_words.words("es")["words"]["call"].replace("{number}", "\u2066323-555-0100\u2069")
        assert await page.js(f"{ROOT}.querySelector('a.call').textContent") == spoken

    async def test_each_message_has_its_own_direction(self, page: Page, site: Site) -> None:
        site.answers = lambda text: {"text": "مرحبا! اتصلي على 323-555-0100 الآن"}
        await open_chat(page, site)
        await say(page, "hello")
        await page.until(f"{LAST}.className.includes('kinpath')")
        bubble = f"{LAST}.querySelector('.bubble')"
        assert await page.js(f"{bubble}.matches(':dir(rtl)')")
        assert await page.js(f"{bubble}.querySelector('a').matches(':dir(ltr)')")


class TestLeaving:
    AWAY = "https://www.weather.gov/"

    @pytest_asyncio.fixture()
    async def talking(self, page: Page, site: Site) -> AsyncIterator[Page]:
        # the neutral page answers from here, not from the net
        await page.answer_for(self.AWAY)
        await open_chat(page, site)
        await say(page, "help me")
        await page.until(f"{TEXT}.includes('You said: help me')")
        yield page

    async def left(self, page: Page, site: Site) -> None:
        await page.until(f"location.href === '{self.AWAY}'")
        history = (await page.do("Page.getNavigationHistory"))["entries"]
        assert not [entry for entry in history if entry["url"].startswith(site.url)]  # Back does not return
        await open_chat(page, site)
        assert await count(page, ".message") == 1
        assert "help me" not in await page.js("JSON.stringify(sessionStorage)")

    async def test_the_button_leaves_at_once(self, talking: Page, site: Site) -> None:
        await talking.click(f"{ROOT}.querySelector('.leave')")
        await self.left(talking, site)

    async def test_escape_twice_leaves(self, talking: Page, site: Site) -> None:
        await talking.press("Escape", 27)
        await talking.press("Escape", 27)
        await self.left(talking, site)

    async def test_escape_once_does_not(self, talking: Page, site: Site) -> None:
        await talking.press("Escape", 27)
        await talking.press("a", 65, "a")
        await talking.press("Escape", 27)
        await asyncio.sleep(0.3)
        assert self.AWAY not in talking.requested
        assert await talking.js("sessionStorage.length") == 1


class TestEveryone:
    """Keyboard, screen reader, small screens, big letters, old browsers."""

    async def test_it_can_be_used_with_the_keyboard_alone(self, page: Page, site: Site) -> None:
        await open_chat(page, site)
        reached = []
        for _ in range(14):
            await page.press("Tab", 9)
            reached.append(
                await page.js(f"(e => e && (e.className || e.tagName.toLowerCase()))({ROOT}.activeElement)")
            )
        order = [name for name in dict.fromkeys(reached) if name]
        assert order == ["select", "leave", "log", "answer", "textarea", "send", "a"]
        await page.js(f"{ROOT}.querySelector('.answer').focus()")
        await page.press("Enter", 13, "\r")
        await page.until(f"{TEXT}.includes('You said: Food')")

    async def test_where_the_focus_is_can_be_seen(self, page: Page, site: Site) -> None:
        await open_chat(page, site)
        await page.press("Tab", 9)
        for _ in range(9):
            outline = await page.js(f"getComputedStyle({ROOT}.activeElement).outlineWidth")
            assert outline == "3px"
            await page.press("Tab", 9)

    async def test_a_screen_reader_hears_names_roles_and_new_words(self, page: Page, site: Site) -> None:
        site.answers = services
        await open_chat(page, site)
        await say(page, "food")
        await page.until(f"{ROOT}.querySelectorAll('.card').length === 2")
        tree = (await page.do("Accessibility.getFullAXTree"))["nodes"]
        nodes = [
            (node.get("role", {}).get("value"), node.get("name", {}).get("value"))
            for node in tree
            if not node.get("ignored")
        ]
        for expected in (
            ("log", "Conversation with Kinpath"),
            ("textbox", "Your message"),
            ("button", "Send"),
            ("combobox", "Language"),
            ("button", "Leave this page quickly"),
            ("list", "Places that can help"),
            ("heading", "Food Bank <b>East</b>"),
            ("link", "Call Food Bank <b>East</b>: 323-555-0100"),
            ("link", "Web page of Food Bank <b>East</b>, in a new window"),
            ("button", "More about this: Pantry"),
            ("group", "Answers you can pick"),
        ):
            assert expected in nodes
        assert all(name for role, name in nodes if role in ("button", "link", "textbox", "combobox"))
        assert await page.js(f"{ROOT}.querySelector('.log').getAttribute('aria-live')") == "polite"

    @pytest.mark.parametrize(("width", "height"), [(320, 568), (640, 400), (1280, 800)])
    async def test_it_fits_every_screen_and_finger(
        self, browser: Browser, site: Site, width: int, height: int
    ) -> None:
        site.answers = services
        page = await browser.page(width, height)
        await open_chat(page, site)
        await say(page, "food")
        await page.until(f"{ROOT}.querySelectorAll('.card').length === 2")
        assert await page.js("document.documentElement.scrollWidth") <= width
        assert await page.js(f"({TOO_WIDE})({ROOT})") == []
        assert await page.js(f"({TOO_SMALL})({ROOT})") == []

    async def test_letters_of_twice_the_size_fit_a_small_screen(self, browser: Browser, site: Site) -> None:
        page = await browser.page(320, 640)
        await open_chat(page, site)
        await page.js("document.documentElement.style.fontSize = '32px'")
        await say(page, "hello")
        await page.until(f"{TEXT}.includes('You said: hello')")
        assert await page.js("document.documentElement.scrollWidth") <= 320
        assert await page.js(f"{ROOT}.querySelector('.box').scrollWidth") <= 320

    async def test_who_wants_no_motion_gets_none(self, page: Page, site: Site) -> None:
        await page.do(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}]
        )
        await open_chat(page, site)
        assert await page.js(f"getComputedStyle({ROOT}.querySelector('.message')).animationName") == "none"
        assert await page.js(f"getComputedStyle({ROOT}.querySelector('.log')).scrollBehavior") == "auto"

    async def test_a_browser_that_cannot_read_a_stream_looks_again_and_again(
        self, page: Page, site: Site
    ) -> None:
        await page.do("Page.addScriptToEvaluateOnNewDocument", source="delete window.ReadableStream")
        await open_chat(page, site)
        await say(page, "hello")
        await page.until(f"{TEXT}.includes('You said: hello')")
        await site.say(await token(page), "and later")
        await page.until(f"{TEXT}.includes('and later')")
        assert not any(url.endswith("/events") for url in page.requested)

    async def test_where_something_holds_the_stream_back_it_looks_again_and_again(
        self, page: Page, site: Site
    ) -> None:
        async def forward(request: web.Request) -> web.StreamResponse:
            if request.path.endswith("/events") and "poll" not in request.query:
                held = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
                await held.prepare(request)
                await asyncio.sleep(60)
            headers = {k: v for k, v in request.headers.items() if k in ("Authorization", "Content-Type")}
            async with site.http.request(
                request.method, site.url + str(request.rel_url), data=await request.read(), headers=headers
            ) as response:
                return web.Response(
                    body=await response.read(),
                    status=response.status,
                    headers={"Content-Type": response.headers.get("Content-Type", "")},
                )

        async with serving(forward) as url:
            await page.go(f"{url}/")
            await page.until(SHOWN)
            await say(page, "hello")
            await page.until(f"{TEXT}.includes('You said: hello')", 30)

    async def test_without_storage_it_still_talks(self, page: Page, site: Site) -> None:
        await page.do(
            "Page.addScriptToEvaluateOnNewDocument",
            source="Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('off') }})",
        )
        await open_chat(page, site)
        await say(page, "hello")
        await page.until(f"{TEXT}.includes('You said: hello')")


class TestPartners:
    """The widget on somebody else's page, on another origin."""

    @pytest_asyncio.fixture()
    async def partner(self, site: Site) -> AsyncIterator[Any]:
        pages: dict[str, str] = {}

        async def answer(request: web.Request) -> web.Response:
            policy = f"script-src {site.url}; style-src {site.url}; connect-src {site.url}"
            return web.Response(
                text=f"<!doctype html><html lang=en><body>{pages['/']}",
                content_type="text/html",
                headers={"Content-Security-Policy": policy},
            )

        async with serving(answer) as url:

            def serve(body: str) -> str:
                pages["/"] = body
                return f"{url}/"

            yield serve

    async def test_escape_means_nothing_until_the_chat_is_used(
        self, page: Page, site: Site, partner: Any
    ) -> None:
        await page.answer_for(TestLeaving.AWAY)
        await page.go(partner(script(site)))
        opening = f"{ROOT}.querySelector('.opening')"
        await page.until(f"{opening} && !{opening}.hidden")
        for _ in range(2):
            await page.press("Escape", 27)
        await asyncio.sleep(0.3)
        assert TestLeaving.AWAY not in page.requested
        await page.click(opening)
        await page.until(SHOWN)
        for _ in range(2):
            await page.press("Escape", 27)
        await page.until(f"location.href === '{TestLeaving.AWAY}'")

    async def test_one_line_gives_a_button_that_opens_the_chat(
        self, page: Page, site: Site, partner: Any
    ) -> None:
        await page.go(partner("<h1>Clinic</h1>" + script(site)))
        opening = f"{ROOT}.querySelector('.opening')"
        await page.until(f"{opening} && !{opening}.hidden")
        assert not await page.js(SHOWN)
        await page.click(opening)
        await page.until(SHOWN)
        await say(page, "hello")
        await page.until(f"{TEXT}.includes('You said: hello')")
        await page.click(f"{ROOT}.querySelector('.close')")
        await site.say(await token(page), "one more")
        await page.until(f"{opening}.textContent.includes('New messages: 1')")
        await page.click(opening)
        await page.until(f"{TEXT}.includes('one more')")
        assert "New messages" not in await page.js(f"{opening}.textContent")
        assert not [problem for problem in page.problems if "404" not in problem]  # it has no favicon

    async def test_an_element_is_filled_with_its_language_and_title(
        self, page: Page, site: Site, partner: Any
    ) -> None:
        element = '<kinpath-widget language="es" title="Ayuda"></kinpath-widget>'
        await page.go(partner(element + script(site)))
        await page.until(SHOWN)
        assert await page.js("document.querySelectorAll('kinpath-widget').length") == 1
        assert await page.js(f"{ROOT}.querySelector('h2').textContent") == "Ayuda"
        assert await page.js(f"{ROOT}.querySelector('.box').lang") == "es"
        assert await page.js("document.querySelector('kinpath-widget').title") == ""
        await say(page, "hola")
        await page.until(f"{TEXT}.includes('You said: hola')")

    async def test_when_kinpath_cannot_be_reached_it_says_whom_to_call(
        self, page: Page, site: Site, partner: Any
    ) -> None:
        await page.do("Network.setBlockedURLs", urls=["*widget-words.json*"])
        await page.go(partner("<kinpath-widget></kinpath-widget>" + script(site)))
        await page.until(SHOWN)
        assert await page.js(f"{ROOT}.querySelector('.log a').href") == "tel:211"


class TestPhones:
    async def test_a_phone_texts_and_shows_what_came(self, page: Page, site: Site) -> None:
        await open_chat(page, site)
        family = "document.querySelector('[data-phone=\"+15550109001\"]')"
        await page.until(f"{family}.querySelector('textarea')")
        await page.js(f"{family}.querySelector('textarea').focus()")
        await page.type("necesito pañales")
        await page.press("Enter", 13, "\r")
        await page.until(f"{family}.querySelector('.texts .mine')")
        service = site.settings.service_number

        def carried(session: Any) -> None:
            for _ in range(30):
                simulator.record(session, service, "+15550109001", "Aquí hay tres lugares")
            simulator.record(session, service, "+15550100001", "A family asks for you. YES?")

        await site.store.run(carried)
        await page.until(f"{family}.querySelector('.texts').innerText.includes('tres lugares')")
        await page.until("document.querySelector('[data-phone=\"+15550100001\"] .texts .theirs')")
        assert "tres lugares" not in await page.js(
            "document.querySelector('[data-phone=\"+15550100001\"] .texts').innerText"
        )
        assert await page.js("document.documentElement.scrollHeight <= document.body.offsetHeight + 1")
        assert page.problems == []

    async def test_the_familys_number_can_be_another(self, page: Page, site: Site) -> None:
        await open_chat(page, site)
        family = "document.querySelector('[data-phone=\"+15550109001\"]')"
        await page.until(f"{family}.querySelector('input')")
        await page.js(f"({SET})({family}.querySelector('input'), '+1 555 010 9002')")
        await page.js(f"{family}.querySelector('textarea').focus()")
        await page.type("hello")
        await page.press("Enter", 13, "\r")
        await page.until(f"{family}.querySelector('.texts .mine')")
        with site.store.reading() as session:
            (message,) = session.execute(select(InboundMessage)).scalars()
            assert message.sender == "+15550109002"
