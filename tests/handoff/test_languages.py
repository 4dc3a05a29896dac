"""Family and navigator may speak another language than hers only if both agreed."""

from __future__ import annotations

import json

from bot.conversations.contacts import Conversation
from tests.handoff.scene import Scene

FACTS = {"needs": ["food"], "later_needs": [], "place": None, "child_age_months": 2, "weeks_pregnant": None}


def test_she_is_asked_first_and_then_the_navigator(scene: Scene) -> None:
    scene.navigator("Ana", "en", "es")
    scene.family("Mai", "vi")
    code = scene.asks("Mai", "food")
    (asked,) = scene.got("Mai")
    assert "tiếng Việt" in asked.replace("Tiếng", "tiếng") and "tiếng Anh" in asked.replace("Tiếng", "tiếng")
    assert scene.got("Ana") == [], "nobody is asked before the family agreed"
    assert scene.says("Mai", "yes")
    assert scene.got("Ana") == [
        f"Kinpath {code}: a family (Vietnamese, county not said) would write with you in English, about "
        "money and basic needs. OK for you? Reply YES or NO."
    ]
    scene.texts("Ana", "YES")
    assert scene.speaking("Mai")


def test_her_no_keeps_her_waiting_for_her_language(scene: Scene) -> None:
    scene.navigator("Ana", "en")
    scene.family("Mai", "vi")
    scene.asks("Mai")
    scene.got("Mai")
    assert scene.says("Mai", "no")
    assert scene.state("Mai") == "scheduled" and scene.got("Ana") == []
    scene.navigator("Linh", "vi", "en")
    scene.tick(24 * 60)
    assert scene.offered("Mai") == ["Linh"], "and nobody who does not speak it"


def test_the_summary_is_told_in_a_language_the_navigator_reads(scene: Scene) -> None:
    scene.navigator("Ana", "en")
    scene.family("Mai", "vi")
    scene.asks("Mai", summary="Cần được giúp: thức ăn; con 2 tháng.", agreed=FACTS)
    scene.says("Mai", "yes")
    (yours,) = [one for one in scene.texts("Ana", "yes") if "is yours" in one]
    assert "Wants help with food; child of 2 months." in yours
    assert json.loads(str(scene.case("Mai").agreed)) == FACTS


def test_who_speaks_hers_comes_before_who_speaks_the_other(scene: Scene) -> None:
    scene.navigator("Ana", "en")
    scene.family("Mai", "vi")
    scene.asks("Mai")
    scene.wait(1)
    scene.navigator("Linh", "vi"), scene.says("Mai", "yes")
    assert scene.offered("Mai") == ["Linh", "Ana"]


def test_a_supervisor_cannot_give_her_to_whom_she_cannot_talk_with(scene: Scene) -> None:
    scene.navigator("Sue", "en", supervisor=True), scene.navigator("Ana", "en")
    scene.family("Mai", "vi")
    code = scene.asks("Mai")
    assert scene.texts("Sue", f"assign {code} Ana")[-1] == "Ana does not speak Vietnamese."
    scene.says("Mai", "yes")
    scene.texts("Sue", f"assign {code} Ana")
    assert scene.speaking("Mai")


def test_a_navigator_hears_once_that_the_family_changed_the_language(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    with scene.store.transaction() as session:
        session.get(Conversation, scene.conversations["Rosa"]).language = "vi"
    scene.writes("Rosa", "chào chị"), scene.writes("Rosa", "dạ")
    told = [one for one in scene.got("Ana") if "writes in" in one]
    assert told == [
        f"{code}: the family writes in Vietnamese now. PASS hands them on to someone who speaks it."
    ]
    scene.texts("Ana", "PASS")
    assert scene.case("Rosa").language == "vi"
