"""Chromium without a window, driven over the DevTools protocol: enough of it to use a page as a person does."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import websockets

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
    "about:blank",
)


def find() -> str | None:
    """Where Chromium is on this machine."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def running(program: str) -> Iterator[int]:
    """A Chromium with an empty profile, while the block lasts; gives the port of its DevTools."""
    with tempfile.TemporaryDirectory(prefix="kinpath-chromium-", ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [program, f"--user-data-dir={profile}", *FLAGS],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            told = Path(profile) / "DevToolsActivePort"
            end = time.monotonic() + 60
            while not (told.exists() and "\n" in told.read_text()):
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"{program} does not start")
                time.sleep(0.05)
            yield int(told.read_text().split("\n")[0])
        finally:
            process.terminate()
            process.wait(20)


class Browser:
    """A running Chromium, for the length of one test. `page()` opens a tab."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Browser:
        self._http = aiohttp.ClientSession()
        self._pages: list[Page] = []
        return self

    async def __aexit__(self, *_: object) -> None:
        for page in self._pages:
            await page.close()
        await self._http.close()

    async def page(self, width: int = 1280, height: int = 800, language: str = "en-US") -> Page:
        """A new tab of this size whose user reads this language."""
        async with self._http.put(f"http://127.0.0.1:{self._port}/json/new?about:blank") as response:
            target = await response.json(content_type=None)
        page = Page(await websockets.connect(target["webSocketDebuggerUrl"], max_size=None))  # type: ignore[attr-defined]
        self._pages.append(page)
        await page.begin(width, height, language)
        return page


class Page:
    """One tab."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._reading = asyncio.ensure_future(self._read())
        self.problems: list[str] = []
        """What the console complained of: errors, and what the Content-Security-Policy refused."""
        self.requested: list[str] = []
        """Every address the page asked for."""

    async def begin(self, width: int, height: int, language: str) -> None:
        """Switch on what is needed."""
        for domain in ("Page", "Runtime", "Log", "Network"):
            await self.do(f"{domain}.enable")
        await self.resize(width, height)
        await self.do("Emulation.setLocaleOverride", locale=language)
        await self.do("Network.setExtraHTTPHeaders", headers={"Accept-Language": language})

    async def close(self) -> None:
        """Close the tab."""
        await self.do("Page.close")
        self._reading.cancel()
        await self._socket.close()

    async def do(self, method: str, **params: Any) -> Any:
        """One command of the protocol."""
        number = next(self._ids)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        return await asyncio.wait_for(self._waiting[number], 30)

    async def _read(self) -> None:
        async for text in self._socket:
            told = json.loads(text)
            if "id" in told:
                answer = self._waiting.pop(told["id"])
                if "error" in told:
                    answer.set_exception(RuntimeError(told["error"]["message"]))
                else:
                    answer.set_result(told.get("result"))
            elif told["method"] == "Runtime.exceptionThrown":
                self.problems.append(str(told["params"]["exceptionDetails"]))
            elif told["method"] == "Log.entryAdded" and told["params"]["entry"]["level"] == "error":
                self.problems.append(str(told["params"]["entry"].get("text")))
            elif told["method"] == "Network.requestWillBeSent":
                self.requested.append(told["params"]["request"]["url"])
            elif told["method"] == "Fetch.requestPaused":
                asyncio.ensure_future(self._stand_in(told["params"]["requestId"]))

    async def answer_for(self, url: str) -> None:
        """Answer every request for this address with an empty page, so that none goes out to the net."""
        await self.do("Fetch.enable", patterns=[{"urlPattern": f"{url}*"}])

    async def _stand_in(self, request: str) -> None:
        headers = [{"name": "Content-Type", "value": "text/html"}]
        await self.do("Fetch.fulfillRequest", requestId=request, responseCode=200, responseHeaders=headers)

    async def resize(self, width: int, height: int, scale: float = 1.0) -> None:
        """Another size of the window, in CSS pixels."""
        await self.do(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=False,
        )

    async def go(self, url: str) -> None:
        """Open an address and wait for the page."""
        await self.do("Page.navigate", url=url)
        await self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    async def js(self, expression: str) -> Any:
        """What an expression gives (promises are waited for)."""
        told = await self.do(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True
        )
        if "exceptionDetails" in told:
            raise RuntimeError(told["exceptionDetails"]["exception"].get("description"))
        return told["result"].get("value")

    async def until(self, expression: str, seconds: float = 15.0) -> Any:
        """Wait until an expression gives something true, and give it back."""
        end = asyncio.get_running_loop().time() + seconds
        while True:
            try:
                # an element would come as an empty object
                value = await self.js(f"(found => found instanceof Node || found)({expression})")
            except RuntimeError:
                value = None
            if value:
                return value
            if asyncio.get_running_loop().time() > end:
                seen = await self.js(TEXT)
                raise AssertionError(f"not within {seconds} s: {expression}\nthe chat shows: {seen}")
            await asyncio.sleep(0.05)

    async def type(self, text: str) -> None:
        """Type into what has the focus."""
        await self.do("Input.insertText", text=text)

    async def press(self, key: str, code: int = 0, text: str = "") -> None:
        """Press and release a key."""
        event = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        await self.do("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **event)
        await self.do("Input.dispatchKeyEvent", type="keyUp", **event)

    async def click(self, element: str) -> None:
        """Click in the middle of the element that an expression gives."""
        await self.js(f"({element}).scrollIntoView({{block: 'center', behavior: 'instant'}})")
        box = await self.js(
            f"(r => ({{x: r.x + r.width / 2, y: r.y + r.height / 2}}))(({element}).getBoundingClientRect())"
        )
        for kind in ("mousePressed", "mouseReleased"):
            await self.do(
                "Input.dispatchMouseEvent", type=kind, x=box["x"], y=box["y"], button="left", clickCount=1
            )

    async def picture(self, whole: bool = False) -> bytes:
        """What is seen, as a PNG; `whole`: the whole page instead of the window."""
        told = await self.do("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(told["data"])


ROOT = "document.querySelector('kinpath-widget').shadowRoot"
TEXT = f"{ROOT}.querySelector('.log').innerText"
FIELD = f"{ROOT}.querySelector('textarea')"
