"""As much of a Redis server as publish and subscribe need, for machines without one."""

from __future__ import annotations

import asyncio


class TinyRedis:
    """Speaks RESP2: SUBSCRIBE, PUBLISH, PING, and OK to everything else."""

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self._subscribers: set[asyncio.StreamWriter] = set()
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def __aenter__(self) -> TinyRedis:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for writer in self._writers:
            writer.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while words := await self._command(reader):
                name = words[0].upper()
                if name == b"SUBSCRIBE":
                    self._subscribers.add(writer)
                    writer.write(b"*3\r\n" + _bulk(b"subscribe") + _bulk(words[1]) + b":1\r\n")
                elif name == b"PUBLISH":
                    for subscriber in self._subscribers:
                        subscriber.write(b"*3\r\n" + _bulk(b"message") + _bulk(words[1]) + _bulk(words[2]))
                    writer.write(b":%d\r\n" % len(self._subscribers))
                else:
                    writer.write(b"+OK\r\n")
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._subscribers.discard(writer)
            writer.close()

    async def _command(self, reader: asyncio.StreamReader) -> list[bytes]:
        head = await reader.readline()
        if not head:
            return []
        words = []
        for _ in range(int(head[1:])):
            size = int((await reader.readline())[1:])
            words.append((await reader.readexactly(size + 2))[:-2])
        return words


def _bulk(text: bytes) -> bytes:
    return b"$%d\r\n%s\r\n" % (len(text), text)
