"""TwiML, quiet hours, waits, meanings, and the simulator's phones."""

import xml.etree.ElementTree as ElementTree
from datetime import datetime, timedelta, timezone

import pytest

from bot.delivery import backoff, meanings, simulator, twiml
from bot.delivery.carrier import Permanent, Temporary
from bot.delivery.quiet import PACIFIC, is_quiet, next_allowed
from bot.store import Store


def test_twiml_says_one_message_or_nothing() -> None:
    said = ElementTree.fromstring(twiml.reply("Call 211 <now> & 988 \0\x0b¡sí!"))
    assert said.findtext("Message") == "Call 211 <now> & 988 ¡sí!"
    assert list(ElementTree.fromstring(twiml.empty())) == []


@pytest.mark.parametrize(
    ("local", "quiet", "allowed"),
    [
        ("2024-03-08 20:59", False, "2024-03-08 20:59"),
        ("2024-03-08 21:00", True, "2024-03-09 09:00"),
        ("2024-03-09 03:00", True, "2024-03-09 09:00"),
        ("2024-03-09 09:00", False, "2024-03-09 09:00"),
        ("2024-03-09 23:30", True, "2024-03-10 09:00"),  # the night in which summer time begins
        ("2024-11-02 23:30", True, "2024-11-03 09:00"),
    ],
)
def test_quiet_hours_are_pacific_nights(local: str, quiet: bool, allowed: str) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=PACIFIC).astimezone(timezone.utc)
    assert is_quiet(at) is quiet
    assert next_allowed(at) == datetime.fromisoformat(allowed).replace(tzinfo=PACIFIC)


def test_waits_double_to_a_bound_and_heed_the_carrier() -> None:
    assert all(1 <= backoff.seconds(1) <= 2 for _ in range(50))
    assert all(150 <= backoff.seconds(20) <= 300 for _ in range(50))
    assert all(40 <= backoff.seconds(1, 40) <= 44 for _ in range(50))
    assert backoff.seconds(1, 10**9) <= 3960
    assert len({round(backoff.seconds(5), 6) for _ in range(20)}) > 10, "not all at the same moment"


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (429, "20429", Temporary),
        (500, "", Temporary),
        (401, "20003", Temporary),
        (404, "20404", Temporary),
        (400, "21606", Temporary),
        (400, "21610", Permanent),
        (400, "21211", Permanent),
        (400, "", Permanent),
        (301, "", Temporary),
    ],
)
def test_codes_mean_what_twilio_says(status: int, code: str, kind: type) -> None:
    assert type(meanings.of_response(status, code, None)) is kind


def test_a_simulated_phone_shows_both_sides_in_order(store: Store) -> None:
    phone, other, us = "+15550100007", "+15550100001", "+15550100000"
    with store.transaction() as session:
        simulator.record(session, phone, us, "hola")
        simulator.record(session, us, phone, "buenas")
        simulator.record(session, us, other, "not hers")
    with store.reading() as session:
        shown = simulator.messages_for(session, phone)
        assert [(m["from"], m["to"], m["body"]) for m in shown] == [
            (phone, us, "hola"),
            (us, phone, "buenas"),
        ]
        at = datetime.fromisoformat(shown[0]["at"])
        assert at.tzinfo is not None and abs(at - datetime.now(timezone.utc)) < timedelta(minutes=1)
        assert simulator.messages_for(session, phone, limit=1) == shown[1:]
        assert simulator.messages_for(session, "nobody") == []
