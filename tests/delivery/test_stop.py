"""STOP in every language: seen before anything else, confirmed once, and by whom the setting says."""

from __future__ import annotations

import pytest
import yaml

from bot.channels import carrier_words, turn
from bot.channels.house import House
from bot.conversations import contacts
from bot.delivery import inbox, outbox
from bot.delivery.inbox import InboundMessage
from bot.delivery.outbox import OutboxMessage
from bot.handoff import navigators
from bot.settings import Settings
from bot.store import Store, digest, new_id
from bot.understanding import keywords

ROSA, ANA = "+12135550142", "+12135550143"
CARRIERS = [word.upper() for word in carrier_words.CARRIERS_STOP]
LEXICON: dict[str, list[str]] = yaml.safe_load(keywords.KEYWORDS.read_text(encoding="utf-8"))["stop"]
OURS = [word for words in LEXICON.values() for word in words if word not in carrier_words.CARRIERS_STOP]


def settings(confirmed_by: str) -> Settings:
    return Settings(public_url="https://kinpath.example.org", stop_confirmed_by=confirmed_by)


async def text(
    store: Store, body: str, confirmed_by: str, sender: str = ROSA, carrier_did: str | None = None
) -> str | None:
    """A phone texts; gives back the outcome. No model is loaded: nothing here may need one."""
    with store.transaction() as session:
        inbox.take_in(session, new_id(), "sms", sender, "+15005550006", body, carrier_did=carrier_did)
        message = inbox.claim_next(session, "test", 60)
    assert message is not None
    await turn.treat(House(settings(confirmed_by), store), message)
    with store.reading() as session:
        kept = session.get(InboundMessage, message.id)
        assert kept is not None
        outcome: str | None = kept.outcome
        return outcome


def sent(store: Store, number: str = ROSA) -> list[str]:
    with store.reading() as session:
        rows = (
            session.query(OutboxMessage).filter_by(recipient_digest=digest(number)).order_by(OutboxMessage.id)
        )
        return [row.body for row in rows if row.status != outbox.CANCELLED]


def opted_out(store: Store) -> bool:
    with store.transaction() as session:
        return contacts.for_phone(session, ROSA).contact.opted_out_at is not None


def test_the_carriers_words_are_in_our_lexicon_too() -> None:
    assert set(carrier_words.CARRIERS_STOP) <= set(LEXICON["en"])
    assert set(LEXICON) >= {"en", "es", "vi", "zh", "tl", "ko"}


@pytest.mark.parametrize("word", [*CARRIERS, *OURS, "Stop.", " stop ", "Stop all"])
async def test_kinpath_confirms_once_where_the_carrier_does_not(store: Store, word: str) -> None:
    assert await text(store, word, "kinpath") == "keyword stop"
    assert opted_out(store) and len(sent(store)) == 1 and "988" in sent(store)[0]
    assert await text(store, word, "kinpath") == "keyword stop"
    assert len(sent(store)) == 1, "a second STOP is not confirmed again"


@pytest.mark.parametrize("word", [*CARRIERS, "Stop", " quit\n"])
async def test_what_twilio_has_confirmed_is_not_confirmed_again(store: Store, word: str) -> None:
    assert await text(store, word, "twilio") == "keyword stop"
    assert opted_out(store) and sent(store) == []


@pytest.mark.parametrize("word", [*OURS, "STOP!"])
async def test_what_twilio_does_not_know_is_confirmed_by_kinpath(store: Store, word: str) -> None:
    assert await text(store, word, "twilio") == "keyword stop"
    assert opted_out(store) and len(sent(store)) == 1


async def test_words_an_operator_taught_twilio_are_told_by_the_webhook(store: Store) -> None:
    assert await text(store, "ya basta", "kinpath", carrier_did="STOP") == "keyword stop"
    assert opted_out(store) and sent(store) == []
    assert await text(store, "otra vez", "kinpath", carrier_did="START") == "keyword start"
    assert not opted_out(store) and len(sent(store)) == 1


async def test_stop_takes_back_what_is_still_queued(store: Store) -> None:
    with store.transaction() as session:
        outbox.put(session, key="a", channel="sms", recipient=ROSA, body="tomorrow")
    await text(store, "STOP", "twilio")
    assert sent(store) == []


@pytest.mark.parametrize(("confirmed_by", "count"), [("kinpath", 1), ("twilio", 0)])
async def test_a_navigators_stop_earns_no_21610_either(store: Store, confirmed_by: str, count: int) -> None:
    with store.transaction() as session:
        navigators.add(session, "Ana", ANA, ["en"])
    assert await text(store, "STOP", confirmed_by, ANA) == "navigator"
    assert len(sent(store, ANA)) == count


@pytest.mark.parametrize("sender", ["72345", "WICINFO", "", "+1", "+15550100000; DROP", "anonymous"])
async def test_what_cannot_be_texted_back_is_kept_and_left_alone(store: Store, sender: str) -> None:
    assert (
        await text(store, "We didn't get that. Reply HELP for help.", "kinpath", sender)
        == "no number to answer"
    )
    assert sent(store, sender) == []


@pytest.mark.parametrize("sender", ["+447700900123", "+639171234567", "+8613800138000"])
async def test_numbers_of_other_countries_are_answered(store: Store, sender: str) -> None:
    assert await text(store, "STOP", "kinpath", sender) == "keyword stop"
    assert len(sent(store, sender)) == 1


@pytest.mark.parametrize(
    ("env", "confirmed_by"),
    [
        ({}, "kinpath"),
        ({"KINPATH_STOP_CONFIRMED_BY": "twilio"}, "twilio"),
        (
            {
                "KINPATH_SMS": "twilio",
                "TWILIO_ACCOUNT_SID": "AC",
                "TWILIO_AUTH_TOKEN": "t",
                "TWILIO_FROM": "+15005550006",
                "KINPATH_PUBLIC_URL": "https://kinpath.example.org",
                "KINPATH_SECRET_KEY": "a key for tests and nothing else",
            },
            "twilio",
        ),
    ],
)
def test_twilio_confirms_unless_there_is_none(env: dict[str, str], confirmed_by: str) -> None:
    assert Settings.from_env(env).stop_confirmed_by == confirmed_by
