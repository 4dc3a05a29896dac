"""A family on the web leaves the page: her navigator's words reach the phone she gave, once that phone agreed."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from bot.conversations import contacts
from bot.delivery.outbox import OutboxMessage
from bot.handoff import desk, follow_up, reaching, relay
from bot.store import digest, now
from tests.handoff.scene import Scene

PHONE = "+15550107777"


def on_phone(scene: Scene) -> list[tuple[str, datetime | None]]:
    """What goes to the phone, and when at the earliest; what was taken back is left out."""
    with scene.store.reading() as session:
        query = select(OutboxMessage).where(OutboxMessage.recipient_digest == digest(PHONE))
        rows = session.execute(query.order_by(OutboxMessage.id)).scalars()
        return [(row.body, row.not_before) for row in rows if row.status != "cancelled"]


def on_web(scene: Scene, lent: bool = True) -> str:
    """A family on the web with a navigator, and a phone that said YES."""
    scene.navigator("Ana")
    code = scene.asks("Rosa", channel="web")
    if lent:
        assert scene.says("Rosa", "(555) 010-7777")
        assert scene.says("Rosa", "yes", from_phone=PHONE)
    scene.texts("Ana", "yes")
    scene.got("Rosa")
    return code


def seen(scene: Scene) -> int:
    """The page shows everything there is."""
    with scene.store.transaction() as session:
        last = max(row.id for row in session.execute(select(OutboxMessage)).scalars())
        return reaching.seen(session, scene.conversations["Rosa"], last)


def test_she_is_asked_once_and_no_is_an_answer(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa", channel="web")
    assert scene.got("Rosa")[-1] == "If you close this page, may we text you? Send your phone number, or NO."
    assert scene.says("Rosa", "no") and "keep this page open" in scene.got("Rosa")[0]
    assert not scene.says("Rosa", "no"), "a second no is for somebody else"
    scene.tick(10)
    assert not [body for body in scene.got("Rosa") if "may we text you" in body]


def test_a_bare_yes_is_asked_for_the_number_and_a_short_one_is_told_so(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa", channel="web")
    question = scene.got("Rosa")[-1]
    assert scene.says("Rosa", "yes") and scene.got("Rosa") == [question]
    assert scene.says("Rosa", "213-555") and "not a phone number" in scene.got("Rosa")[0]
    assert scene.says("Rosa", "no")
    assert not scene.says("Rosa", "213-555"), "nobody asks any more"


def test_a_family_on_sms_is_not_asked(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa")
    assert not [body for body in scene.got("Rosa") if "may we text you" in body]


@pytest.mark.parametrize(
    "said", ["123", "90022", "213-555", "call me at 555 010 7777", "2135550142000000000", "hello"]
)
def test_what_is_no_number_is_not_taken_for_one(scene: Scene, said: str) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa", channel="web")
    assert not scene.says("Rosa", said) or "not a phone number" in scene.got("Rosa")[-1]
    assert scene.case("Rosa").follow_up_phone is None


def test_the_phone_is_asked_before_anything_else_reaches_it(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa", channel="web")
    scene.says("Rosa", "555-010-7777")
    ((question, _),) = on_phone(scene)
    assert "Someone on our web page gave this number" in question and "Reply YES" in question
    scene.texts("Ana", "yes"), scene.texts("Ana", "hello")
    assert len(on_phone(scene)) == 1, "it has not agreed"
    scene.says("Rosa", "yes", from_phone=PHONE)
    assert "You can answer here too" in on_phone(scene)[-1][0]
    assert scene.got("Rosa")[-1] == "Your phone is ready. You can close this page."


def test_words_that_the_page_shows_are_not_texted_too(scene: Scene) -> None:
    on_web(scene)
    before = len(on_phone(scene))
    scene.texts("Ana", "hello")
    body, wait_until = on_phone(scene)[-1]
    assert body == "Ana: hello" and wait_until is not None and wait_until > now()
    assert seen(scene) >= 1
    assert len(on_phone(scene)) < before + 1 and "Ana: hello" not in [body for body, _ in on_phone(scene)]


def test_words_that_no_page_shows_are_texted_in_parts_under_her_name(scene: Scene) -> None:
    on_web(scene)
    words = " ".join(f"word{number}" for number in range(90))
    scene.texts("Ana", words)
    assert scene.got("Rosa") == [words], "the page has it whole"
    parts = [body for body, _ in on_phone(scene) if "word" in body]
    assert len(parts) == 3 and parts[0].startswith("Ana: word0") and parts[2].endswith("(3/3)")


def test_she_answers_from_the_phone_and_is_answered_there_at_once(scene: Scene) -> None:
    code = on_web(scene)
    with scene.store.transaction() as session:
        phone = contacts.for_phone(session, PHONE)
        case = desk.open_case(session, phone.id)
        assert case is not None and case.code == code and desk.person_is_speaking(session, phone.id)
    scene.writes("Rosa", "I had to leave the page", by_phone=True)
    assert scene.got("Ana")[-1] == f"{code} Family: I had to leave the page"
    scene.texts("Ana", "no problem")
    assert on_phone(scene)[-1] == ("Ana: no problem", None)
    scene.writes("Rosa", "back on the page", by_phone=False)
    scene.texts("Ana", "good")
    assert on_phone(scene)[-1][1] is not None, "the page is looked at first again"


def test_stop_from_the_phone_ends_texts_and_the_page_goes_on(scene: Scene) -> None:
    on_web(scene)
    with scene.store.transaction() as session:
        phone = contacts.for_phone(session, PHONE)
        contacts.opt_out(session, phone.contact)
        desk.family_stopped(session, phone.id, scene.at)
    count = len(on_phone(scene))
    scene.texts("Ana", "still there?")
    assert scene.got("Rosa")[-1] == "still there?" and len(on_phone(scene)) == count
    assert scene.state("Rosa") == "accepted" and scene.case("Rosa").follow_up_phone is None


def test_a_phone_that_said_stop_before_or_is_a_navigators_is_not_texted(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa", channel="web")
    with scene.store.transaction() as session:
        contacts.opt_out(session, contacts.for_phone(session, PHONE).contact)
    scene.got("Ana")
    for number in (PHONE, scene.numbers["Ana"]):
        assert scene.says("Rosa", number)
        assert scene.got("Rosa")[-1] == "I can't text that phone. Please keep this page open."
    assert on_phone(scene) == [] and scene.got("Ana") == []


def test_no_more_than_three_phones_are_asked_in_a_case(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa", channel="web")
    for number in range(follow_up.TRIES + 1):
        scene.says("Rosa", f"+1555010888{number}")
    told = scene.got("Rosa")[-(follow_up.TRIES + 1) :]
    assert ["I texted" in body for body in told] == [True, True, True, False]


def test_a_yes_to_something_else_is_not_taken_for_agreement(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa", channel="web")
    scene.says("Rosa", "555-010-7777")
    scene.asks("Other")
    assert not scene.says("Other", "yes"), "another phone agrees to nothing"
    assert scene.case("Rosa").follow_up_confirmed_at is None


def test_erasing_from_the_phone_erases_the_page_s_case_too(scene: Scene) -> None:
    code = on_web(scene)
    with scene.store.transaction() as session:
        phone = contacts.for_phone(session, PHONE)
        others = desk.erase(session, phone.id, scene.at)
    assert others == [scene.conversations["Rosa"]]
    case = scene.case(code)
    assert case.closed_because == "erased" and case.follow_up_phone is None and case.summary is None
    assert all(body != "Ana: hello" for body, _ in on_phone(scene))


def test_a_copy_that_does_not_arrive_is_told_to_the_navigator(scene: Scene) -> None:
    code = on_web(scene)
    scene.texts("Ana", "hello")
    with scene.store.transaction() as session:
        query = select(OutboxMessage).where(OutboxMessage.key.contains(":copy:"))
        copy = session.execute(query.order_by(OutboxMessage.id.desc())).scalars().first()
        assert copy is not None
        relay.undelivered(session, copy)
    assert scene.got("Ana") == [f"{code}: your last message did not reach the family's phone."]
