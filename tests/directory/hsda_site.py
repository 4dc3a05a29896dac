"""The directory's API alone on a port: the real routes and database, without the assistant.

`python -m tests.directory.hsda_site PORT KIND` makes a database of that kind (`sqlite` or `postgresql`), puts the
bundled directory into it and serves it until it is told to stop; then the database is gone.
"""

from __future__ import annotations

import itertools
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sanic import Sanic

from bot.channels import hsda
from bot.channels.house import House
from bot.directory import importing
from bot.settings import ROOT, Settings
from bot.store import Store
from tests.delivery.databases import KEY, database, open_store

_names = itertools.count()


def app(settings: Settings, store: Store) -> Sanic:
    """A server of /hsda and nothing else."""
    made = Sanic(f"hsda{next(_names)}", configure_logging=False)
    made.blueprint(hsda.blueprint())

    @made.before_server_start
    async def open_house(made: Sanic, loop: object) -> None:
        made.ctx.house = House(settings, store)

    return made


@asynccontextmanager
async def serving(settings: Settings, store: Store) -> AsyncIterator[str]:
    """The address of a server on a free port, in this process."""
    Sanic.test_mode = True  # without it, only one app can be started in a process
    listening = socket.create_server(("127.0.0.1", 0))
    server = await app(settings, store).create_server(
        sock=listening, return_asyncio_server=True, asyncio_server_kwargs={"start_serving": False}
    )
    assert server is not None
    await server.startup()
    await server.before_start()
    await server.start_serving()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        await server.before_stop()
        server.close()
        for connection in tuple(server.connections):
            connection.abort()
        await server.after_stop()


def main(port: int, kind: str) -> None:
    """Furnish and serve."""
    with TemporaryDirectory() as folder, database(kind, Path(folder)) as url:
        store = open_store(url)
        store.upgrade()
        with store.transaction() as session:
            importing.import_path(session, ROOT / "data" / "directory")
        settings = Settings.from_env({"KINPATH_DATABASE_URL": url, "KINPATH_SECRET_KEY": KEY})
        app(settings, store).run(host="127.0.0.1", port=port, access_log=False)
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
