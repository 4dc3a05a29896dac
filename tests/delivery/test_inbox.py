"""Inbound messages: once, in order, never for ever."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.delivery import inbox
from bot.delivery.inbox import MAX_ATTEMPTS, WHOLE_ATTEMPTS, InboundMessage, LeaseLost
from bot.store import Store, now

T0 = now()


def take_in(
    store: Store, sid: str, sender: str = "+15550100007", body: str = "hola"
) -> InboundMessage | None:
    with store.transaction() as session:
        return inbox.take_in(session, sid, "sms", sender, "+15550100000", body, 0, T0)


def claim(store: Store, owner: str = "a", at: float = 0, lease: float = 60) -> InboundMessage | None:
    with store.transaction() as session:
        return inbox.claim_next(session, owner, lease, T0 + timedelta(seconds=at))


def done(store: Store, message: InboundMessage, outcome: str = "answered") -> None:
    with store.transaction() as session:
        inbox.done(session, message, outcome)


def test_the_same_message_is_kept_once(store: Store) -> None:
    assert take_in(store, "SM1") is not None
    assert take_in(store, "SM1") is None
    first = claim(store)
    assert first is not None and first.body == "hola" and first.sender == "+15550100007"
    done(store, first)
    assert take_in(store, "SM1") is None
    assert claim(store) is None


def test_twenty_webhooks_of_one_message_at_the_same_time_keep_it_once(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: take_in(store, "SM1") is not None, range(20)))
    assert sum(kept) == 1


def test_any_sender_and_any_text_are_kept(store: Store) -> None:
    odd = ["72345", "+861", "WIC-INFO", "", "+15550100007; DROP TABLE inbound", "\0"]
    for number, sender in enumerate(odd):
        assert take_in(store, f"SM{number}", sender, "NUL \0 and \U0001f600" * 2000) is not None
    claimed = [claim(store) for _ in odd]
    assert sorted(m.sender for m in claimed if m) == sorted(odd)
    assert all(m and m.body == "NUL \0 and \U0001f600" * 2000 for m in claimed)
    with pytest.raises(ValueError):
        take_in(store, "")


def test_one_sender_is_handled_in_order_and_others_meanwhile(store: Store) -> None:
    take_in(store, "SM1", "+15550100007")
    take_in(store, "SM2", "+15550100007")
    take_in(store, "SM3", "+15550100008")
    first, other = claim(store), claim(store)
    assert first and first.provider_sid == "SM1"
    assert other and other.provider_sid == "SM3"
    assert claim(store) is None
    done(store, first)
    second = claim(store)
    assert second and second.provider_sid == "SM2"


def test_a_crash_between_claim_and_done_gives_the_message_to_another(store: Store) -> None:
    take_in(store, "SM1")
    crashed = claim(store, "a", at=0, lease=60)
    assert crashed and claim(store, "b", at=59) is None
    again = claim(store, "b", at=61)
    assert again and again.id == crashed.id and again.attempts == 2
    with pytest.raises(LeaseLost):
        done(store, crashed)
    done(store, again)


def test_the_same_owner_cannot_end_a_claim_that_it_lost_to_itself(store: Store) -> None:
    take_in(store, "SM1")
    slow = claim(store, "a", at=0)
    again = claim(store, "a", at=61)
    assert slow and again
    with pytest.raises(LeaseLost):
        done(store, slow)
    done(store, again)


def test_an_extended_claim_holds(store: Store) -> None:
    take_in(store, "SM1")
    message = claim(store, at=0, lease=60)
    assert message
    with store.transaction() as session:
        inbox.extend(session, message, 60, T0 + timedelta(seconds=50))
    assert claim(store, "b", at=100) is None
    done(store, message)


def test_what_is_released_is_tried_later_and_holds_up_only_its_sender(store: Store) -> None:
    take_in(store, "SM1", "+15550100007")
    take_in(store, "SM2", "+15550100007")
    take_in(store, "SM3", "+15550100008")
    message = claim(store)
    assert message
    with store.transaction() as session:
        assert inbox.release(session, message, 10, T0)
    other = claim(store, at=1)
    assert other and other.provider_sid == "SM3"
    assert claim(store, at=1) is None
    with store.reading() as session:
        assert inbox.next_due_at(session, T0 + timedelta(seconds=1)) == T0 + timedelta(seconds=10)
    again = claim(store, at=11)
    assert again and again.provider_sid == "SM1"


def test_a_message_that_always_fails_is_given_up_and_frees_the_next(store: Store) -> None:
    take_in(store, "SM1")
    take_in(store, "SM2")
    for attempt in range(1, MAX_ATTEMPTS + 1):
        message = claim(store, at=attempt * 10)
        assert message and message.provider_sid == "SM1" and message.last_words == (attempt > WHOLE_ATTEMPTS)
        with store.transaction() as session:
            assert inbox.release(session, message, 1, T0) == (attempt < MAX_ATTEMPTS)
    following = claim(store, at=1000)
    assert following and following.provider_sid == "SM2"
    with store.reading() as session:
        given_up = session.get(InboundMessage, message.id)
        assert given_up.outcome == inbox.FAILED and given_up.handled_at is not None


def test_a_message_that_kills_every_process_is_given_up_too(store: Store) -> None:
    take_in(store, "SM1")
    for attempt in range(MAX_ATTEMPTS):
        assert claim(store, at=attempt * 100)
    assert claim(store, at=MAX_ATTEMPTS * 100) is None
    with store.reading() as session:
        assert inbox.backlog(session, T0).failed == 1
        assert inbox.next_due_at(session) is None


def test_many_workers_share_the_inbox_and_take_nothing_twice(store: Store) -> None:
    for number in range(60):
        take_in(store, f"SM{number}", f"+1555010{number % 6:04d}", str(number))

    def work(owner: int) -> list[tuple[str, int]]:
        mine = []
        while message := claim(store, str(owner)):
            mine.append((message.sender, int(message.body)))
            done(store, message)
        return mine

    with ThreadPoolExecutor(6) as pool:
        handled = [one for mine in pool.map(work, range(6)) for one in mine]
    handled += work(0)  # a worker that found all senders busy stopped early
    assert sorted(number for _, number in handled) == list(range(60))
    with store.reading() as session:
        rows = session.query(InboundMessage).order_by(InboundMessage.handled_at).all()
        for sender in {row.sender for row in rows}:
            ids = [row.id for row in rows if row.sender == sender]
            assert ids == sorted(ids)


def test_the_backlog_tells_what_waits(store: Store) -> None:
    take_in(store, "SM1")
    with store.reading() as session:
        backlog = inbox.backlog(session, T0 + timedelta(seconds=30))
    assert (backlog.waiting, backlog.failed) == (1, 0)
    assert backlog.oldest_seconds == pytest.approx(30)


def test_what_a_sender_wrote_can_be_emptied_but_for_the_message_in_hand(store: Store) -> None:
    take_in(store, "SM1", body="secret")
    take_in(store, "SM2", body="delete my data")
    take_in(store, "SM3", "+15550100008", "another family")
    first = claim(store)
    assert first and first.body == "secret"
    done(store, first)
    message = claim(store)
    assert message and message.body == "delete my data"
    with store.transaction() as session:
        assert inbox.forget(session, "+15550100007", keep_id=message.id) == 1
    done(store, message)
    with store.reading() as session:
        assert [row.body for row in session.query(InboundMessage).order_by(InboundMessage.id)] == [
            "",
            "delete my data",
            "another family",
        ]


def test_numbers_and_words_are_sealed_in_the_database(store: Store) -> None:
    take_in(store, "SM1", "+15550100007", "mi hija tiene fiebre")
    with store.engine.connect() as connection:
        row = str(connection.exec_driver_sql("SELECT * FROM inbound").all())
    assert "0100007" not in row and "fiebre" not in row


def urgent(store: Store, sid: str, sender: str) -> None:
    with store.transaction() as session:
        inbox.take_in(session, sid, "sms", sender, "+15550100000", sid, 0, T0, urgent=True)


def test_what_is_urgent_goes_before_all_others(store: Store) -> None:
    for number in range(3):
        take_in(store, f"SM{number}", f"+1555010000{number}")
    urgent(store, "SM9", "+15550100009")
    assert [message.provider_sid for message in iter(lambda: claim(store), None)] == [
        "SM9",
        "SM0",
        "SM1",
        "SM2",
    ]


def test_what_is_urgent_takes_its_senders_older_messages_along(store: Store) -> None:
    take_in(store, "SM1", "+15550100001")
    take_in(store, "SM2", "+15550100002"), take_in(store, "SM3", "+15550100002")
    urgent(store, "SM4", "+15550100002")
    take_in(store, "SM5", "+15550100002")
    seen = []
    while message := claim(store):
        seen.append(message.provider_sid)
        done(store, message)
    assert seen == ["SM2", "SM3", "SM4", "SM1", "SM5"]


def test_one_may_ask_for_urgent_messages_alone(store: Store) -> None:
    take_in(store, "SM1", "+15550100001")

    def only_urgent() -> tuple[object, object]:
        with store.transaction() as session:
            due = inbox.next_due_at(session, T0, only_urgent=True)
            return due, inbox.claim_next(session, "a", 60, T0, only_urgent=True)

    assert only_urgent() == (None, None)
    urgent(store, "SM2", "+15550100002")
    due, message = only_urgent()
    assert due == T0 and isinstance(message, InboundMessage) and message.provider_sid == "SM2"


def test_an_urgent_half_sees_the_other_half_that_is_being_kept(store: Store) -> None:
    take_in(store, "SM0", "+15550100001")
    with ThreadPoolExecutor(1) as pool:
        with store.transaction() as session:
            inbox.take_in(session, "SM1", "sms", "+15550100002", "+15550100000", "first half", 0, T0)
            second = pool.submit(urgent, store, "SM2", "+15550100002")
            time.sleep(0.3)
        second.result()
    first = claim(store)
    assert first is not None and first.provider_sid == "SM1"
    done(store, first)
    second_half = claim(store)
    assert second_half is not None and second_half.provider_sid == "SM2"
