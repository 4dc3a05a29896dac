"""From asking to closing: what each transition says to whom, and what is not allowed."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.handoff import desk, navigators
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
