"""Retention: once a day, on one server, everything that is too old is emptied or deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot.conversations import retention
from bot.delivery.once import changed, insert_once
from bot.directory.trust import reporting
from bot.handoff import erasing
from bot.handoff.models import DailyJob, Draft
from bot.settings import Settings
from bot.store import Store, now

log = structlog.get_logger()

JOB = "retention"
DAY = timedelta(days=1)
LOOK_AGAIN = 600.0
"""Seconds between looks at whether a day has passed."""

Sweep = Callable[[Session, datetime], int]


@dataclass(frozen=True)
class Days:
    """After how many days what is forgotten; see docs/privacy.md."""

    words: int
    cases: int
    contacts: int

    @classmethod
    def of(cls, settings: Settings) -> Days:
        """As the settings say."""
        return cls(
            int(settings.keep_words_days), int(settings.keep_cases_days), int(settings.keep_contacts_days)
        )

    def sweeps(self, at: datetime) -> Iterator[tuple[str, Sweep, datetime]]:
        """What is swept: its name, the function that takes a batch, and the moment before which all is old."""
        words, cases, contacts = (at - timedelta(days=n) for n in (self.words, self.cases, self.contacts))
        yield "closed cases", erasing.closed_before, cases
        yield "messages received", retention.received, words
        yield "messages sent", retention.sent, words
        yield "simulated messages", retention.simulated, words
        yield "memories of conversations", retention.trackers, words
        yield "drafts", _drafts, words
        yield "words of corrections", reporting.empty_decided, words
        yield "conversations", retention.conversations, contacts


def run(store: Store, days: Days, at: datetime | None = None) -> dict[str, int]:
    """Forget all that is too old, batch by batch; gives back how much of each kind."""
    at = at or now()
    forgotten: dict[str, int] = {}
    for name, sweep, before in days.sweeps(at):
        forgotten[name] = 0
        while True:
            with store.transaction() as session:
                count = sweep(session, before)
            if not count:
                break
            forgotten[name] += count
    return forgotten


def is_due(session: Session, at: datetime | None = None) -> bool:
    """Whether today's run is this server's to do. True for one of all servers, once a day."""
    at = at or now()
    if insert_once(session, DailyJob, {"name": JOB, "begun_at": at}):
        return True
    mine = update(DailyJob).where(DailyJob.name == JOB, DailyJob.begun_at <= at - DAY)
    return changed(session, mine.values(begun_at=at)) == 1


async def every_day(store: Store, settings: Settings) -> None:
    """Run once a day until cancelled. What a killed run left is done the next day."""
    while True:
        if await store.run(is_due):
            forgotten = await asyncio.to_thread(run, store, Days.of(settings))
            log.info("retention.done", **{name.replace(" ", "_"): count for name, count in forgotten.items()})
        await asyncio.sleep(LOOK_AGAIN)


def _drafts(session: Session, before: datetime) -> int:
    return changed(session, delete(Draft).where(Draft.at < before))
