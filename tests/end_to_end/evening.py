"""One evening on the simulator: families of six languages, navigators of every temper, a kill -9 in the middle.

    python -m tests.end_to_end.evening
    python -m tests.end_to_end.evening --families 300 --navigators 25 --database postgresql

Families text messages of data/nlu, ask for people, choose, say MORE, write of danger, say STOP. The clock of the
server is moved eleven minutes at a time, so that waves pass, nudges go out and silent navigators lose their cases.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as hour
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels import first_run
from bot.delivery.inbox import InboundMessage
from bot.delivery.outbox import OutboxMessage
from bot.delivery.quiet import PACIFIC
from bot.handoff import navigators
from bot.handoff.models import CaseEvent
from bot.store import Store
from tests.delivery.databases import database, open_store
from tests.end_to_end import judge
from tests.end_to_end.forked import Clock, Forked, Nursery
from tests.end_to_end.judge import Verdict, percentile
from tests.end_to_end.people import LANGUAGES, Family, Peer, families, peers
from tests.end_to_end.phones import SimulatedPhones

PLANS = {"look": 0.52, "person": 0.3, "crisis": 0.08, "stop": 0.1}
TEMPERS = {"ready": 0.5, "choosy": 0.2, "silent": 0.2, "late": 0.1}
BEGINS = hour(17, 0)
JUMP = timedelta(minutes=11)
JUMPS = 8
"""How often the clock is moved while families text; a few more times when they are done."""
LAST_JUMPS = 4
SETTLE = 120.0
LONGEST = 3600.0
"""Seconds after which an evening is broken off."""


class Gated(SimulatedPhones):
    """The simulator's phones, whose owners all look up for a moment while the clock is moved."""

    def __init__(self, store: Store, urls: list[str]) -> None:
        super().__init__(store, urls)
        self.open = asyncio.Event()
        self.open.set()
        self.texts = 0
        self.under_way = 0

    async def text(self, number: str, body: str, media: list[str] | None = None) -> None:
        await self.open.wait()
        self.texts += 1
        self.under_way += 1
        try:
            await super().text(number, body, media)
        finally:
            self.under_way -= 1


@dataclass
class Evening:
    """What came of an evening."""

    verdict: Verdict
    families: int = 0
    peers: int = 0
    texts: int = 0
    seconds: float = 0.0
    """Seconds in which people were texting."""
    acts: Counter[str] = field(default_factory=Counter)
    dangers: int = 0
    crises: int = 0
    crisis_waits: list[float] = field(default_factory=list)
    crisis_turns: list[float] = field(default_factory=list)
    """Seconds until their turn had ended."""
    seen_late: int = 0
    """Crises that were not seen at receipt, only in their turn."""
    stops: int = 0
    events: Counter[str] = field(default_factory=Counter)
    downtime: float = 0.0


async def run(
    nursery: Nursery, folder: Path, kind: str, families_count: int, peers_count: int, seed: int = 1
) -> Evening:
    """Let an evening pass and count."""
    rng = random.Random(seed)
    with database(kind, folder) as url, nursery.clock.used():
        _to_the_evening(nursery.clock)
        store = open_store(url)
        store.upgrade()
        staff, crowd = peers(rng, peers_count, TEMPERS), families(rng, families_count, PLANS)
        with store.transaction() as session:
            first_run.bundled.fill_if_empty(session)
            for number, peer in enumerate(staff):
                spoken = ["en", *(LANGUAGES if number == 0 else rng.sample(LANGUAGES, 3))]
                navigators.add(
                    session,
                    f"Peer {chr(65 + number)}",
                    peer.number,
                    list(dict.fromkeys(spoken)),
                    supervisor=number < 2,
                )
        server = nursery.server(folder, {"KINPATH_DATABASE_URL": url})
        try:
            server.start()
            await server.ready()
            evening = await _live(server, nursery.clock, store, crowd, staff)
            with store.reading() as session:
                _count(session, evening, crowd, staff)
            _secrets(evening, folder, store, {one.number for one in (*crowd, *staff)})
            return evening
        finally:
            server.kill()
            store.close()


async def _live(
    server: Forked, clock: Clock, store: Store, crowd: list[Family], staff: list[Peer]
) -> Evening:
    evening = Evening(Verdict(), len(crowd), len(staff))
    phones = Gated(store, [server.url])
    looking = asyncio.create_task(phones.look())
    working = [asyncio.create_task(peer.live(phones, 0.5)) for peer in staff]
    began = time.monotonic()
    pause = max(1.0, len(crowd) / 20)
    living = [asyncio.create_task(family.live(phones, pause)) for family in crowd]
    expected = 5 * len(crowd)
    jumps, killed = 0, False
    while not all(task.done() for task in living):
        await asyncio.sleep(0.2)
        if time.monotonic() > began + LONGEST:
            evening.verdict.must_be_none(1, "evening did not end")
            break
        if not killed and phones.texts > expected / 2:
            killed = True
            down = time.monotonic()
            server.kill()
            server.start()
            await server.ready()
            evening.downtime = time.monotonic() - down
        if jumps < JUMPS and phones.texts > expected * (jumps + 1) / (JUMPS + 1):
            jumps += 1
            await _move(phones, clock, store)
            print(f"  {phones.texts} texts in, clock moved {jumps} times", file=sys.stderr, flush=True)
    evening.seconds = time.monotonic() - began
    for _ in range(LAST_JUMPS):
        await _move(phones, clock, store)
        await asyncio.sleep(2)
    await judge.settled(store, SETTLE)
    await asyncio.sleep(1)
    ended = sum(task.done() for task in (*working, looking))
    evening.verdict.must_be_none(ended, "people of the run itself fell over")
    for task in (*living, *working, looking):
        task.cancel()
    await asyncio.gather(*living, *working, looking, return_exceptions=True)
    await judge.settled(store, SETTLE)
    evening.texts = phones.texts
    evening.verdict.must_be_none(not killed, "restart did not happen")
    return evening


async def _move(phones: Gated, clock: Clock, store: Store) -> None:
    phones.open.clear()
    for _ in range(int(SETTLE / 0.05)):
        if not phones.under_way:
            break
        await asyncio.sleep(0.05)
    await judge.settled(store, SETTLE)
    clock.move(JUMP)
    await asyncio.sleep(1)
    phones.open.set()


def _to_the_evening(clock: Clock) -> None:
    """Move the clock to the next time it is five in the afternoon in California."""
    here = clock.now().astimezone(PACIFIC)
    begins = datetime.combine(here.date(), BEGINS, PACIFIC)
    clock.move((begins if begins > here else begins + timedelta(days=1)) - here)


def _count(session: Session, evening: Evening, crowd: list[Family], staff: list[Peer]) -> None:
    judged = judge.conversations(session, None, {peer.number for peer in staff})
    judged.broken += evening.verdict.broken
    evening.verdict = judged
    rows = list(session.execute(select(InboundMessage).order_by(InboundMessage.id)).scalars())
    out = list(session.execute(select(OutboxMessage).order_by(OutboxMessage.id)).scalars())
    evening.acts = Counter((row.outcome or "").partition(" ")[0] for row in rows)
    evening.events = Counter(event.kind for event in session.execute(select(CaseEvent)).scalars())
    _crises(evening, rows, out)
    _stops(evening, crowd, rows, out)


def _crises(evening: Evening, rows: list[InboundMessage], out: list[OutboxMessage]) -> None:
    """Danger that was seen is answered before anything else, and the reply was on the phone."""
    by_key = {message.key: message for message in out}
    late = 0
    for row in rows:
        if not (row.outcome or "").startswith("crisis"):
            continue
        evening.crises += 1
        reply = by_key.get(f"in:{row.id}:crisis")
        if reply is None:
            late += 1
            continue
        since = [m for m in out if m.recipient_digest == row.sender_digest and m.id < reply.id]
        late += any(m.created_at > row.received_at and m.key.startswith(f"in:{row.id}:") for m in since)
        evening.seen_late += not row.urgent
        evening.crisis_turns.append(((row.handled_at or row.received_at) - row.received_at).total_seconds())
        evening.crisis_waits.append(((reply.sent_at or reply.created_at) - row.received_at).total_seconds())
    evening.verdict.must_be_none(late, "crises were not answered first")


def _stops(
    evening: Evening, crowd: list[Family], rows: list[InboundMessage], out: list[OutboxMessage]
) -> None:
    """STOP is confirmed once, and nothing is sent after it."""
    wrong = 0
    for family in crowd:
        if family.plan != "stop":
            continue
        stop = next((r for r in rows if r.sender == family.number and r.outcome == "keyword stop"), None)
        if stop is None or stop.handled_at is None:
            wrong += 1
            continue
        evening.stops += 1
        handled: datetime = stop.handled_at
        after = [m for m in out if m.recipient == family.number and m.sent_at and m.sent_at >= handled]
        wrong += [message.key for message in after] != [f"in:{stop.id}:stop"]
    evening.verdict.must_be_none(wrong, "STOPs were not confirmed exactly once with nothing after")


def _secrets(evening: Evening, folder: Path, store: Store, numbers: set[str]) -> None:
    """Nobody reads another's number, and the log holds none."""
    digits = {number.removeprefix("+1"): number for number in numbers}
    find: Callable[[str], list[str]] = re.compile("|".join(digits)).findall
    with store.reading() as session:
        shown = [
            1
            for message in session.execute(select(OutboxMessage)).scalars()
            for ten in find(re.sub(r"\D", "", message.body))
            if digits[ten] != message.recipient
        ]
    evening.verdict.must_be_none(len(shown), "messages show somebody's number")
    logged = sum(len(find(log.read_text())) for log in folder.glob("*.log"))
    evening.verdict.must_be_none(logged, "numbers stand in the log")


def table(kind: str, evening: Evening) -> str:
    """The figures as Markdown."""
    verdict, waits = evening.verdict, evening.verdict.waits
    rows: list[tuple[str, object]] = [
        ("database", kind),
        ("families, navigators", f"{evening.families}, {evening.peers}"),
        ("texts in, messages out", f"{verdict.inbound}, {verdict.out}"),
        ("minutes of texting", round(evening.seconds / 60, 1)),
        ("turns a second", round(verdict.inbound / max(evening.seconds, 1), 1)),
        (
            "answer after, seconds (p50, p95)",
            f"{percentile(waits, 0.5):.2f}, {percentile(waits, 0.95):.2f}",
        ),
        ("seconds without a server (kill -9)", round(evening.downtime, 1)),
        ("messages without an answer", verdict.unanswered),
        ("handled out of order", verdict.out_of_order),
        ("messages lost", verdict.lost),
        ("cases, accepted", f"{verdict.cases}, {verdict.accepted}"),
        ("accepted twice", verdict.accepted_twice),
        (
            "refused, waves that passed, nudged, handed on, closed",
            ", ".join(
                str(evening.events[kind])
                for kind in ("declined", "wave_expired", "nudged", "handed_on", "closed")
            ),
        ),
        ("crises, all answered first", evening.crises),
        (
            "crisis reply on the phone after, seconds (p50, p95)",
            f"{percentile(evening.crisis_waits, 0.5):.2f}, {percentile(evening.crisis_waits, 0.95):.2f}",
        ),
        (
            "their turn had ended after, seconds (p50, p95)",
            f"{percentile(evening.crisis_turns, 0.5):.2f}, {percentile(evening.crisis_turns, 0.95):.2f}",
        ),
        ("crises seen only in their turn", evening.seen_late),
        ("STOPs, confirmed once and nothing after", evening.stops),
        ("promises broken", len(verdict.broken)),
    ]
    return "\n".join(["| what | count |", "|---|---|", *(f"| {what} | {count} |" for what, count in rows)])


async def _main(arguments: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        evening = await run(
            Nursery(),
            Path(folder),
            arguments.database,
            arguments.families,
            arguments.navigators,
            arguments.seed,
        )
    print(table(arguments.database, evening))
    for broken in evening.verdict.broken:
        print(f"BROKEN: {broken}")
    return 1 if evening.verdict.broken else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that its servers end with it
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    parser = argparse.ArgumentParser(description="an evening on the simulator, and the counts")
    parser.add_argument("--families", type=int, default=300)
    parser.add_argument("--navigators", type=int, default=25)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    sys.exit(asyncio.run(_main(parser.parse_args())))
