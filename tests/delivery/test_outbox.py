"""The outbox: put once with the transaction that causes it, sent in order, ended aloud."""

from datetime import datetime, timedelta

import pytest

from bot.delivery import dispatch, outbox, statuses
from bot.delivery.outbox import OutboxMessage
from bot.delivery.outcomes import Outcomes
from bot.store import Store, digest, now
from tests.delivery.databases import KINDS

T0 = now()
MOTHER, FATHER = "+15550100007", "+15550100008"


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def put(store: Store, key: str, recipient: str = MOTHER, body: str = "hola", **more: object) -> OutboxMessage:
    with store.transaction() as session:
        return outbox.put(session, **{  # type: ignore[arg-type]
            "key": key, "channel": "sms", "recipient": recipient, "body": body, "at": T0, **more
        })  # fmt: skip


def claim(store: Store, seconds: float = 0, owner: str = "a", limit: int = 10) -> list[OutboxMessage]:
    with store.transaction() as session:
        return dispatch.claim_due(session, owner, 30, limit, at(seconds))


def accept(store: Store, message: OutboxMessage, sid: str = "") -> bool:
    with store.transaction() as session:
        return dispatch.accepted(session, message, sid or f"SM{message.id}")


def row(store: Store, key: str) -> OutboxMessage:
    with store.reading() as session:
        return outbox.by_key(session, key)


def keys(messages: list[OutboxMessage]) -> list[str]:
    return [message.key for message in messages]


def test_the_same_key_is_put_once(store: Store) -> None:
    first = put(store, "a", body="one")
    second = put(store, "a", body="two")
    assert first.id == second.id and second.body == "one"
    assert keys(claim(store)) == ["a"]


def test_what_is_rolled_back_is_not_sent(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction() as session:
        outbox.put(session, key="a", channel="sms", recipient=MOTHER, body="hola")
        raise RuntimeError
    assert claim(store) == []


def test_one_recipient_gets_her_messages_in_order_and_others_meanwhile(store: Store) -> None:
    put(store, "a1"), put(store, "a2"), put(store, "b1", FATHER)
    first, other = claim(store)
    assert keys([first, other]) == ["a1", "b1"]
    assert claim(store) == []
    accept(store, first)
    assert keys(claim(store)) == ["a2"]


def test_a_message_being_retried_holds_up_the_next_but_a_failed_one_does_not(store: Store) -> None:
    put(store, "a1"), put(store, "a2")
    (first,) = claim(store)
    with store.transaction() as session:
        dispatch.put_off(session, first, "http_503", retry_after=60, at=T0)
    assert claim(store, 59) == []
    with store.reading() as session:
        due = dispatch.next_due_at(session, at(59))
    assert due and at(60) <= due <= at(67)
    (again,) = claim(store, 70)
    assert again.key == "a1" and again.attempts == 2
    with store.transaction() as session:
        dispatch.refused(session, again, "21211")
    assert keys(claim(store, 70)) == ["a2"]
    assert row(store, "a1").status == outbox.FAILED and row(store, "a1").error_code == "21211"


def test_what_is_kept_for_the_morning_holds_up_nothing(store: Store) -> None:
    put(store, "later", not_before=at(3600)), put(store, "now")
    (message,) = claim(store)
    assert message.key == "now"
    accept(store, message)
    assert claim(store, 3599) == []
    assert keys(claim(store, 3600)) == ["later"]


def test_a_crisis_reply_waits_behind_nothing(store: Store) -> None:
    put(store, "a1")
    (first,) = claim(store)
    with store.transaction() as session:
        dispatch.put_off(session, first, "http_500", retry_after=600, at=T0)
    put(store, "a2"), put(store, "crisis", urgent=True)
    assert keys(claim(store, 1)) == ["crisis"]


def test_a_crisis_reply_goes_before_what_others_are_sent(store: Store) -> None:
    put(store, "a", FATHER), put(store, "b", "+15550100009"), put(store, "danger", urgent=True)
    assert keys(claim(store, limit=1)) == ["danger"]


def test_a_sender_that_died_loses_nothing(store: Store) -> None:
    put(store, "a")
    (dead,) = claim(store, 0, "a")
    assert claim(store, 29, "b") == []
    (again,) = claim(store, 31, "b")
    assert again.id == dead.id
    assert not accept(store, dead, "SM-late"), "the claim is another's now"
    assert accept(store, again, "SM-good")
    assert row(store, "a").provider_sid == "SM-good"


def test_a_sender_does_not_take_what_it_holds_itself(store: Store) -> None:
    message = put(store, "a")
    claim(store, 0)
    with store.transaction() as session:
        assert dispatch.claim_due(session, "a", 30, 10, at(100), skip={message.id}) == []


def test_what_cannot_be_sent_for_an_hour_becomes_a_dead_letter_and_can_be_retried(store: Store) -> None:
    failed: list[str] = []
    outcomes = Outcomes(failed=lambda session, message: failed.append(message.key))
    message = put(store, "a")
    seconds = 0.0
    for _ in range(dispatch.MAX_ATTEMPTS):
        (claimed,) = claim(store, seconds)
        with store.transaction() as session:
            dispatch.put_off(session, claimed, "timeout", outcomes=outcomes, at=at(seconds))
        seconds += 301
    assert claim(store, seconds) == [] and failed == ["a"]
    with store.reading() as session:
        assert dispatch.backlog(session, at(seconds)).failed == 1
    with store.transaction() as session:
        assert outbox.retry(session, message.id, at(seconds))
        assert not outbox.retry(session, message.id, at(seconds))
    assert keys(claim(store, seconds)) == ["a"]


def test_a_message_that_kills_every_sender_is_given_up(store: Store) -> None:
    put(store, "a")
    for attempt in range(dispatch.MAX_ATTEMPTS):
        assert len(claim(store, attempt * 31)) == 1
    assert claim(store, 1000) == []
    assert row(store, "a").status == outbox.FAILED


def test_stop_takes_back_what_is_queued_but_for_its_confirmation(store: Store) -> None:
    put(store, "a"), put(store, "b", not_before=at(3600)), put(store, "other", FATHER), put(store, "stopped")
    with store.transaction() as session:
        assert outbox.cancel_for(session, digest(MOTHER), except_key="stopped") == 2
    assert keys(claim(store, 4000)) == ["other", "stopped"]
    with store.transaction() as session:
        assert not outbox.cancel(session, "other"), "it is being sent"


def test_21610_marks_the_contact_and_takes_back_the_rest(store: Store) -> None:
    told: list[tuple[str, str]] = []
    outcomes = Outcomes(
        opted_out=lambda session, message: told.append(("opted_out", message.recipient)),
        failed=lambda session, message: told.append(("failed", message.key)),
    )
    put(store, "a"), put(store, "b")
    (message,) = claim(store)
    with store.transaction() as session:
        dispatch.refused(session, message, "21610", outcomes)
    assert told == [("opted_out", MOTHER), ("failed", "a")]
    assert row(store, "b").status == outbox.CANCELLED


def test_a_long_body_becomes_several_messages_that_hold_every_word(store: Store) -> None:
    words = " ".join(f"word{n}" for n in range(800))
    put(store, "long", body=words), put(store, "next")
    bodies = []
    while claimed := claim(store):
        (message,) = claimed
        assert len(message.body) <= outbox.LONGEST_SMS
        bodies.append(message.body)
        accept(store, message)
    assert bodies[-1] == "hola" and len(bodies) > 3
    joined = " ".join(body.rsplit(" (", 1)[0] for body in bodies[:-1])
    assert joined == words


def test_bodies_are_made_fit_for_sms(store: Store) -> None:
    quoted = "“Hola” — " + "x" * 70
    assert put(store, "a", body=quoted).body == '"Hola" - ' + "x" * 70
    assert put(store, "b", body="NUL\0here").body == "NULhere"
    assert put(store, "c", body="a" * 161).segments == 2
    with pytest.raises(ValueError):
        put(store, "d", body=" \0 ")


def test_web_messages_are_there_at_once_and_can_be_replayed(store: Store) -> None:
    for number in range(5):
        put(store, f"w{number}", "c1", f"line {number}", channel="web", payload={"cards": [number]})
    put(store, "w-other", "c2", "not hers", channel="web"), put(store, "s", "c1")
    with store.reading() as session:
        everything = outbox.since(session, "c1", 0)
        rest = outbox.since(session, "c1", everything[2].id, limit=1)
    assert [m.body for m in everything] == [f"line {n}" for n in range(5)]
    assert [m.status for m in everything] == [outbox.DELIVERED] * 5
    assert [m.body for m in rest] == ["line 3"] and rest[0].payload == {"cards": [3]}
    assert keys(claim(store)) == ["s"], "the sender never touches web messages"


def test_a_delivery_report_closes_the_loop_and_is_never_taken_back(store: Store) -> None:
    put(store, "a")
    (message,) = claim(store)
    accept(store, message, "SM1")
    assert row(store, "a").status == outbox.SENT
    with store.transaction() as session:
        assert statuses.record(session, "SM1", "delivered")
        assert not statuses.record(session, "SM1", "delivered"), "a repeated report"
        statuses.record(session, "SM1", "sent")
        statuses.record(session, "SM1", "undelivered", "30003")
    assert row(store, "a").status == outbox.DELIVERED


def test_a_report_may_come_before_the_answer_of_the_create_call(store: Store) -> None:
    put(store, "a"), put(store, "b", FATHER)
    first, second = claim(store)
    with store.transaction() as session:
        statuses.record(session, "SM1", "sent")
        statuses.record(session, "SM1", "delivered")
        statuses.record(session, "SM2", "undelivered", "30005")
    accept(store, first, "SM1"), accept(store, second, "SM2")
    assert row(store, "a").status == outbox.DELIVERED
    assert (row(store, "b").status, row(store, "b").error_code) == (outbox.FAILED, "30005")


@pytest.mark.parametrize(("code", "again"), [
    ("30003", True), ("30008", True), ("30001", True), ("30017", True),
    ("30004", False), ("30005", False), ("30006", False), ("30007", False), ("", False)])  # fmt: skip
def test_what_the_carrier_lost_is_sent_again_where_that_can_help(
    store: Store, code: str, again: bool
) -> None:
    failed: list[str] = []
    outcomes = Outcomes(failed=lambda session, message: failed.append(message.key))
    put(store, "a"), put(store, "b")
    (message,) = claim(store)
    accept(store, message, "SM1")
    with store.transaction() as session:
        statuses.record(session, "SM1", "undelivered", code, outcomes, T0)
    assert row(store, "a").status == (outbox.QUEUED if again else outbox.FAILED)
    assert failed == ([] if again else ["a"])
    assert keys(claim(store)) == ["b"], "it holds up nothing"
    for tries in range(2, statuses.TRIES + 1):
        if again:
            (retried,) = (m for m in claim(store, tries * 4000) if m.key == "a")
            accept(store, retried, f"SM{tries}-again")
            with store.transaction() as session:
                statuses.record(session, f"SM{tries}-again", "undelivered", code, outcomes, at(tries * 4000))
    assert row(store, "a").status == outbox.FAILED and failed == ["a"]


def test_a_late_delivery_report_spares_the_second_try(store: Store) -> None:
    put(store, "a")
    (message,) = claim(store)
    accept(store, message, "SM1")
    with store.transaction() as session:
        statuses.record(session, "SM1", "undelivered", "30008", at=T0)
        statuses.record(session, "SM1", "delivered", at=T0)
    assert row(store, "a").status == outbox.DELIVERED
    assert claim(store, 4000) == []


def test_21610_in_a_report_counts_as_stop(store: Store) -> None:
    opted_out: list[str] = []
    put(store, "a")
    (message,) = claim(store)
    accept(store, message, "SM1")
    with store.transaction() as session:
        outcomes = Outcomes(opted_out=lambda session, message: opted_out.append(message.recipient))
        statuses.record(session, "SM1", "failed", "21610", outcomes)
    assert opted_out == [MOTHER]


def test_reports_without_sense_are_ignored(store: Store) -> None:
    with store.transaction() as session:
        assert not statuses.record(session, "", "delivered")
        assert not statuses.record(session, "SM1", "")
        assert statuses.record(session, "SM-of-nobody", "delivered")


def test_erasure_empties_everything_and_stops_what_was_not_sent(store: Store) -> None:
    for key in ("sent", "sending", "relay:c1:9", "other"):
        put(store, key, FATHER if key == "other" else MOTHER, "secret words")
        if key == "sent":
            accept(store, claim(store)[0])
    (sending,) = claim(store, limit=1)
    with store.transaction() as session:
        assert outbox.forget(session, MOTHER) == 3
    assert not accept(store, sending)
    with store.reading() as session:
        assert [m.body for m in session.query(OutboxMessage).order_by(OutboxMessage.id)] == [
            "", "", "", "secret words",
        ]  # fmt: skip
    assert keys(claim(store, 100)) == ["other"]
    put(store, "relay:c_1:9"), put(store, "relay:cx1:9")
    with store.transaction() as session:
        assert outbox.forget_keys(session, "relay:c_1:") == 1
    assert row(store, "relay:cx1:9").body == "hola"


def test_numbers_and_words_are_sealed_in_the_database(store: Store) -> None:
    put(store, "a", body="cita con la doctora", payload=None)
    with store.engine.connect() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM outbox").all())
    assert "0100007" not in kept and "doctora" not in kept


@pytest.mark.parametrize("store", [kind for kind in KINDS if kind == "postgresql"], indirect=True)
def test_what_is_being_accepted_at_this_moment_is_not_claimed_again(store: Store) -> None:
    """SQLite has one writer at a time."""
    put(store, "a")
    (message,) = claim(store)
    with store.transaction() as session:
        assert dispatch.accepted(session, message, "SM1")
        session.flush()
        assert claim(store, 31, "b") == [], (
            "its lease is over, and another transaction is writing down the answer"
        )
    assert row(store, "a").status == outbox.SENT and claim(store, 31, "b") == []
