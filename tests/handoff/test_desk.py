"""Cases move as the desk's states allow; nobody is forgotten and nobody is told too much."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from bot.conversations import contacts
from bot.handoff import desk, navigators
from bot.handoff.models import Case, CaseEvent, Navigator, Offer
from bot.handoff.states import CaseState, NotAllowed
from bot.store import Store
from tests.handoff.conftest import NOON, ROSA, Desk


def test_a_wave_asks_three_at_most(at_desk: Desk) -> None:
    for name in ("Ana", "Bea", "Cruz", "Dora"):
        at_desk.navigator(name)
    at_desk.request()
    assert len(at_desk.session.scalars(select(Offer)).all()) == 3


def test_who_does_not_speak_the_language_is_not_asked(at_desk: Desk) -> None:
    linh = at_desk.navigator("Linh", ["vi", "en"])
    case = at_desk.request()
    assert at_desk.all(linh.phone) == []
    assert case.state == CaseState.SCHEDULED.value


def test_the_community_asked_for_comes_first(at_desk: Desk) -> None:
    at_desk.navigator("Ana")
    at_desk.navigator("Bea")
    at_desk.navigator("Cruz")
    dora = at_desk.navigator("Dora", communities=["indigenous_latam"])
    at_desk.request(community="indigenous_latam")
    assert at_desk.all(dora.phone)


def test_the_alert_has_no_summary_no_number_and_no_need(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    at_desk.request(
        needs=["perinatal_mental_health"], county="Kern", summary="Llora mucho, 4 semanas de parto"
    )
    alert = at_desk.all(ana.phone)[0]
    assert "Kern" in alert and "Llora" not in alert and "ánimo" not in alert and "emocional" not in alert


def test_yes_gives_her_the_summary_and_the_family_a_name(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    case = at_desk.request()
    assert "comida" in at_desk.says(ana, "SÍ")[-1]
    assert case.state == CaseState.ACCEPTED.value
    assert "Ana" in at_desk.all(ROSA)[-1]
    assert desk.person_is_speaking(at_desk.session, at_desk.conversation.id)


def test_the_others_hear_that_it_is_taken(at_desk: Desk) -> None:
    ana, bea = at_desk.navigator("Ana"), at_desk.navigator("Bea")
    case = at_desk.request()
    at_desk.says(ana, "yes")
    assert case.code in at_desk.all(bea.phone)[-1]
    assert len(at_desk.all(bea.phone)) == 2


def test_ten_minutes_without_an_answer_go_on_to_the_next_wave(at_desk: Desk) -> None:
    first = [at_desk.navigator(name) for name in ("Ana", "Bea", "Cruz")]
    dora = at_desk.navigator("Dora")
    for one in first:
        one.idle_since = NOON.replace(hour=1)
    at_desk.request()
    assert at_desk.all(dora.phone) == []
    at_desk.later(minutes=11)
    assert len(at_desk.all(dora.phone)) == 1


def test_all_of_a_wave_saying_no_does_not_wait(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    boss = at_desk.navigator("Eva", ["en"], supervisor=True)
    at_desk.request()
    at_desk.says(ana, "no")
    assert len(at_desk.all(boss.phone)) == 1


def test_when_nobody_is_there_she_is_told_so_and_the_lines_that_answer_now(at_desk: Desk) -> None:
    case = at_desk.request()
    assert case.state == CaseState.SCHEDULED.value
    assert "211" in at_desk.all(ROSA)[-1] and "988" in at_desk.all(ROSA)[-1]


def test_who_comes_back_is_offered_the_oldest_that_waits(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    at_desk.says(ana, "AWAY")
    case = at_desk.request()
    said = at_desk.says(ana, "BACK")
    assert any(case.code in words for words in said)


def test_done_drains_the_queue_too(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana", capacity=1)
    first = at_desk.request()
    at_desk.says(ana, "yes")
    other = contacts.for_phone(at_desk.session, "+12135550199")
    waiting = desk.request(at_desk.session, other, summary="s", needs=[], language="es", at=at_desk.at)
    assert waiting.state == CaseState.SCHEDULED.value
    at_desk.says(ana, "done")
    assert first.state == CaseState.CLOSED.value and waiting.state == CaseState.OFFERED.value


def test_nobody_has_more_than_her_capacity(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana", capacity=1)
    at_desk.request()
    at_desk.says(ana, "yes")
    other = contacts.for_phone(at_desk.session, "+12135550199")
    desk.request(at_desk.session, other, summary="s", needs=[], language="es", at=at_desk.at)
    assert sum("Kinpath" in words for words in at_desk.all(ana.phone)) == 1


def test_a_second_wish_while_one_is_open_makes_no_second_case(at_desk: Desk) -> None:
    at_desk.navigator("Ana")
    assert at_desk.request().id == at_desk.request().id
    assert len(at_desk.session.scalars(select(Case)).all()) == 1


def test_after_three_days_she_is_told_the_truth(at_desk: Desk) -> None:
    case = at_desk.request()
    at_desk.later(days=3, hours=2)
    assert case.state == CaseState.EXPIRED.value
    assert "211" in at_desk.all(ROSA)[-1]


def test_the_family_can_end_it_and_the_navigator_hears_so(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    case = at_desk.request()
    at_desk.says(ana, "yes")
    desk.family_closes(at_desk.session, case, at_desk.at)
    assert case.state == CaseState.CLOSED.value
    assert case.code in at_desk.all(ana.phone)[-1]
    assert not desk.person_is_speaking(at_desk.session, at_desk.conversation.id)


def test_erasing_leaves_nothing_of_her_at_the_desk(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    case = at_desk.request()
    at_desk.says(ana, "yes")
    at_desk.rosa_says(case, "mi palabra jacaranda")
    at_desk.says(ana, f"NOTE {case.code} le gusta la jacaranda")
    desk.erase(at_desk.session, at_desk.conversation.id, at_desk.at)
    assert case.summary == "" and case.state == CaseState.CLOSED.value
    notes = [event.note for event in at_desk.session.scalars(select(CaseEvent))]
    assert not any(notes)
    assert case.code in at_desk.all(ana.phone)[-1]


def test_danger_in_a_handoff_is_told_without_the_words(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    case = at_desk.request()
    at_desk.says(ana, "yes")
    desk.tell_crisis(at_desk.session, case, "suicide", at_desk.at)
    assert case.code in at_desk.all(ana.phone)[-1]


@pytest.mark.parametrize("move", ["close", "expire_wave", "decline_offer"])
def test_a_transition_that_the_state_does_not_allow_is_refused(at_desk: Desk, move: str) -> None:
    ana = at_desk.navigator("Ana")
    case = at_desk.request()
    at_desk.says(ana, "yes")
    desk.close(at_desk.session, ana, case, at_desk.at)
    with pytest.raises(NotAllowed):
        if move == "expire_wave":
            desk.expire_wave(at_desk.session, case, at_desk.at)
        else:
            getattr(desk, move)(at_desk.session, ana, case, at_desk.at)


def test_every_move_is_in_the_audit(at_desk: Desk) -> None:
    ana = at_desk.navigator("Ana")
    at_desk.request()
    at_desk.says(ana, "yes")
    at_desk.says(ana, "done")
    whats = [event.what for event in at_desk.session.scalars(select(CaseEvent).order_by(CaseEvent.id))]
    assert whats == ["requested", "wave 1 of 1", "accepted", "closed"]


def test_no_number_crosses_whatever_is_said(at_desk: Desk) -> None:
    ana, bea = at_desk.navigator("Ana"), at_desk.navigator("Bea")
    case = at_desk.request()
    at_desk.says(ana, "yes")
    at_desk.says(bea, "yes")
    at_desk.rosa_says(case, "hola " * 200)
    at_desk.says(ana, "buenas " * 200)
    at_desk.says(ana, "INFO")
    at_desk.says(ana, "DONE")
    numbers = {ROSA[2:], ana.phone[2:], bea.phone[2:]}
    for _, words in at_desk.everything():
        assert not any(number in re.sub(r"\D", "", words) for number in numbers), words


def test_of_twenty_who_say_yes_at_once_one_has_it(store: Store) -> None:
    with store.transaction() as session:
        asked = [navigators.add(session, f"N{n}", f"+1213555{n:04d}", ["es"]).id for n in range(20)]
        conversation = contacts.for_phone(session, ROSA)
        case = desk.request(session, conversation, summary="s", needs=[], language="es")
        for one in asked:
            session.add(Offer(case_id=case.id, navigator_id=one, wave=1, state="open", at=NOON))
        case_id = case.id

    def yes(navigator_id: str) -> bool:
        with store.transaction() as session:
            navigator, wanted = session.get(Navigator, navigator_id), session.get(Case, case_id)
            assert navigator is not None and wanted is not None
            return desk.accept(session, navigator, wanted)

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(yes, asked))
    assert sum(won) == 1
