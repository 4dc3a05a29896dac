"""Words across, both ways: whole, in order, once, and without a number."""

from __future__ import annotations

import pytest

from bot.conversations import contacts
from bot.conversations.contacts import Conversation
from bot.delivery import dispatch, gsm, outbox
from bot.delivery.outbox import OutboxMessage
from bot.delivery.outcomes import Outcomes
from bot.handoff import desk, relay
from bot.handoff.states import NotAllowed
from bot.store import now
from tests.handoff.scene import Scene


def test_long_words_are_split_where_words_end_and_marked(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    words = " ".join(f"word{number}" for number in range(90))
    scene.writes("Rosa", words)
    parts = scene.got("Ana")
    assert len(parts) == 3 and parts[0].endswith("(1/3)") and parts[2].endswith("(3/3)")
    assert all(part.startswith(f"{code} Family: ") and gsm.segments(part) <= 2 for part in parts)
    assert " ".join(p.removeprefix(f"{code} Family: ").rsplit(" (", 1)[0] for p in parts) == words
    scene.texts("Ana", words)
    back = scene.got("Rosa")
    assert " ".join(p.removeprefix("Ana: ").rsplit(" (", 1)[0] for p in back) == words


@pytest.mark.parametrize("words", ["\U0001f600" * 2000, "x" * 10_000, "我们需要帮助，" * 300])
def test_very_long_words_arrive_whole_in_few_messages(scene: Scene, words: str) -> None:
    code = scene.accepted("Rosa")
    scene.writes("Rosa", words)
    parts = scene.got("Ana")
    assert "".join(p.removeprefix(f"{code} Family: ").rsplit(" (", 1)[0] for p in parts) == words
    assert all(len(part) <= outbox.LONGEST_SMS and gsm.segments(part) <= 8 for part in parts)


def test_a_nul_byte_and_blank_space_are_no_words(scene: Scene) -> None:
    scene.accepted("Rosa")
    scene.writes("Rosa", " \0 ")
    assert scene.got("Ana") == []
    assert scene.got("Rosa") == ["Your message had no words. Please write to Ana again."]
    assert scene.texts("Ana", " \0 ") == [] and scene.got("Rosa") == []


def test_the_same_message_is_carried_once(scene: Scene) -> None:
    scene.accepted("Rosa")
    for _ in range(2):
        scene.writes("Rosa", "hello", inbound=500)
    assert len(scene.got("Ana")) == 1


def test_words_keep_their_order(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    for number in range(20):
        scene.writes("Rosa", f"line {number}")
    assert scene.got("Ana") == [f"{code} Family: line {number}" for number in range(20)]
    with scene.store.reading() as session:
        speakers = [row.speaker for row in relay.spoken(session, scene._case(session, "Rosa"))]
    assert speakers == ["family"] * 20


def test_nothing_is_carried_without_a_navigator(scene: Scene) -> None:
    scene.navigator("Ana"), scene.navigator("Bea")
    scene.asks("Rosa")
    with pytest.raises(NotAllowed):
        scene.writes("Rosa", "hello")
    scene.texts("Ana", "yes")
    with pytest.raises(NotAllowed):
        scene.does(
            lambda s, bea, case, at: relay.from_navigator(s, bea, case, 900, "hi", at=at), "Bea", "Rosa"
        )


def test_a_navigator_of_a_family_who_stopped_hears_so(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    with scene.store.transaction() as session:
        contacts.opt_out(session, session.get(Conversation, scene.conversations["Rosa"]).contact)
    assert scene.texts("Ana", "are you there?") == [
        f"{code} is closed: the family no longer needs a person. Thank you."
    ]
    assert scene.state("Rosa") == "closed" and scene.got("Rosa") == []


def _fail(scene: Scene, name: str, code: str) -> None:
    """The carrier refuses all that is due to this phone."""
    outcomes = Outcomes(failed=relay.undelivered)
    while True:
        with scene.store.transaction() as session:
            due = dispatch.claim_due(session, "a", 30, 100, now())
            mine = [message for message in due if message.recipient == scene.numbers[name]]
            for message in due:
                if message in mine:
                    dispatch.refused(session, message, code, outcomes)
                else:
                    dispatch.accepted(session, message, f"SM{message.id}")
            if not due:
                return


def test_a_navigator_hears_that_her_words_did_not_arrive(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    _send_all(scene)
    scene.texts("Ana", " ".join(["word"] * 150))
    scene.got("Ana")
    _fail(scene, "Rosa", "30005")
    assert scene.got("Ana") == [f"{code}: your last message did not reach the family's phone."]


def test_a_family_does_not_wait_for_a_navigator_out_of_reach(scene: Scene) -> None:
    scene.navigator("Bea"), scene.texts("Bea", "away")
    scene.accepted("Rosa")
    scene.texts("Bea", "back")
    _send_all(scene)
    scene.writes("Rosa", "hello?")
    _fail(scene, "Ana", "30005")
    assert "Ana can't go on right now" in scene.got("Rosa")[-1]
    assert scene.offered("Rosa") == ["Bea"]


def test_an_alert_that_does_not_arrive_passes_to_the_next(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa")
    _fail(scene, "Ana", "21610")
    assert scene.state("Rosa") == "scheduled" and scene.offered("Rosa") == []


def test_other_failures_tell_nobody(scene: Scene) -> None:
    scene.accepted("Rosa")
    _fail(scene, "Rosa", "30005")
    assert scene.got("Ana") == []
    scene.texts("Ana", "hello")
    scene.does(desk.close, "Ana", "Rosa")
    scene.got("Ana")
    _fail(scene, "Rosa", "30005")
    assert scene.got("Ana") == []


def _send_all(scene: Scene) -> None:
    while True:
        with scene.store.transaction() as session:
            due = dispatch.claim_due(session, "a", 30, 100, now())
            for message in due:
                dispatch.accepted(session, message, f"SM{message.id}")
            if not due:
                return


def test_speakers_are_marked_for_the_widget(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa", channel="web")
    scene.texts("Ana", "yes")
    scene.texts("Ana", "x" * 3000)
    with scene.store.reading() as session:
        rows = outbox.since(session, scene.conversations["Rosa"], 0)
    assert [row.speaker for row in rows] == ["kinpath", "kinpath", "kinpath", "navigator"]
    assert rows[-1].body == "x" * 3000, "a page needs no parts"
    assert isinstance(rows[-1], OutboxMessage)
