"""Real servers as processes that start in a second: forked from one that has loaded Rasa and the model already.

Each runs `bot.app` on its own port with its own loops, as `kinpath serve` does, and can be killed at any moment.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

import aiohttp

import bot.store
from tests.end_to_end.server import free_port

KEY = "a key for tests and nothing else"


class Clock:
    """The clock that forked servers and whoever judges them go by; it can be moved forward while they run."""

    def __init__(self, context: ForkServerContext) -> None:
        self._ahead = context.Value("d", 0.0, lock=False)

    def now(self, zone: timezone | None = timezone.utc) -> datetime:
        """This moment, by the moved clock."""
        return datetime.now(zone) + timedelta(seconds=float(self._ahead.value))

    def move(self, by: timedelta) -> None:
        """Move it forward."""
        self._ahead.value = float(self._ahead.value) + by.total_seconds()

    def use(self) -> None:
        """Let `bot.store.now` of this process go by it."""
        bot.store.datetime = self  # type: ignore[assignment,misc]

    @contextmanager
    def used(self) -> Iterator[None]:
        """Let this process go by it for a while; it is set right again in the end."""
        self.use()
        try:
            yield
        finally:
            bot.store.datetime = datetime  # type: ignore[misc]
            self._ahead.value = 0.0


class Nursery:
    """Where servers are forked. Making the first one takes the time that Rasa takes to load."""

    def __init__(self) -> None:
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["tests.end_to_end.preloaded"])
        self.clock = Clock(self.context)

    def server(self, folder: Path, env: Mapping[str, str], port: int | None = None) -> Forked:
        """A server, not yet started; its log is written into the folder."""
        return Forked(self, folder, env, port or free_port())


class Forked:
    """One server and its lives."""

    def __init__(self, nursery: Nursery, folder: Path, env: Mapping[str, str], port: int) -> None:
        self._nursery = nursery
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / f"server-{port}.log"
        self.env = {"KINPATH_SECRET_KEY": KEY, **env, "KINPATH_PORT": str(port)}
        self._process: ForkServerProcess | None = None
        self.lives = 0

    def start(self) -> None:
        """Begin a life."""
        self.lives += 1
        arguments = (dict(self.env), str(self.log), self._nursery.clock)
        self._process = self._nursery.context.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.is_alive()

    async def ready(self, within: float = 180.0) -> None:
        """Wait until the database and the model answer."""
        deadline = time.monotonic() + within
        async with aiohttp.ClientSession() as http:
            while time.monotonic() < deadline:
                assert self.alive, self.tail()
                try:
                    async with http.get(f"{self.url}/readyz") as answer:
                        if answer.status == 200:
                            return
                except (aiohttp.ClientError, OSError):
                    pass
                await asyncio.sleep(0.05)
        raise TimeoutError(self.tail())

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.join()

    def stop(self) -> None:
        """End it as an operator would."""
        if self._process is not None and self._process.is_alive():
            self._process.terminate()
            self._process.join(20)
            self.kill()

    def tail(self) -> str:
        """The end of its log."""
        return self.log.read_text()[-3000:] if self.log.exists() else "no log"


def _serve(env: dict[str, str], log: str, clock: Clock) -> None:
    from bot import logs
    from bot.settings import Settings
    from tests.end_to_end.preloaded import AGENT, MODEL, app

    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.stdout = sys.stderr = os.fdopen(out, "w", buffering=1)
    clock.use()
    settings = Settings.from_env(env)
    logs.configure(settings.log_level)
    server: Any = app.create(settings, MODEL, AGENT)
    server.run(host="127.0.0.1", port=int(settings.port), access_log=False)
