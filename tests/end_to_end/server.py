"""The real server as a process, on a free port, with everything it keeps in one folder."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class Server:
    """`kinpath serve` as a process. Its output goes to a file in its folder."""

    def __init__(self, folder: Path, env: dict[str, str] | None = None, port: int | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = env or {}
        self.log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; `ready` waits until it answers."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("KINPATH_", "TWILIO_"))}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "serve"],
            cwd=ROOT,
            env={
                **kept,
                "KINPATH_DATABASE_URL": f"sqlite:///{self.folder / 'kinpath.db'}",
                "KINPATH_SECRET_KEY": "a key for tests and nothing else",
                "KINPATH_PORT": str(self.port),
                **self.env,
            },
            stdout=self.log.open("ab"),
            stderr=subprocess.STDOUT,
        )

    async def ready(self, within: float = 180.0) -> None:
        """Wait until the model and the database answer."""
        await self._until("/readyz", within)

    async def alive(self, within: float = 120.0) -> None:
        """Wait until it takes requests; the model may still be loading."""
        await self._until("/healthz", within)

    async def _until(self, path: str, within: float) -> None:
        deadline = time.monotonic() + within
        async with aiohttp.ClientSession() as session:
            while time.monotonic() < deadline:
                assert self._process is not None and self._process.poll() is None, self.log.read_text()[
                    -3000:
                ]
                try:
                    async with session.get(self.url + path) as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.2)
        raise TimeoutError(self.log.read_text()[-3000:])

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an operator would."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(timeout=60)
        self._process = None

    async def get(self, path: str) -> Any:
        """The JSON at a path."""
        async with aiohttp.ClientSession() as session, session.get(self.url + path) as answer:
            return await answer.json()
