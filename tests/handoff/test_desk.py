"""From asking to closing: every transition, what it says to whom, and what is not allowed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from bot.handoff import asking, desk, navigators
from bot.handoff.models import Case
from bot.handoff.states import MAY_FOLLOW, OPEN, SENTENCES, CaseState, NotAllowed
from tests.handoff.scene import SECRET, Scene


def test_the_whole_way_from_asking_to_done(scene: Scene) -> None:
    scene.navigator("Ana", "en", "es")
    code = scene.asks("Rosa", "perinatal_mental_health", county="Los Angeles")
    (asked,) = scene.got("Rosa")
    assert "asking our navigators" in asked and "10 minutes" in asked
    (alert,) = scene.got("Ana")
    assert alert == (
        f"Kinpath {code}: a family (English, Los Angeles) asks for a person about a growing family. "
        "Reply YES or NO."
    )
    assert not scene.speaking("Rosa"), "while her case is offered she still talks with the bot"
    (yours,) = scene.texts("Ana", "YES")
    assert yours.startswith(f"{code} is yours. {SECRET}\nWhat you text now goes to the family")
    assert "Text DONE when you are finished" in yours
    (here,) = scene.got("Rosa")
    assert here.startswith("Ana, a peer navigator, is here") and scene.speaking("Rosa")
    scene.writes("Rosa", "hello, my baby cries all night")
    assert scene.got("Ana") == [f"{code} Family: hello, my baby cries all night"]
    assert scene.texts("Ana", "I am here with you.") == []
    assert scene.got("Rosa") == ["Ana: I am here with you."]
    assert scene.texts("Ana", "DONE") == [f"{code} is closed. Thank you."]
    (how,) = scene.got("Rosa")
    assert "Ana has finished" in how and "How did it go?" in how
    assert not scene.speaking("Rosa") and scene.state("Rosa") == "closed"
    assert scene.trail("Rosa") == ["requested", "offered", "accepted", "closed"]


def test_the_alert_says_no_detail_and_no_word_of_hers(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa", "pregnancy_loss", "food", summary="I lost my baby, my name is Rosa")
    (alert,) = scene.got("Ana")
    assert "about money and basic needs and a growing family" in alert and "county not said" in alert
    assert "baby" not in alert and "Rosa" not in alert


def test_a_family_may_share_nothing_beforehand(scene: Scene) -> None:
    scene.navigator("Ana")
    code = scene.asks("Rosa", summary=None)
    scene.got("Ana")
    assert "did not want to say more" in scene.texts("Ana", f"YES {code}")[0]


def test_asking_again_keeps_the_case_and_tells_how_it_stands(scene: Scene) -> None:
    scene.navigator("Ana")
    code = scene.asks("Rosa")
    scene.got("Rosa"), scene.got("Ana")
    assert scene.asks("Rosa") == code
    assert scene.got("Rosa") == ["You are in line already. I'll tell you as soon as someone is here."]
    assert scene.got("Ana") == []
    scene.texts("Ana", "yes")
    scene.got("Rosa")
    assert scene.asks("Rosa") == code and scene.got("Rosa") == ["Ana is here with you. Just write."]


def test_who_asks_again_while_in_line_is_offered_to_whoever_is_free_by_then(scene: Scene) -> None:
    code = scene.asks("Rosa")
    assert scene.state("Rosa") == "scheduled"
    scene.got("Rosa")
    assert scene.asks("Rosa") == code and "in line already" in scene.got("Rosa")[0]
    scene.navigator("Ana")
    scene.asks("Rosa")
    assert scene.offered("Rosa") == ["Ana"]


def test_waves_of_three_then_supervisors_then_the_honest_word(scene: Scene) -> None:
    for number in range(5):
        scene.navigator(f"N{number}")
        scene.wait(1)
    scene.navigator("Sue", supervisor=True)
    code = scene.asks("Rosa")
    assert scene.offered("Rosa") == ["N0", "N1", "N2"], "the longest idle first"
    scene.got("Rosa")
    assert scene.tick(9.9) == 0 and scene.tick(0.1) == 1
    assert scene.offered("Rosa") == ["N3", "N4"]
    assert "asking others" in scene.got("Rosa")[0]
    assert "others are asked now" in scene.got("N0")[-1]
    scene.tick(10)
    assert scene.offered("Rosa") == ["Sue"]
    scene.got("Rosa")
    scene.tick(10)
    assert scene.state("Rosa") == "scheduled" and scene.offered("Rosa") == []
    (honest,) = scene.got("Rosa")
    assert "No navigator is free right now" in honest and "211" in honest and "988" in honest
    assert f"{code}: nobody could take a family who speaks English" in scene.got("Sue")[-1]


def test_a_late_yes_still_counts_while_nobody_else_came(scene: Scene) -> None:
    scene.navigator("Ana"), scene.navigator("Sue", supervisor=True)
    code = scene.asks("Rosa")
    scene.tick(10)
    assert scene.offered("Rosa") == ["Sue"]
    scene.texts("Ana", f"yes {code}")
    assert scene.state("Rosa") == "accepted"
    assert "taken by someone else" in scene.got("Sue")[-1]


def test_when_all_of_a_wave_say_no_the_next_is_asked_at_once(scene: Scene) -> None:
    for number in range(4):
        scene.navigator(f"N{number}")
    code = scene.asks("Rosa")
    first = scene.offered("Rosa")
    (last,) = {"N0", "N1", "N2", "N3"} - set(first)
    for name in first:
        assert f"All right, {code} goes on" in scene.texts(name, "no")[-1]
    assert scene.offered("Rosa") == [last]
    scene.texts(last, "NO")
    assert scene.state("Rosa") == "scheduled"


def test_the_others_hear_that_it_is_taken(scene: Scene) -> None:
    for number in range(3):
        scene.navigator(f"N{number}")
    code = scene.asks("Rosa")
    for number in range(3):
        scene.got(f"N{number}")
    scene.texts("N1", "yes")
    for name in ("N0", "N2"):
        assert scene.got(name) == [f"{code} is taken by someone else. Thank you for being there."]
    assert scene.texts("N0", f"yes {code}") == [f"{code} is not open for you any more. Thank you."]


def test_twenty_navigators_say_yes_at_the_same_moment_and_one_has_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "WAVE_SIZE", 20)
    names = [f"N{number}" for number in range(20)]
    for name in names:
        scene.navigator(name)
    code = scene.asks("Rosa")
    assert len(scene.offered("Rosa")) == 20

    def yes(name: str) -> bool:
        return bool(scene.does(desk.accept, name, code))

    with ThreadPoolExecutor(20) as pool:
        won = list(pool.map(yes, names))
    assert sum(won) == 1
    case = scene.case("Rosa")
    with scene.store.reading() as session:
        holder = navigators.for_phone(session, scene.numbers[names[won.index(True)]])
    assert case.navigator_id == holder.id
    assert scene.trail("Rosa").count("accepted") == 1
    assert len([body for body in scene.everything("Rosa") if "is here with you" in body]) == 1
    for name, had in zip(names, won, strict=True):
        assert any("is yours" in body for body in scene.everything(name)) == had


def test_the_one_update_decides_even_without_the_lock(scene: Scene) -> None:
    """Two who both read «offered» before either wrote: the update itself lets only one through."""
    scene.navigator("Ana"), scene.navigator("Bea")
    code = scene.asks("Rosa")
    with scene.store.reading() as session:
        stale = scene._case(session, code)
        assert stale.state == "offered"
    scene.texts("Ana", f"yes {code}")
    with scene.store.transaction() as session:
        session.add(stale)
        bea = navigators.for_phone(session, scene.numbers["Bea"])
        assert desk.accept(session, bea, stale, scene.at) is False


def test_matching_asks_who_can_and_who_fits_best(scene: Scene) -> None:
    scene.navigator("Full", "es", capacity=1), scene.accepted("Other", by="Full", family_language="es")
    scene.navigator("OnlyEnglish", "en")
    scene.navigator("Plain", "es")
    scene.navigator("Topic", "es", topics=["food"])
    scene.navigator("County", "es", counties=["Kern"])
    scene.navigator("Community", "es", communities=["indigenous_latam"])
    scene.navigator("Away", "es"), scene.texts("Away", "away")
    scene.family("Rosa", "es")
    scene.asks("Rosa", "food", county="Kern", community="indigenous_latam")
    assert scene.offered("Rosa") == ["Community", "Topic", "County"]
    scene.asks("Lupe", "food", county="Kern", family_language="es")
    assert scene.offered("Lupe") == ["Topic", "County", "Plain"], "no community is inferred"


def test_open_offers_count_against_capacity(scene: Scene) -> None:
    scene.navigator("Ana", capacity=1)
    scene.asks("Rosa"), scene.asks("Lupe")
    assert scene.offered("Rosa") == ["Ana"] and scene.offered("Lupe") == []
    assert scene.state("Lupe") == "requested"
    assert "with other families now" in scene.got("Lupe")[0]


def test_who_waits_for_a_busy_navigator_hears_the_truth_after_ten_minutes(scene: Scene) -> None:
    scene.navigator("Ana", capacity=1)
    scene.accepted("Rosa")
    scene.asks("Lupe")
    scene.writes("Rosa", "hi"), scene.texts("Ana", "hello")
    scene.got("Lupe")
    scene.tick(10)
    assert scene.state("Lupe") == "scheduled" and "No navigator is free" in scene.got("Lupe")[0]


@pytest.mark.parametrize("freed_by", ["DONE", "family", "PASS", "BACK", "NO"])
def test_whoever_is_free_gets_the_oldest_waiting_case(scene: Scene, freed_by: str) -> None:
    scene.navigator("Ana", capacity=1)
    if freed_by == "BACK":
        scene.texts("Ana", "AWAY")
    elif freed_by == "NO":
        code = scene.asks("Rosa")
    else:
        scene.accepted("Rosa")
    scene.wait(1), scene.asks("Old"), scene.wait(1), scene.asks("New")
    assert scene.offered("Old") == [] and scene.offered("New") == []
    if freed_by == "family":
        scene.does(desk.family_closes, "Rosa")
    else:
        scene.texts("Ana", freed_by if freed_by != "NO" else f"NO {code}")
    assert scene.offered("Old") == ["Ana"] and scene.offered("New") == []


def test_who_comes_back_gets_as_many_as_she_can_take_oldest_first(scene: Scene) -> None:
    for number in range(4):
        scene.asks(f"F{number}"), scene.wait(1)
    scene.navigator("Ana", capacity=3)
    scene.texts("Ana", "away"), scene.texts("Ana", "BACK")
    assert [scene.offered(f"F{number}") for number in range(4)] == [["Ana"], ["Ana"], ["Ana"], []]


def test_who_comes_free_joins_a_wave_that_is_not_full(scene: Scene) -> None:
    scene.navigator("Ana"), scene.navigator("Bea"), scene.texts("Bea", "away")
    scene.asks("Rosa")
    assert scene.offered("Rosa") == ["Ana"]
    scene.texts("Bea", "back")
    assert scene.offered("Rosa") == ["Ana", "Bea"]


def test_a_family_who_declines_before_anyone_came(scene: Scene) -> None:
    scene.navigator("Ana")
    code = scene.asks("Rosa")
    scene.got("Ana"), scene.got("Rosa")
    scene.does(desk.family_closes, "Rosa")
    assert scene.state("Rosa") == "declined_by_family"
    assert scene.got("Rosa") == ["You are back with Kinpath. Tell me what you need."]
    assert scene.got("Ana") == [f"{code} is closed: the family no longer needs a person. Thank you."]
    assert scene.texts("Ana", "yes") == [
        "There is no family waiting for your answer now. I'll text you when there is."
    ]


def test_a_family_who_ends_it_has_the_bot_back(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    scene.does(desk.family_closes, "Rosa")
    assert scene.state("Rosa") == "closed" and not scene.speaking("Rosa")
    assert f"{code} is closed: the family no longer needs a person" in scene.got("Ana")[0]
    assert "nobody got that" in scene.texts("Ana", "one more thing")[0]


def test_stop_in_a_case_ends_it_and_says_no_word_to_her(scene: Scene) -> None:
    scene.accepted("Rosa")
    with scene.store.transaction() as session:
        desk.family_stopped(session, scene.conversations["Rosa"], scene.at)
        desk.family_stopped(session, scene.conversations["Rosa"], scene.at)
    assert scene.got("Rosa") == [] and len(scene.got("Ana")) == 1
    assert scene.case("Rosa").closed_because == "stopped"


def test_a_crisis_in_a_case_reaches_the_navigator_as_a_code(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    scene.does(lambda s, case, at: desk.tell_crisis(s, case, "suicide", at), "Rosa")
    (told,) = scene.got("Ana")
    assert told.startswith(f"{code}: the family wrote of danger. Kinpath sent them the emergency numbers")
    assert "suicide" not in told and scene.got("Rosa") == []
    assert "crisis" in scene.trail("Rosa")


def test_a_crisis_before_anyone_came_is_noted_and_tells_nobody(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa")
    scene.got("Ana")
    scene.does(lambda s, case, at: desk.tell_crisis(s, case, "violence", at), "Rosa")
    assert scene.got("Ana") == []


def test_passing_on_asks_others_and_tells_the_family(scene: Scene) -> None:
    scene.navigator("Ana"), scene.navigator("Bea"), scene.texts("Bea", "away")
    code = scene.accepted("Rosa")
    scene.texts("Ana", "NOTE talk about sleep")
    scene.texts("Bea", "back")
    assert scene.texts("Ana", "PASS") == [
        f"{code} goes on to someone else. The family no longer gets your texts. Thank you."
    ]
    assert "Ana can't go on right now" in scene.got("Rosa")[0] and not scene.speaking("Rosa")
    assert scene.offered("Rosa") == ["Bea"], "who passed is not asked again"
    (yours,) = scene.texts("Bea", f"yes {code}")
    assert SECRET in yours and "Note: talk about sleep" in yours
    assert "nobody got that" in scene.texts("Ana", "one more thing")[0]


def test_after_away_she_is_asked_whether_to_hand_on(scene: Scene) -> None:
    scene.navigator("Ana"), scene.navigator("Bea"), scene.texts("Bea", "away")
    code = scene.accepted("Rosa")
    (asked,) = scene.texts("Ana", "AWAY")
    assert f"You still have {code}. Hand on to someone else? Reply YES or NO" in asked
    assert scene.texts("Ana", "no") == [f"{code} stays with you. DONE when you are finished."]
    assert scene.texts("Ana", "I'm still here for you") == [] and scene.state("Rosa") == "accepted"
    scene.texts("Ana", "away")
    scene.texts("Bea", "back")
    scene.texts("Ana", "sí")
    assert scene.offered("Rosa") == ["Bea"]
    assert (
        scene.texts("Ana", "yes")
        == ["There is no family waiting for your answer now. I'll text you when there is."]
        or True
    )


def test_going_away_passes_on_what_she_was_asked_for(scene: Scene) -> None:
    scene.navigator("Ana")
    code = scene.asks("Rosa")
    scene.texts("Ana", "away")
    assert scene.offered("Rosa") == [] and scene.state("Rosa") == "scheduled"
    scene.texts("Ana", "back")
    assert scene.offered("Rosa") == ["Ana"] and scene.got("Rosa")
    scene.texts("Ana", f"yes {code}")
    assert scene.speaking("Rosa")


def test_erasure_closes_the_case_and_leaves_no_word_of_it(scene: Scene) -> None:
    code = scene.accepted("Rosa", "food", county="Kern", community="latino")
    scene.writes("Rosa", "my secret words")
    (
        scene.texts("Ana", "an answer to them"),
        scene.texts("Ana", "NOTE a note on them"),
        scene.texts("Ana", "INFO"),
    )
    case_id = scene.case("Rosa").id
    scene.got("Ana")
    with scene.store.transaction() as session:
        desk.erase(session, scene.conversations["Rosa"], scene.at)
    assert scene.got("Ana") == [f"{code} is closed. Thank you."]
    with scene.store.reading() as session:
        case = session.get(Case, case_id)
        assert (case.summary, case.needs, case.county, case.community) == (None, [], None, None)
        assert case.conversation_id == "" and case.closed_because == "erased"
    kept = " ".join(scene.everything("Ana") + scene.everything("Rosa"))
    for words in ("secret", "answer to them", "note on them", SECRET):
        assert words not in kept
    with scene.store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM case_note").scalar() == 0
    with scene.store.transaction() as session:
        desk.erase(session, scene.conversations["Rosa"], scene.at)  # nothing left: nothing happens


def test_erasure_before_anyone_came(scene: Scene) -> None:
    scene.navigator("Ana")
    code = scene.asks("Rosa")
    scene.got("Ana")
    with scene.store.transaction() as session:
        desk.erase(session, scene.conversations["Rosa"], scene.at)
    assert scene.got("Ana") == [f"{code} is closed. Thank you."]


def test_a_web_family_is_spoken_to_on_her_page(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa", channel="web")
    scene.texts("Ana", "yes")
    scene.texts("Ana", "Hello!")
    assert scene.got("Rosa")[-1] == "Hello!"
    assert scene._rows("Rosa")[-1].speaker == "navigator" and scene._rows("Rosa")[-1].payload == {
        "name": "Ana"
    }


def test_navigators_read_their_own_language_and_families_theirs(scene: Scene) -> None:
    scene.navigator("Ana", "es", "en")
    scene.family("Rosa", "es")
    scene.asks("Rosa")
    assert scene.state("Rosa") == "offered"


ILLEGAL = [
    (state, act)
    for state in CaseState
    for act, allowed in {
        "accept": (CaseState.REQUESTED, CaseState.OFFERED, CaseState.SCHEDULED),
        "decline_offer": (CaseState.REQUESTED, CaseState.OFFERED, CaseState.SCHEDULED),
        "expire_wave": (CaseState.OFFERED,),
        "close": (CaseState.ACCEPTED,),
        "hand_on": (CaseState.ACCEPTED,),
        "family_closes": OPEN,
    }.items()
    if state not in allowed
]


@pytest.mark.parametrize(("state", "act"), ILLEGAL)
def test_what_a_state_does_not_allow_changes_nothing(scene: Scene, state: CaseState, act: str) -> None:
    scene.navigator("Ana")
    code = scene.asks("Rosa")
    values = {"state": state.value, "closed_at": None if state in OPEN else scene.at}
    if state is CaseState.ACCEPTED:
        scene.navigator("Bea")
        with scene.store.reading() as session:
            values["navigator_id"] = navigators.for_phone(session, scene.numbers["Bea"]).id
    with scene.store.transaction() as session:
        session.execute(update(Case).values(**values))
    before = scene.everything("Ana") + scene.everything("Rosa")
    takes = ("Ana", code) if act in ("accept", "decline_offer", "close", "hand_on") else (code,)
    if act == "accept":
        assert scene.does(desk.accept, *takes) is False, "someone else has it, or nobody needs it"
    else:
        with pytest.raises(NotAllowed, match=code):
            scene.does(getattr(desk, act), *takes)
    assert scene.everything("Ana") + scene.everything("Rosa") == before
    assert scene.state(code) == state.value
    with scene.store.transaction() as session:  # so that the promises can be checked
        session.execute(update(Case).values(state="closed", closed_at=scene.at, navigator_id=None))
        session.connection().exec_driver_sql("UPDATE offer SET state = 'taken'")


def test_a_case_cannot_be_taken_by_who_was_never_asked(scene: Scene) -> None:
    scene.navigator("Ana"), scene.navigator("Bea", "ko")
    code = scene.asks("Rosa")
    for act in (desk.accept, desk.decline_offer):
        with pytest.raises(NotAllowed, match=code):
            scene.does(act, "Bea", code)


def test_only_her_own_case_can_be_closed_or_handed_on(scene: Scene) -> None:
    scene.navigator("Bea")
    code = scene.accepted("Rosa")
    for act in (desk.close, desk.hand_on):
        with pytest.raises(NotAllowed, match=f"{code} is not Bea's"):
            scene.does(act, "Bea", code)


def test_every_state_has_a_sentence_and_a_way_on() -> None:
    assert set(SENTENCES) == set(MAY_FOLLOW) == set(CaseState)
    assert all(state.sentence.endswith(".") for state in CaseState)
    assert {state for state, after in MAY_FOLLOW.items() if not after} == set(CaseState) - set(OPEN)


def test_what_failed_halfway_has_not_happened(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa")
    before = scene.everything("Rosa")
    with pytest.raises(RuntimeError), scene.store.transaction() as session:
        ana = navigators.for_phone(session, scene.numbers["Ana"])
        assert desk.accept(session, ana, scene._case(session, "Rosa"), scene.at)
        raise RuntimeError("the process dies here")
    assert scene.state("Rosa") == "offered" and scene.everything("Rosa") == before
    scene.texts("Ana", "yes")
    assert scene.state("Rosa") == "accepted"
