"""The loop between the inbox and whoever treats a message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from bot.delivery import inbox, receiving
from bot.delivery.inbox import MAX_ATTEMPTS, WHOLE_ATTEMPTS, InboundMessage
from bot.delivery.receiving import Receiver
from bot.delivery.wakeups import Wakeups
from bot.store import Store


@pytest_asyncio.fixture()
async def wakeups() -> AsyncIterator[Wakeups]:
    made = Wakeups()
    yield made
    await made.close()


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "RETRY_SECONDS", (0.0,))


def take_in(store: Store, sid: str, sender: str = "+15550100007") -> None:
    with store.transaction() as session:
        inbox.take_in(session, sid, "sms", sender, "+15550100000", sid, 0)


def take_in_urgent(store: Store, sid: str, sender: str) -> None:
    with store.transaction() as session:
        inbox.take_in(session, sid, "sms", sender, "+15550100000", sid, 0, urgent=True)


def rows(store: Store) -> list[InboundMessage]:
    with store.reading() as session:
        return session.query(InboundMessage).order_by(InboundMessage.id).all()


async def until(true: Callable[[], bool]) -> None:
    for _ in range(200):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never became true")


async def running(receiver: Receiver, true: Callable[[], bool]) -> None:
    loop = asyncio.create_task(receiver.run())
    try:
        await until(true)
    finally:
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)


async def test_messages_are_treated_in_order_and_ended(store: Store, wakeups: Wakeups) -> None:
    seen: list[str] = []

    async def handler(message: InboundMessage) -> str:
        await asyncio.sleep(0.01)
        seen.append(message.body)
        return "answered"

    for number in range(4):
        take_in(store, f"SM{number}")
    await Receiver(store, wakeups, handler).drain()
    assert seen == ["SM0", "SM1", "SM2", "SM3"]
    assert {row.outcome for row in rows(store)} == {"answered"}


async def test_a_webhook_wakes_the_loop_at_once(store: Store, wakeups: Wakeups) -> None:
    async def handler(message: InboundMessage) -> str:
        return "answered"

    async def text() -> None:
        await asyncio.sleep(0.2)
        await asyncio.to_thread(take_in, store, "SM1")

    texting = asyncio.create_task(text())
    await running(Receiver(store, wakeups, handler), lambda: [r.outcome for r in rows(store)] == ["answered"])
    await texting


async def test_senders_do_not_wait_for_each_other(store: Store, wakeups: Wakeups) -> None:
    release = asyncio.Event()
    seen: list[str] = []

    async def handler(message: InboundMessage) -> str:
        if message.body == "slow":
            await release.wait()
        seen.append(message.body)
        return "answered"

    take_in(store, "slow", "+15550100007"), take_in(store, "next", "+15550100007")
    take_in(store, "other", "+15550100008")

    async def free() -> None:
        await until(lambda: seen == ["other"])
        release.set()

    await asyncio.gather(running(Receiver(store, wakeups, handler), lambda: len(seen) == 3), free())
    assert seen == ["other", "slow", "next"]


async def test_a_failing_handler_is_asked_again_and_then_no_more(store: Store, wakeups: Wakeups) -> None:
    last: list[bool] = []

    async def handler(message: InboundMessage) -> str:
        if message.body == "bad":
            last.append(message.last_words)
            raise RuntimeError
        return "answered"

    take_in(store, "bad"), take_in(store, "good")
    await running(Receiver(store, wakeups, handler), lambda: all(row.handled_at for row in rows(store)))
    assert last == [False] * WHOLE_ATTEMPTS + [True] * (MAX_ATTEMPTS - WHOLE_ATTEMPTS)
    assert [row.outcome for row in rows(store)] == ["failed", "answered"]


async def test_a_long_treatment_keeps_its_lease(store: Store, wakeups: Wakeups) -> None:
    calls = 0

    async def handler(message: InboundMessage) -> str:
        nonlocal calls
        calls += 1
        await asyncio.sleep(2.5)
        return "answered"

    take_in(store, "SM1")
    two = [Receiver(store, wakeups, handler, lease_seconds=1.0) for _ in range(2)]
    await asyncio.gather(*(running(r, lambda: rows(store)[0].outcome == "answered") for r in two))
    assert calls == 1


async def test_a_message_taken_over_by_another_is_left_alone(store: Store, wakeups: Wakeups) -> None:
    async def handler(message: InboundMessage) -> str:
        raise inbox.LeaseLost

    take_in(store, "SM1")
    await Receiver(store, wakeups, handler).drain()
    assert rows(store)[0].handled_at is None and rows(store)[0].attempts == 1


async def test_the_loop_survives_a_database_that_cannot_be_read(
    store: Store, wakeups: Wakeups, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def handler(message: InboundMessage) -> str:
        return "answered"

    def gone(*_: object) -> None:
        raise OSError

    receiver = Receiver(store, wakeups, handler)
    with monkeypatch.context() as patched:
        patched.setattr(inbox, "next_due_at", gone)
        assert await receiver._step(lambda: None) == 1.0
    with monkeypatch.context() as patched:
        patched.setattr(inbox, "done", gone)
        patched.setattr(inbox, "release", gone)
        take_in(store, "SM1")
        await receiver.drain()
    assert rows(store)[0].handled_at is None, "its lease gives it back"


async def test_a_handler_may_end_the_message_with_its_answer(store: Store, wakeups: Wakeups) -> None:
    async def handler(message: InboundMessage) -> None:
        await store.run(lambda session: inbox.done(session, message, "answered in one transaction"))

    take_in(store, "SM1")
    await Receiver(store, wakeups, handler).drain()
    assert rows(store)[0].outcome == "answered in one transaction"


async def test_the_loop_ends_when_it_is_cancelled_at_the_moment_it_is_woken(wakeups: Wakeups) -> None:
    for _ in range(50):
        with wakeups.listen("inbox") as bell:
            waiting = asyncio.create_task(bell.wait(5))
            await asyncio.sleep(0)
            bell.ring()
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting


async def test_what_is_urgent_does_not_wait_for_a_place(store: Store, wakeups: Wakeups) -> None:
    release = asyncio.Event()
    seen: list[str] = []

    async def handler(message: InboundMessage) -> str:
        if not message.urgent:
            await release.wait()
        seen.append(message.body)
        return "answered"

    async def text() -> None:
        await asyncio.sleep(0.2)
        await asyncio.to_thread(take_in_urgent, store, "danger", "+15550100009")
        await until(lambda: seen == ["danger"])
        release.set()

    for number in range(3):
        take_in(store, f"SM{number}", f"+1555010000{number}")
    texting = asyncio.create_task(text())
    await running(Receiver(store, wakeups, handler, concurrency=2), lambda: len(seen) == 4)
    await texting


async def test_an_urgent_message_is_tried_again_in_time_while_all_places_are_taken(
    store: Store, wakeups: Wakeups, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "RETRY_SECONDS", (0.3,))
    release = asyncio.Event()
    tries = 0

    async def handler(message: InboundMessage) -> str:
        nonlocal tries
        if not message.urgent:
            await release.wait()
        elif (tries := tries + 1) == 1:
            raise RuntimeError("once")
        return "answered"

    for number in range(3):
        take_in(store, f"SM{number}", f"+1555010000{number}")
    take_in_urgent(store, "danger", "+15550100009")
    await running(
        Receiver(store, wakeups, handler, concurrency=2),
        lambda: (
            any(r.body == "danger" and r.outcome == "answered" for r in rows(store)) and not release.set()
        ),
    )
    assert tries == 2


async def test_however_much_danger_there_is_nobody_waits_for_ever(store: Store, wakeups: Wakeups) -> None:
    seen: list[str] = []

    async def handler(message: InboundMessage) -> str:
        seen.append(message.body)
        return "answered"

    take_in(store, "ordinary")
    for number in range(12):
        take_in_urgent(store, f"SM{number}", f"+1555010{number:04d}")
    await Receiver(store, wakeups, handler, concurrency=1).drain()
    assert seen.index("ordinary") < 6
