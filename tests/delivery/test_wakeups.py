"""Wakeups inside a process and across processes."""

from __future__ import annotations

import asyncio
import os
import threading

import pytest

from bot.delivery import wakeups
from bot.delivery.redis_wakeups import RedisWakeups
from bot.delivery.wakeups import Wakeups
from bot.settings import Settings
from bot.store import Store
from tests.delivery.tiny_redis import TinyRedis

REDIS = os.environ.get("KINPATH_TEST_REDIS_URL", "")


async def test_a_waiter_is_woken_and_others_are_not() -> None:
    bells = Wakeups()
    mine, other = asyncio.create_task(bells.wait("inbox", 5)), asyncio.create_task(bells.wait("outbox", 0.1))
    await asyncio.sleep(0.01)
    bells.notify("inbox")
    assert await mine is True
    assert await other is False


async def test_a_bell_that_was_taken_before_misses_nothing() -> None:
    bells = Wakeups()
    with bells.listen("web:c1") as one, bells.listen("web:c1") as two:
        bells.notify("web:c1")
        await asyncio.sleep(0.01)
        assert await one.wait(0.1) and await two.wait(0.1), "each has a bell of her own"
        assert not await one.wait(0.01), "and it rings once"
    assert not bells._bells, "nothing is kept of a conversation that nobody watches"


async def test_notify_works_from_any_thread() -> None:
    bells = Wakeups()
    with bells.listen("inbox") as bell:
        threading.Thread(target=bells.notify, args=("inbox",)).start()
        assert await bell.wait(2)


async def test_a_commit_announces_and_a_rollback_does_not(store: Store) -> None:
    bells = Wakeups()
    with bells.listen("inbox") as bell:
        with pytest.raises(RuntimeError), store.transaction() as session:
            wakeups.announce(session, "inbox")
            raise RuntimeError
        assert not await bell.wait(0.05)
        await store.run(lambda session: wakeups.announce(session, "inbox"))
        assert await bell.wait(2)
        await bells.close()
        await store.run(lambda session: wakeups.announce(session, "inbox"))
        assert not await bell.wait(0.05)


def test_a_loop_that_is_gone_is_forgotten() -> None:
    async def make() -> Wakeups:
        return Wakeups()

    bells = asyncio.run(make())
    bells.notify("inbox")
    assert bells not in wakeups._in_this_process


async def test_the_settings_choose() -> None:
    assert type(wakeups.for_settings(Settings())) is Wakeups
    far = wakeups.for_settings(Settings(redis_url="redis://127.0.0.1:1/0"))
    assert type(far) is RedisWakeups
    await far.close()


@pytest.mark.parametrize("kind", ["stand-in", *(["redis"] if REDIS else [])])
async def test_redis_wakes_another_server(kind: str) -> None:
    async with TinyRedis() as tiny:
        url = tiny.url if kind == "stand-in" else REDIS
        here, there = RedisWakeups(url), RedisWakeups(url)
        await here.start()
        await there.start()
        try:
            with there.listen("web:c1") as bell:
                for _ in range(20):  # until the subscription stands
                    here.notify("web:c1")
                    if await bell.wait(0.2):
                        break
                else:
                    raise AssertionError("never heard")
        finally:
            await here.close()
            await there.close()


async def test_without_redis_those_here_are_still_woken_and_its_return_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.delivery.redis_wakeups._PAUSE", 0.05)
    async with TinyRedis() as first:
        port = first.port
    here, there = RedisWakeups(f"redis://127.0.0.1:{port}/0"), RedisWakeups(f"redis://127.0.0.1:{port}/0")
    await here.start()
    await there.start()
    try:
        with here.listen("inbox") as bell:
            here.notify("inbox")
            assert await bell.wait(1)
        async with TinyRedis(port):
            with there.listen("inbox") as bell:
                for _ in range(40):
                    here.notify("inbox")
                    if await bell.wait(0.1):
                        break
                else:
                    raise AssertionError("never heard after Redis came back")
    finally:
        await here.close()
        await there.close()
