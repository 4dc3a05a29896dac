"""A whole web side on a free port: the real routes, house and database, and a stand-in for the assistant."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
from collections.abc import Callable
from typing import Any

import aiohttp
from rasa.core.channels.channel import register
from rasa.server import configure_cors
from sanic import Sanic
from sqlalchemy.orm import Session

from bot.channels import agency, pages, simulator
from bot.channels.house import House
from bot.channels.web import WebInput
from bot.conversations import contacts
from bot.delivery import inbox, outbox
from bot.settings import Settings
from bot.store import Store

Answer = Callable[[str], "dict[str, Any] | None"]

_names = itertools.count()

Sanic.test_mode = True  # without it, only one app can be started in a process


def echo(text: str) -> dict[str, Any] | None:
    """What the stand-in says when a test does not say otherwise."""
    return {"text": f"You said: {text}"}


class Site:
    """Started by the `site` fixture. `answers` is what the stand-in says to a message; None for nothing."""

    def __init__(self, settings: Settings, store: Store, answers: Answer = echo, cors: str = "") -> None:
        self.settings = settings
        self.store = store
        self.answers = answers
        self.cors = cors
        self.left_open = 0
        self.server: Any = None

    async def __aenter__(self) -> Site:
        self.house = House(self.settings, self.store)
        await self._serve(0)
        self._answering = asyncio.ensure_future(self._answer())
        self.http = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._answering.cancel()
        await asyncio.gather(self._answering, return_exceptions=True)
        await self.http.close()
        await self.stop()
        await self.house.wakeups.close()

    async def _serve(self, port: int) -> None:
        self.web = WebInput()
        self.app = Sanic(f"site{next(_names)}", configure_logging=False)
        configure_cors(self.app, self.cors)  # as Rasa does before it registers channels
        register([self.web], self.app, route="/webhooks/")
        self.app.blueprint(pages.blueprint())
        self.app.blueprint(simulator.blueprint())
        self.app.blueprint(agency.blueprint())
        self.app.ctx.house = self.house
        listening = socket.create_server(("127.0.0.1", port))  # port 0, any free one, means 8000 to Sanic
        self.server = await self.app.create_server(
            sock=listening,
            return_asyncio_server=True,
            asyncio_server_kwargs={"start_serving": False},
        )
        await self.server.startup()
        await self.server.before_start()
        await self.server.start_serving()
        await self.server.after_start()
        self.port = self.server.server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        """Stop serving, as a server that is told to stop does: listeners first, then connections."""
        if self.server is None:
            return
        await self.server.before_stop()
        self.server.server.close()
        for _ in range(50):
            for connection in tuple(self.server.connections):
                connection.close_if_idle()
            if not self.server.connections:
                break
            await asyncio.sleep(0.02)
        self.left_open = len(self.server.connections)
        for connection in tuple(self.server.connections):
            connection.abort()
        await self.server.after_stop()
        self.server = None

    async def start_again(self) -> None:
        """Serve on the same port again."""
        await self._serve(self.port)

    async def _answer(self) -> None:
        while True:
            with self.house.wakeups.listen("inbox") as bell:
                if not await self.store.run(self._answer_next):
                    await bell.wait(5)

    def _answer_next(self, session: Session) -> bool:
        message = inbox.claim_next(session, "stand-in", 30)
        if message is None:
            return False
        said = self.answers(message.body)
        if said is not None and message.channel == "web":
            outbox.put(
                session,
                key=f"in:{message.id}:0",
                channel="web",
                recipient=message.sender,
                body=said["text"],
                payload=said.get("payload"),
                speaker=said.get("speaker", "kinpath"),
            )
        inbox.done(session, message, "answered")
        return True

    # ---- what tests do ----

    async def open(self, language: str = "en") -> str:
        """A new session's token."""
        async with self.http.post(
            f"{self.url}/webhooks/web/sessions", json={"language": language}
        ) as response:
            assert response.status == 201
            return (await response.json())["token"]

    async def send(self, token: str, id: object, text: object) -> aiohttp.ClientResponse:
        """POST messages."""
        return await self.http.post(
            f"{self.url}/webhooks/web/messages", json={"id": id, "text": text}, headers=bearer(token)
        )

    async def poll(self, token: str, after: int = 0) -> dict[str, Any]:
        """GET events?poll=1."""
        url = f"{self.url}/webhooks/web/events?poll=1&after={after}"
        async with self.http.get(url, headers=bearer(token)) as response:
            assert response.status == 200
            return await response.json()

    async def stream(self, token: str, query: str = "", **headers: str) -> Stream:
        """GET events, read as it comes."""
        response = await self.http.get(
            f"{self.url}/webhooks/web/events{query}", headers={**bearer(token), **headers}
        )
        assert response.status == 200
        return Stream(response)

    async def said(self, token: str, count: int) -> list[dict[str, Any]]:
        """What was said, once it is at least `count` messages."""
        for _ in range(200):
            events = (await self.poll(token))["events"]
            if len(events) >= count:
                return events
            await asyncio.sleep(0.02)
        raise AssertionError(f"only {len(events)} of {count} messages came")

    async def say(self, token: str, text: str, speaker: str = "kinpath", payload: Any = None) -> int:
        """Put words to a web conversation into the outbox, as any room of the house does; gives their id."""

        def put(session: Session) -> int:
            conversation = contacts.for_web_token(session, token)
            assert conversation is not None
            return outbox.put(
                session,
                key=f"test:{next(_names)}",
                channel="web",
                recipient=conversation.id,
                body=text,
                payload=payload,
                speaker=speaker,
            ).id

        return await self.store.run(put)


class Stream:
    """Server-sent events as they come."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response

    async def next(self, seconds: float = 5.0) -> dict[str, Any] | None:
        """The next block of the stream: {event, id, data}, or {comment}; None at its end."""
        block: dict[str, Any] = {}
        while True:
            line = (await asyncio.wait_for(self.response.content.readline(), seconds)).decode()
            if not line:
                return None
            if line == "\n":
                return block
            name, _, value = line.rstrip("\n").partition(": ")
            block[name or "comment"] = json.loads(value) if name == "data" else value

    async def message(self, seconds: float = 5.0) -> dict[str, Any]:
        """The next message, whatever stands before it."""
        while True:
            block = await self.next(seconds)
            assert block is not None, "the stream ended"
            if block.get("event") == "message":
                return block

    def close(self) -> None:
        """Break off, as a browser does."""
        self.response.close()


def bearer(token: str) -> dict[str, str]:
    """The header that a token goes into."""
    return {"Authorization": f"Bearer {token}"}
