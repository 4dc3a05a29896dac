"""Sending through Twilio's client while Twilio fails in every way it can."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from bot.delivery import carriers, dispatch, outbox, statuses
from bot.delivery.carrier import Carrier, Permanent, Temporary
from bot.delivery.outbox import OutboxMessage
from bot.delivery.outcomes import SILENT, Outcomes
from bot.delivery.sending import Sender
from bot.delivery.simulator import SimulatorCarrier, messages_for
from bot.delivery.twilio_carrier import TwilioCarrier
from bot.delivery.wakeups import Wakeups
from bot.settings import Settings
from bot.store import Store, now
from tests.delivery.fake_twilio import FakeTwilio, Fault, error

MOTHER, FATHER = "+15550100007", "+15550100008"
CALLBACK = "https://kinpath.example.org/webhooks/sms/status"
PUBLIC = Settings(public_url="https://kinpath.example.org/")


@asynccontextmanager
async def sender_with(
    store: Store, carrier: Carrier, outcomes: Outcomes = SILENT, lease: float = 30
) -> AsyncIterator[Sender]:
    wakeups = Wakeups()
    yield Sender(store, wakeups, carrier, PUBLIC, outcomes, lease_seconds=lease)
    await wakeups.close()
    await carrier.close()


def carrier_of(twilio: FakeTwilio, seconds: float = 5.0, **more: str) -> TwilioCarrier:
    return TwilioCarrier(Settings.from_env(twilio.settings(**more)), seconds)


def put(store: Store, key: str, recipient: str = MOTHER, body: str = "hola") -> None:
    with store.transaction() as session:
        outbox.put(session, key=key, channel="sms", recipient=recipient, body=body)


def row(store: Store, key: str) -> OutboxMessage:
    with store.reading() as session:
        return outbox.by_key(session, key)


def make_due(store: Store) -> None:
    """Let the time of every wait pass."""
    with store.transaction() as session:
        session.execute(update(OutboxMessage).values(next_try_at=now() - timedelta(seconds=1)))


async def test_a_message_goes_out_as_twilio_describes_it(store: Store, twilio: FakeTwilio) -> None:
    put(store, "a", body="¿Pañales? €5 \U0001f600")
    async with sender_with(store, carrier_of(twilio)) as sender:
        await sender.drain()
    assert twilio.requests == [
        {
            "To": MOTHER,
            "From": twilio.number,
            "Body": "¿Pañales? €5 \U0001f600",
            "StatusCallback": CALLBACK,
        }
    ]
    assert row(store, "a").status == outbox.SENT
    assert row(store, "a").provider_sid == twilio.sent[0].sid


async def test_a_messaging_service_is_named_instead_of_a_number(store: Store, twilio: FakeTwilio) -> None:
    service = "MG" + "0" * 32
    put(store, "a")
    async with sender_with(store, carrier_of(twilio, sender=service)) as sender:
        await sender.drain()
    assert twilio.requests[0]["MessagingServiceSid"] == service and "From" not in twilio.requests[0]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (error(429, 20429, Retry_After="7"), "20429"),
        (Fault(500, "<html>oops</html>"), "http_500"),
        (Fault(503, ""), "http_503"),
        (Fault(0), "ServerDisconnectedError"),
        (Fault(201, '{"sid": "SM'), "garbled_answer"),
        (Fault(200, "<html>maintenance</html>"), "garbled_answer"),
        (Fault(201, "[]"), "garbled_answer"),
        (Fault(201, '{"sid": null}'), "garbled_answer"),
        (Fault(201, half=True), "ClientPayloadError"),
        (Fault(302, "", {"Location": "http://127.0.0.1:1/"}), "http_302"),
        (Fault(201, '{"sid": "SM1"}', seconds=1.0), "timeout"),
        (error(401, 20003), "20003"),
        (error(400, 21606), "21606"),
        (error(400, 21611), "21611"),
    ],
)
async def test_what_may_pass_is_tried_again(
    store: Store, twilio: FakeTwilio, fault: Fault, code: str
) -> None:
    twilio.faults.append(fault)
    put(store, "a")
    async with sender_with(store, carrier_of(twilio, seconds=0.5)) as sender:
        await sender.drain()
        put_off = row(store, "a")
        assert (put_off.status, put_off.attempts) == (outbox.QUEUED, 1)
        assert put_off.error_code in (code, "ClientOSError" if fault.status == 0 else code)
        assert put_off.next_try_at > now()
        sender._paused_until = 0
        make_due(store)
        await sender.drain()
    assert row(store, "a").status == outbox.SENT and row(store, "a").error_code is None
    assert len(twilio.sent) == 1


async def test_retry_after_is_heeded_by_all_that_is_sent(store: Store, twilio: FakeTwilio) -> None:
    twilio.faults.append(error(429, 20429, Retry_After="40"))
    put(store, "a")
    async with sender_with(store, carrier_of(twilio)) as sender:
        await sender.drain()
        wait = (row(store, "a").next_try_at - now()).total_seconds()
        assert 39 < wait <= 44.1
        put(store, "b", FATHER)
        assert await sender._step(lambda: None) > 30
    assert len(twilio.requests) == 1


@pytest.mark.parametrize("code", [21211, 21214, 21408, 21612, 21614, 21617, 99999])
async def test_what_cannot_pass_ends(store: Store, twilio: FakeTwilio, code: int) -> None:
    failed: list[str] = []
    twilio.faults.append(error(400, code))
    put(store, "a"), put(store, "b")
    outcomes = Outcomes(failed=lambda session, message: failed.append(message.key))
    async with sender_with(store, carrier_of(twilio), outcomes) as sender:
        await sender.drain()
    assert (row(store, "a").status, row(store, "a").error_code) == (outbox.FAILED, str(code))
    assert row(store, "b").status == outbox.SENT, "a failed message holds up nothing"
    assert failed == ["a"]


async def test_21610_marks_the_contact_and_sends_no_more(store: Store, twilio: FakeTwilio) -> None:
    opted_out: list[str] = []
    twilio.refuse = lambda form: error(400, 21610) if form["To"] == MOTHER else None
    put(store, "a"), put(store, "b"), put(store, "c", FATHER)
    outcomes = Outcomes(opted_out=lambda session, message: opted_out.append(message.recipient))
    async with sender_with(store, carrier_of(twilio), outcomes) as sender:
        await sender.drain()
    assert opted_out == [MOTHER]
    assert [form["To"] for form in twilio.requests].count(MOTHER) == 1
    assert row(store, "b").status == outbox.CANCELLED and row(store, "c").status == outbox.SENT


async def test_one_recipient_is_served_in_order_while_another_is_slow(
    store: Store, twilio: FakeTwilio
) -> None:
    twilio.refuse = lambda form: Fault(500, seconds=0.3) if form["To"] == FATHER else None
    put(store, "slow", FATHER)
    for number in range(5):
        put(store, f"a{number}", MOTHER, f"line {number}")
    async with sender_with(store, carrier_of(twilio)) as sender:
        await sender.drain()
    assert twilio.bodies(MOTHER) == [f"line {number}" for number in range(5)]
    assert row(store, "slow").status == outbox.QUEUED


async def test_fifty_recipients_are_served_side_by_side(store: Store) -> None:
    class Slow:
        busy = most = 0

        async def send(
            self, recipient: str, body: str, status_callback: str, pictures: Sequence[str] = ()
        ) -> str:
            self.busy += 1
            self.most = max(self.most, self.busy)
            await asyncio.sleep(0.02)
            self.busy -= 1
            return f"SM-{recipient}"

        async def picture_size(self, source: str) -> int | None: ...

        async def picture(self, source: str, most: int) -> bytes | str: ...

        async def close(self) -> None: ...

    for number in range(50):
        put(store, f"a{number}", f"+1555020{number:04d}")
    async with sender_with(store, Slow()) as sender:
        await sender.drain()
        assert sender._carrier.most == 10  # type: ignore[attr-defined]
    with store.reading() as session:
        assert session.query(OutboxMessage).filter_by(status=outbox.SENT).count() == 50


async def test_a_crisis_reply_goes_out_while_all_others_hang(store: Store) -> None:
    release = asyncio.Event()

    class Hanging(SimulatorCarrier):
        async def send(
            self, recipient: str, body: str, status_callback: str, pictures: Sequence[str] = ()
        ) -> str:
            if body != "danger":
                await release.wait()
            return await super().send(recipient, body, status_callback, pictures)

    for number in range(12):
        put(store, f"a{number}", f"+1555020{number:04d}")
    async with sender_with(store, Hanging(store, "+15550100000")) as sender:
        loop = asyncio.create_task(sender.run())
        await asyncio.sleep(0.3)
        with store.transaction() as session:
            outbox.put(session, key="c", channel="sms", recipient=MOTHER, body="danger", urgent=True)
        for _ in range(200):
            if row(store, "c").status != outbox.QUEUED and row(store, "c").status != outbox.SENDING:
                break
            await asyncio.sleep(0.02)
        assert row(store, "c").status in (outbox.SENT, outbox.DELIVERED)
        assert row(store, "a11").status == outbox.QUEUED
        release.set()
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)


async def test_the_loop_sends_as_soon_as_a_transaction_puts_something(
    store: Store, twilio: FakeTwilio
) -> None:
    async with sender_with(store, carrier_of(twilio)) as sender:
        loop = asyncio.create_task(sender.run())
        await asyncio.sleep(0.3)
        await store.run(lambda s: outbox.put(s, key="a", channel="sms", recipient=MOTHER, body="hola"))
        for _ in range(100):
            if twilio.sent:
                break
            await asyncio.sleep(0.02)
        assert twilio.bodies(MOTHER) == ["hola"], "well before the loop would have looked by itself"
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)
    assert row(store, "a").status == outbox.SENT


async def test_the_loop_tries_again_when_the_wait_is_over(
    store: Store, twilio: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.backoff.seconds", lambda attempts, retry_after=None: 0.2)
    twilio.faults.extend([Fault(500), Fault(0), Fault(503)])
    put(store, "a"), put(store, "b")
    async with sender_with(store, carrier_of(twilio)) as sender:
        loop = asyncio.create_task(sender.run())
        for _ in range(150):
            if len(twilio.sent) == 2:
                break
            await asyncio.sleep(0.02)
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)
    assert [sent.body for sent in twilio.sent] == ["hola", "hola"]
    assert row(store, "a").attempts == 4 and row(store, "b").attempts == 1


async def test_a_sender_killed_in_flight_loses_nothing(store: Store, twilio: FakeTwilio) -> None:
    twilio.faults.append(Fault(201, '{"sid": "SM1"}', seconds=60, taken=True))
    put(store, "a"), put(store, "b")
    async with sender_with(store, carrier_of(twilio), lease=0.4) as killed:
        await killed._start_due(lambda: None)
        await asyncio.sleep(0.1)
        for task in killed._in_flight.values():  # what kill -9 does: no answer is ever written down
            task.cancel()
    assert row(store, "a").status == outbox.SENDING
    async with sender_with(store, carrier_of(twilio)) as restarted:
        await restarted.drain()
        assert len(twilio.sent) == 1, "still under the dead one's lease"
        await asyncio.sleep(0.5)
        await restarted.drain()
    assert row(store, "a").status == outbox.SENT and row(store, "b").status == outbox.SENT
    assert twilio.bodies(MOTHER) == ["hola", "hola", "hola"], "twice only where the answer was never seen"


async def test_a_message_in_hand_is_not_taken_by_another_however_long_it_takes(store: Store) -> None:
    class Slow(SimulatorCarrier):
        sends = 0

        async def send(
            self, recipient: str, body: str, status_callback: str, pictures: Sequence[str] = ()
        ) -> str:
            self.sends += 1
            await asyncio.sleep(1.5)
            return await super().send(recipient, body, status_callback, pictures)

    carrier = Slow(store, "+15550100000")
    put(store, "a")
    async with (
        sender_with(store, carrier, lease=0.4) as one,
        sender_with(store, carrier, lease=0.4) as two,
    ):
        sending = asyncio.create_task(one.drain())
        await asyncio.sleep(0.2)
        while not sending.done():
            await two.drain()
            await asyncio.sleep(0.1)
    assert carrier.sends == 1 and row(store, "a").attempts == 1
    assert row(store, "a").status in (outbox.SENT, outbox.DELIVERED)


async def test_an_answer_is_kept_even_if_the_database_is_gone_for_a_while(
    store: Store, twilio: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = 3
    accepted = dispatch.accepted

    def sometimes(*args: object, **more: object) -> bool:
        nonlocal gone
        gone -= 1
        if gone >= 0:
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        return accepted(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(dispatch, "accepted", sometimes)
    put(store, "a")
    async with sender_with(store, carrier_of(twilio), lease=0.2) as sender:
        await sender.drain()
    assert row(store, "a").status == outbox.SENT
    assert len(twilio.sent) == 1, "although its lease ended meanwhile"


async def test_the_loop_survives_a_database_that_cannot_be_read(
    store: Store, twilio: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sender_with(store, carrier_of(twilio)) as sender:

        def gone(*_: object) -> None:
            raise OperationalError("SELECT", {}, Exception("gone"))

        with monkeypatch.context() as patched:
            patched.setattr(dispatch, "next_due_at", gone)
            assert await sender._step(lambda: None) == 1.0
        put(store, "a")
        await sender.drain()
    assert row(store, "a").status == outbox.SENT


async def test_a_carrier_that_breaks_in_a_new_way_loses_nothing(store: Store) -> None:
    class Broken:
        async def send(
            self, recipient: str, body: str, status_callback: str, pictures: Sequence[str] = ()
        ) -> str:
            raise ZeroDivisionError

        async def picture_size(self, source: str) -> int | None: ...

        async def picture(self, source: str, most: int) -> bytes | str: ...

        async def close(self) -> None: ...

    put(store, "a")
    async with sender_with(store, Broken()) as sender:
        await sender.drain()
    assert (row(store, "a").status, row(store, "a").error_code) == (outbox.QUEUED, "ZeroDivisionError")


async def test_status_callbacks_that_overtake_the_answer(store: Store, twilio: FakeTwilio) -> None:
    """Twilio may report before it answers: the report is kept and found when the answer comes."""
    put(store, "a")

    class Overtaken:
        async def send(
            self, recipient: str, body: str, status_callback: str, pictures: Sequence[str] = ()
        ) -> str:
            await store.run(lambda session: statuses.record(session, "SM1", "delivered"))
            return "SM1"

        async def picture_size(self, source: str) -> int | None: ...

        async def picture(self, source: str, most: int) -> bytes | str: ...

        async def close(self) -> None: ...

    async with sender_with(store, Overtaken()) as sender:
        await sender.drain()
    assert row(store, "a").status == outbox.DELIVERED


async def test_the_simulator_is_a_carrier_like_any_other(store: Store) -> None:
    put(store, "a", body="uno"), put(store, "b", body="dos"), put(store, "c", FATHER, "otro")
    async with sender_with(store, SimulatorCarrier(store, "+15550100000")) as sender:
        await sender.drain()
    with store.reading() as session:
        shown = messages_for(session, MOTHER)
    assert [(m["from"], m["to"], m["body"]) for m in shown] == [
        ("+15550100000", MOTHER, "uno"),
        ("+15550100000", MOTHER, "dos"),
    ]
    assert row(store, "a").status == outbox.DELIVERED


async def test_two_senders_share_the_outbox_and_send_nothing_twice(store: Store, twilio: FakeTwilio) -> None:
    for number in range(60):
        put(store, f"a{number}", f"+1555020{number % 12:04d}", str(number))
    async with (
        sender_with(store, carrier_of(twilio)) as one,
        sender_with(store, carrier_of(twilio)) as two,
    ):
        loops = [asyncio.create_task(sender.run()) for sender in (one, two)]
        for _ in range(400):
            if len(twilio.sent) >= 60:
                break
            await asyncio.sleep(0.02)
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
    assert sorted(int(sent.body) for sent in twilio.sent) == list(range(60))
    for number in range(12):
        bodies = [int(body) for body in twilio.bodies(f"+1555020{number:04d}")]
        assert bodies == sorted(bodies)


async def test_the_settings_choose_the_carrier(store: Store, twilio: FakeTwilio) -> None:
    assert isinstance(carriers.for_settings(Settings(sms="simulator"), store), SimulatorCarrier)
    made = carriers.for_settings(Settings.from_env(twilio.settings()), store)
    assert isinstance(made, TwilioCarrier)
    await made.close()


def test_errors_say_what_happened_and_nothing_of_anyone() -> None:
    assert str(Temporary("timeout", 3.0)) == "timeout" and str(Permanent("21211")) == "21211"
