"""`kinpath delivery`: how messages stand, dead letters without anybody's number, and sending them again."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics
from bot.cli import parser
from bot.delivery import dispatch, inbox, meanings, outbox
from bot.delivery.outbox import OutboxMessage
from bot.store import Store, now

MOTHER, FATHER, AUNT = "+12135550142", "+12135550143", "+12135550144"


def run(store: Store, *words: str) -> int:
    parsed = parser().parse_args(["delivery", *words])
    return int(parsed.handler(parsed, store))


@pytest.fixture()
def dead(store: Store) -> list[int]:
    """Three dead letters, and one message and one text that wait."""
    with store.transaction() as session:
        codes = {MOTHER: "30007", FATHER: "30006", AUNT: "30007"}
        for number in codes:
            outbox.put(session, key=f"in:{number[-1]}:0", channel="sms", recipient=number, body="secreto")
        for message in dispatch.claim_due(session, "test", 60, 9):
            dispatch.refused(session, message, codes[message.recipient])
        earlier = now() - timedelta(minutes=5)
        outbox.put(session, key="waits", channel="sms", recipient=MOTHER, body="hola", at=earlier)
        inbox.take_in(session, "SM1", "sms", MOTHER, "+1", "hola", at=earlier)
        rows = session.query(OutboxMessage).filter_by(status=outbox.FAILED).order_by(OutboxMessage.id)
        return [row.id for row in rows]


def statuses(store: Store) -> dict[int, str]:
    with store.reading() as session:
        return {row.id: row.status for row in session.query(OutboxMessage)}


def test_state_says_what_waits_and_for_how_long(
    store: Store, dead: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(store, "state") == 0
    said = capsys.readouterr().out
    assert re.search(r"^inbox   1 waiting, the oldest for 3\d\d s; 0 given up$", said, re.MULTILINE)
    assert re.search(r"^outbox  1 waiting, the oldest for 3\d\d s; 3 given up$", said, re.MULTILINE)
    assert run(store, "state", "--json") == 0
    assert json.loads(capsys.readouterr().out)["outbox"]["failed"] == 3


def test_dead_letters_are_listed_without_numbers_or_words(
    store: Store, dead: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(store, "dead") == 0
    said = capsys.readouterr().out
    assert "3 dead letters" in said and "a landline" in said and "+1 ••• ••• 0143" in said
    assert not any(secret in said for secret in ("secreto", "213", "2135550142"))
    assert run(store, "dead", "--json", "--limit", "2") == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert [first["id"], second["id"]] == [dead[2], dead[1]]
    assert first["about"] == "answer" and first["code"] == "30007"


def test_a_dead_letter_is_sent_again(store: Store, dead: list[int]) -> None:
    assert run(store, "retry", str(dead[0])) == 0
    assert [statuses(store)[one] for one in dead] == ["queued", "failed", "failed"]


def test_all_of_one_code_are_sent_again(store: Store, dead: list[int]) -> None:
    assert run(store, "retry", "--code", "30007") == 0
    assert [statuses(store)[one] for one in dead] == ["queued", "failed", "queued"]


def test_what_is_no_dead_letter_is_said(
    store: Store, dead: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    with store.transaction() as session:
        outbox.forget(session, MOTHER)
    assert run(store, "retry", str(dead[0]), "99999", str(dead[1])) == 1
    captured = capsys.readouterr()
    assert "1 queued again" in captured.out and captured.err.count("no dead letter") == 2
    assert run(store, "retry") == 2


def test_nothing_dead_is_said_too(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(store, "dead") == 0 and "no dead letters" in capsys.readouterr().out


def test_prometheus_reads_ages_and_dead_letters(store: Store, dead: list[int]) -> None:
    with store.reading() as session:
        shown = metrics.figures(2, 9.5, session).decode()
    values = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(shown)
        for sample in family.samples
    }
    assert values[("kinpath_outbox_dead_letters", "30007")] == 2
    assert values[("kinpath_outbox_dead_letters", "30006")] == 1
    assert values[("kinpath_outbox_waiting",)] == 1 == values[("kinpath_inbox_waiting",)]
    assert 299 < values[("kinpath_outbox_oldest_seconds",)] < 360
    assert 299 < values[("kinpath_inbox_oldest_seconds",)] < 360
    assert values[("kinpath_spool_waiting",)] == 2 and values[("kinpath_spool_oldest_seconds",)] == 9.5
    assert "2135550142" not in shown


@pytest.mark.parametrize("code", ["30003", "30004", "30005", "30006", "30007", "21610", "21211"])
def test_operators_read_what_a_code_means(code: str) -> None:
    assert meanings.sentence(code) == meanings.SENTENCES[code]
    assert (
        meanings.sentence("63999").startswith("see https://")
        and meanings.sentence("timeout") == "tried too often"
    )
