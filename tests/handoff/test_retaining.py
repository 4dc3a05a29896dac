"""Retention: what is too old is forgotten, what is not stays, and one server does it once a day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from bot.conversations import contacts
from bot.conversations.contacts import Contact, Conversation
from bot.conversations.tracker_row import TrackerRow
from bot.delivery import outbox
from bot.delivery.inbox import InboundMessage
from bot.delivery.outbox import OutboxMessage
from bot.handoff import drafts, figures, retaining
from bot.handoff.models import Case, CaseNote
from bot.handoff.retaining import Days
from bot.handoff.wishes import Wish
from tests.handoff.scene import SECRET, Scene

DAYS = Days(words=90, cases=30, contacts=365)


def _run(scene: Scene, days: float) -> dict[str, int]:
    return retaining.run(scene.store, DAYS, scene.at + timedelta(days=days))


def _closed(scene: Scene) -> str:
    code = scene.accepted("Rosa", agreed={"needs": ["food"]})
    (
        scene.writes("Rosa", "my secret words"),
        scene.texts("Ana", "an answer"),
        scene.texts("Ana", "NOTE of hers"),
    )
    scene.texts("Ana", "DONE")
    return code


def _words(scene: Scene) -> str:
    with scene.store.reading() as session:
        bodies = [row.body for row in session.execute(select(InboundMessage)).scalars()]
        return " ".join([*bodies, *(row.body for row in session.execute(select(OutboxMessage)).scalars())])


def test_what_was_said_in_a_closed_case_goes_and_its_figures_stay(scene: Scene) -> None:
    code = _closed(scene)
    assert sum(_run(scene, 29).values()) == 0 and "my secret words" in _words(scene)
    assert _run(scene, 31)["closed cases"] == 1
    for gone in ("secret", "an answer", "of hers", SECRET):
        assert gone not in _words(scene)
    case = scene.case(code)
    assert case.summary is None and case.agreed is None and case.first_word_at is not None
    with scene.store.reading() as session:
        assert session.execute(select(CaseNote)).first() is None
        assert len(figures._cases(session, None)) == 1
    assert _run(scene, 32)["closed cases"] == 0


def test_an_open_case_keeps_its_words(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    scene.writes("Rosa", "hello")
    _run(scene, 40)
    assert scene.case(code).summary == SECRET and "hello" in _words(scene)


def test_old_messages_are_emptied_and_still_counted(scene: Scene) -> None:
    scene.accepted("Rosa")
    with scene.store.transaction() as session:
        for row in session.execute(select(OutboxMessage)).scalars():
            row.status, row.created_at = outbox.DELIVERED, scene.at
        waiting = outbox.put(
            session, key="w", channel="sms", recipient="+15550101234", body="waits", at=scene.at
        )
        assert waiting.status == outbox.QUEUED
    forgotten = _run(scene, 91)
    assert forgotten["messages sent"] == 4 and forgotten["messages received"] >= 1
    assert "waits" in _words(scene), "what was not sent yet is not forgotten"
    with scene.store.reading() as session:
        rows = session.execute(select(OutboxMessage)).scalars().all()
        assert [row.body for row in rows if row.status == outbox.DELIVERED] == [""] * 4
        assert all(row.recipient == "" for row in rows if row.status == outbox.DELIVERED)


def test_families_nobody_heard_from_for_a_year_are_forgotten_but_for_a_stop(scene: Scene) -> None:
    scene.family("Rosa"), scene.family("Lupe"), scene.family("Web", channel="web"), scene.family("New")
    with scene.store.transaction() as session:
        for conversation in session.execute(select(Conversation)).scalars():
            conversation.created_at = conversation.contact.created_at = scene.at
            session.add(TrackerRow(conversation_id=conversation.id, events="[]", updated_at=scene.at))
        session.get(Conversation, scene.conversations["New"]).last_heard_at = scene.at + timedelta(days=300)
        contacts.opt_out(session, session.get(Conversation, scene.conversations["Lupe"]).contact)
        drafts.keep(session, scene.conversations["Rosa"], ["place"], Wish())
    forgotten = _run(scene, 366)
    assert forgotten["conversations"] == 3 and forgotten["memories of conversations"] == 4
    with scene.store.transaction() as session:
        assert session.execute(select(Conversation.id)).scalars().all() == [scene.conversations["New"]]
        assert len(session.execute(select(Contact)).scalars().all()) == 2
        assert contacts.has_stopped(session, scene.numbers["Lupe"]), "STOP holds"
        again = contacts.for_phone(session, scene.numbers["Lupe"])
        assert again.contact.opted_out_at is not None and again.contact.phone == scene.numbers["Lupe"]


def test_one_of_many_servers_does_it_once_a_day(scene: Scene) -> None:
    def due(hours: float) -> int:
        def ask(_: int) -> bool:
            with scene.store.transaction() as session:
                return retaining.is_due(session, scene.at + timedelta(hours=hours))

        with ThreadPoolExecutor(6) as pool:
            return sum(pool.map(ask, range(6)))

    assert [due(0), due(1), due(23), due(24.5), due(25)] == [1, 0, 0, 1, 0]


def test_the_case_itself_outlives_its_words(scene: Scene) -> None:
    code = _closed(scene)
    _run(scene, 400)
    with scene.store.reading() as session:
        assert session.execute(select(Case.code)).scalars().all() == [code]
