"""Webhooks that came while the database could not be written to: kept as sealed files until it can be again.

A carrier asks once, and waits fifteen seconds at most; what it brought must be kept even while a database is
locked, restarting or out of reach. Each file holds one webhook. They are poured into the database in the order
in which they came; pouring one twice changes nothing, since a webhook is kept once under its id.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot.store import Store, new_id, vault
from bot.vault import SealBroken

log = structlog.get_logger()

Taking = Callable[[Session, dict[str, Any]], object]
"""Takes the fields of one webhook into the database."""


class Spool:
    """A folder of webhooks that wait for the database. Servers on one machine may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, kind: str, fields: Mapping[str, Any]) -> None:
        """Keep one webhook; it is on the disk when this returns. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{time.time_ns():020d}-{new_id()}"
        sealed = vault().seal(json.dumps({"kind": kind, **fields}))
        descriptor = os.open(path.with_suffix(".part"), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        path.with_suffix(".part").rename(path.with_suffix(".webhook"))
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name, too
        finally:
            os.close(folder)

    def waiting(self) -> list[Path]:
        """What waits, oldest first."""
        try:
            return sorted(self._folder.glob("*.webhook"))
        except OSError:
            return []

    def oldest_seconds(self) -> float:
        """For how long the oldest has waited; 0 when nothing does."""
        first = next(iter(self.waiting()), None)
        return 0.0 if first is None else max(0.0, time.time() - int(first.name.partition("-")[0]) / 1e9)

    async def pour(self, store: Store, taking: Mapping[str, Taking]) -> int:
        """Take everything that waits into the database, in one transaction. Raises when it cannot be written to."""
        waiting = self.waiting()
        if not waiting:
            return 0
        webhooks = [webhook for path in waiting if (webhook := _read(path)) is not None]

        def take(session: Session) -> None:
            for webhook in webhooks:
                taking[webhook["kind"]](session, webhook)

        await store.run(take)
        for path in waiting:
            path.unlink(missing_ok=True)
        log.info("spool.poured", webhooks=len(webhooks))
        return len(webhooks)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        webhook: dict[str, Any] = json.loads(vault().open(path.read_text()))
    except FileNotFoundError:  # another server on this machine was first
        return None
    except (SealBroken, ValueError):
        path.rename(path.with_suffix(".unreadable"))
        log.error("spool.unreadable", file=path.name)
        return None
    return webhook
