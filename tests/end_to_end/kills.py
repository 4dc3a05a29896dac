"""`kill -9` of real servers at random moments, many times, while families and navigators text; then the counts.

    python -m tests.end_to_end.kills --times 200 --database sqlite
    python -m tests.end_to_end.kills --times 200 --database postgresql --servers 2

PostgreSQL and Redis are those of KINPATH_TEST_DATABASE_URL and KINPATH_TEST_REDIS_URL.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bot.channels import first_run
from bot.handoff import navigators
from bot.store import Store
from tests.delivery.databases import database, open_store
from tests.delivery.fake_twilio import FakeTwilio
from tests.end_to_end import judge
from tests.end_to_end.forked import Forked, Nursery
from tests.end_to_end.judge import Verdict
from tests.end_to_end.people import families, peers
from tests.end_to_end.phones import CarriedPhones

PLANS = {"person": 0.5, "look": 0.4, "crisis": 0.1}
TEMPERS = {"ready": 0.7, "choosy": 0.3}
SETTLE = 180.0
"""Seconds in which everything must have been answered and sent after the last kill."""


class TimedTwilio(FakeTwilio):
    """The local Twilio, which takes a moment to answer."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__()
        self._rng = rng
        self.report = ("sent", "delivered")

    async def _pause(self) -> None:
        await asyncio.sleep(self._rng.uniform(0.005, 0.08))


@dataclass
class Run:
    """What a run was, and what came of it."""

    verdict: Verdict
    kills: int
    seconds: float
    posts: int


async def run(
    nursery: Nursery,
    folder: Path,
    kind: str,
    times: int,
    servers: int = 1,
    seed: int = 1,
    families_at_once: int = 8,
    redis: str = "",
) -> Run:
    """Kill servers that many times at random moments, under traffic; then let it settle, and count."""
    rng = random.Random(seed)
    with database(kind, folder) as url:
        store = open_store(url)
        store.upgrade()
        staff = peers(rng, 8, TEMPERS)
        with store.transaction() as session:
            first_run.bundled.fill_if_empty(session)
            for number, peer in enumerate(staff):
                navigators.add(
                    session, f"Peer {number}", peer.number, ["en", "es", "vi", "zh", "tl", "ko"], capacity=4
                )
        async with TimedTwilio(rng) as twilio:
            env = {**twilio.settings(), "KINPATH_DATABASE_URL": url, "KINPATH_REDIS_URL": redis}
            running = [nursery.server(folder, {**env}) for _ in range(servers)]
            for server in running:
                server.env["KINPATH_PUBLIC_URL"] = server.url  # each is behind an address of its own here
            try:
                return await _lives(rng, running, twilio, store, staff, times, families_at_once)
            finally:
                for server in running:
                    server.kill()
                store.close()


async def _lives(
    rng: random.Random,
    running: list[Forked],
    twilio: TimedTwilio,
    store: Store,
    staff: list,
    times: int,
    at_once: int,
) -> Run:
    began = time.monotonic()
    phones = CarriedPhones(twilio, [f"{server.url}/webhooks/sms/inbound" for server in running])
    for server in running:
        server.start()
    for server in running:
        await server.ready()
    ending = asyncio.Event()
    crowd = iter(families(rng, 9000, PLANS))

    async def household() -> None:
        while not ending.is_set():
            await next(crowd).live(phones, 0.5)

    talking = [asyncio.create_task(household()) for _ in range(at_once)]
    working = [asyncio.create_task(peer.live(phones, 0.3)) for peer in staff]
    kills = 0
    while kills < times:
        victim = rng.choice(running)
        if rng.random() < 0.5:  # while it works, however slow the machine is; else whatever it is doing
            await answered(twilio, len(twilio.sent))
        await asyncio.sleep(rng.uniform(0.0, 1.0))
        kills += 1
        victim.kill()
        victim.start()
        if len(running) == 1 or rng.random() < 0.8:  # else the next kill comes while it still starts
            await victim.ready()
        if kills % 20 == 0:
            print(f"  {kills} kills, {len(twilio.sent)} messages out", file=sys.stderr, flush=True)
    for server in running:
        await server.ready()
    ending.set()
    await asyncio.wait(talking, timeout=SETTLE)
    await judge.settled(store, SETTLE)
    for task in (*talking, *working):
        task.cancel()
    await asyncio.gather(*talking, *working, return_exceptions=True)
    await judge.settled(store, SETTLE)
    with store.reading() as session:
        verdict = judge.conversations(session, phones.acknowledged, {peer.number for peer in staff})
        judge.carried(verdict, session, twilio.sent)
    verdict.must_be_none(
        len(twilio.problems), f"requests were not as Twilio describes them {twilio.problems[:3]}"
    )
    return Run(verdict, kills, time.monotonic() - began, phones.posts)


async def answered(twilio: FakeTwilio, before: int, within: float = 20.0) -> None:
    """Wait until something more was sent."""
    for _ in range(int(within / 0.02)):
        if len(twilio.sent) > before:
            return
        await asyncio.sleep(0.02)


def table(kind: str, servers: int, run: Run) -> str:
    """The figures of a run as rows of Markdown."""
    verdict = run.verdict
    rows = [
        ("database, servers", f"{kind}, {servers}"),
        ("kills", run.kills),
        ("minutes", round(run.seconds / 60, 1)),
        ("messages acknowledged", verdict.inbound),
        ("webhooks posted for them", run.posts),
        ("messages without an answer", verdict.unanswered),
        ("answered with the fallback: killed four times in hand", verdict.fell_back),
        ("messages given up", verdict.given_up),
        ("messages handled out of order", verdict.out_of_order),
        ("messages out", verdict.out),
        ("lost", verdict.lost),
        ("cases", verdict.cases),
        ("accepted", verdict.accepted),
        ("accepted twice", verdict.accepted_twice),
        ("sent twice, Twilio's answer never seen", verdict.twice - verdict.twice_unexcused),
        ("sent twice otherwise", verdict.twice_unexcused),
    ]
    return "\n".join(["| what | count |", "|---|---|", *(f"| {what} | {count} |" for what, count in rows)])


async def _main(arguments: argparse.Namespace) -> int:
    redis = os.environ.get("KINPATH_TEST_REDIS_URL", "") if arguments.servers > 1 else ""
    with tempfile.TemporaryDirectory() as folder:
        result = await run(
            Nursery(),
            Path(folder),
            arguments.database,
            arguments.times,
            arguments.servers,
            arguments.seed,
            redis=redis,
        )
        if result.verdict.broken:
            kept = await asyncio.to_thread(shutil.copytree, folder, tempfile.mkdtemp(), dirs_exist_ok=True)
            print(f"what the servers left is kept in {kept}")
    print(table(arguments.database, arguments.servers, result))
    for broken in result.verdict.broken:
        print(f"BROKEN: {broken}")
    return 1 if result.verdict.broken else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that its servers end with it
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # servers die while they talk to Twilio
    parser = argparse.ArgumentParser(description="kill -9 under traffic, and the counts")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--servers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    sys.exit(asyncio.run(_main(parser.parse_args())))
