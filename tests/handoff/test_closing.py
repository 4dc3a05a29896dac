"""How a case ends or goes on to somebody else: by the navigator, the family, STOP, or the clock of a shift."""

from __future__ import annotations

from bot.handoff import desk
from tests.handoff.scene import SECRET, Scene


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


def test_a_family_who_wants_the_assistant_back_waits_no_more(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa")
    scene.got("Rosa")
    assert scene.says("Rosa", "KINPATH") and scene.state("Rosa") == "declined_by_family"
    assert scene.got("Rosa") == ["You are back with Kinpath. Tell me what you need."]
    assert not scene.says("Rosa", "KINPATH"), "no case is open any more"


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
    assert scene.texts("Ana", "yes")[-1] == (
        "There is no family waiting for your answer now. I'll text you when there is."
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
