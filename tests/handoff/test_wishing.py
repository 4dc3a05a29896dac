"""A family asks for a certain person: before anybody came, during the case, and later."""

from __future__ import annotations

from bot.delivery import outbox
from bot.handoff import desk, navigators, wishing
from bot.handoff.wishes import Wish
from tests.handoff.scene import Scene


def _id(scene: Scene, name: str) -> str:
    with scene.store.reading() as session:
        found = navigators.for_phone(session, scene.numbers[name])
        assert found is not None
        return str(found.id)


def test_only_whom_she_asked_for_is_asked(scene: Scene) -> None:
    scene.navigator("Ana"), scene.navigator("Bea", topics=["woman"]), scene.navigator("Cy", topics=["man"])
    scene.asks("Rosa", wish=Wish(kinds=("woman",)))
    assert scene.offered("Rosa") == ["Bea"]


def test_when_nobody_fits_she_is_told_and_asked_and_her_yes_lets_others_come(scene: Scene) -> None:
    scene.navigator("Ana"), scene.navigator("Bea", topics=["woman"]), scene.texts("Bea", "away")
    scene.asks("Rosa", wish=Wish(kinds=("woman",)))
    (asked,) = scene.got("Rosa")
    assert asked == (
        "You asked for a woman. Nobody like that can answer now. May I ask someone else? YES, or NO to wait."
    )
    assert scene.offered("Rosa") == [] and scene.got("Ana") == []
    assert scene.says("Rosa", "yes")
    assert scene.offered("Rosa") == ["Ana"] and "asking our navigators" in scene.got("Rosa")[0]


def test_her_no_keeps_her_in_line_for_whom_she_asked(scene: Scene) -> None:
    scene.navigator("Ana"), scene.navigator("Bea", topics=["woman"]), scene.texts("Bea", "away")
    scene.asks("Rosa", wish=Wish(kinds=("woman",)))
    scene.got("Rosa")
    assert scene.says("Rosa", "no")
    assert scene.state("Rosa") == "scheduled" and "No navigator is free" in scene.got("Rosa")[0]
    scene.texts("Bea", "back")
    assert scene.offered("Rosa") == ["Bea"]


def test_without_an_answer_she_waits_as_she_wished_and_is_asked_once(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa", wish=Wish(kinds=("woman",)))
    scene.got("Rosa")
    scene.tick(10)
    assert scene.state("Rosa") == "scheduled"
    (honest,) = scene.got("Rosa")
    assert "No navigator is free" in honest
    assert not scene.says("Rosa", "yes"), "the question is over: a bare yes is for the assistant"
    scene.tick(24 * 60)
    assert scene.got("Rosa") == [honest] and scene.got("Ana") == []


def test_where_nobody_at_all_is_free_no_question_is_asked(scene: Scene) -> None:
    scene.asks("Rosa", wish=Wish(kinds=("woman",)))
    assert scene.state("Rosa") == "scheduled" and "No navigator is free" in scene.got("Rosa")[0]


def test_someone_of_her_community_or_she_is_asked(scene: Scene) -> None:
    scene.navigator("Ana"), scene.navigator("Bo", communities=["hmong"])
    scene.asks("Rosa", wish=Wish(community=True), community="hmong")
    assert scene.offered("Rosa") == ["Bo"]
    scene.got("Rosa"), scene.texts("Bo", "no")
    assert "You asked for Hmong families. Nobody like that" in scene.got("Rosa")[-1]


def test_during_a_case_she_is_asked_before_anybody_is_replaced(scene: Scene) -> None:
    scene.navigator("Bea"), scene.texts("Bea", "away")
    code = scene.accepted("Rosa")
    scene.texts("Bea", "back")
    assert scene.says("Rosa", "I want to talk to someone else")
    assert scene.got("Rosa") == [
        "Shall I ask for someone else instead of Ana? YES, or NO to send these words to Ana."
    ]
    assert scene.got("Ana") == [] and scene.speaking("Rosa")
    assert scene.says("Rosa", "yes")
    assert scene.got("Ana") == [
        f"{code} goes on to someone else. The family no longer gets your texts. Thank you."
    ]
    (told,) = scene.got("Rosa")
    assert told == "All right. I'm asking for someone else. Until then I am here: just text me."
    assert scene.offered("Rosa") == ["Bea"]


def test_her_no_sends_the_words_to_her_navigator(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    assert scene.says("Rosa", "prefiero una mujer")
    scene.got("Rosa")
    assert scene.says("Rosa", "no")
    assert scene.got("Ana") == [f"{code} Family: prefiero una mujer"] and scene.speaking("Rosa")


def test_whoever_writes_on_instead_of_answering_loses_no_word(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    assert scene.says("Rosa", "prefiero una mujer")
    assert not scene.says("Rosa", "the doctor I mean"), "this goes to her navigator, by the channel"
    assert scene.got("Ana") == [f"{code} Family: prefiero una mujer"]


def test_without_an_answer_the_words_reach_her_navigator_after_ten_minutes(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    scene.texts("Ana", "hello")
    assert scene.says("Rosa", "prefiero una mujer")
    scene.tick(9)
    assert scene.got("Ana") == []
    scene.tick(1)
    assert scene.got("Ana") == [f"{code} Family: prefiero una mujer"] and scene.speaking("Rosa")


def test_who_was_refused_never_comes_again_even_by_assignment(scene: Scene) -> None:
    scene.navigator("Sue", supervisor=True)
    code = scene.accepted("Rosa")
    scene.says("Rosa", "I want another person"), scene.says("Rosa", "yes")
    scene.texts("Ana", "away"), scene.texts("Ana", "back")
    assert "Ana" not in scene.offered("Rosa")
    assert scene.texts("Sue", f"ASSIGN {code} Ana")[-1] == f"{code} cannot go to Ana now."


def test_while_she_waits_a_wish_takes_the_case_from_who_does_not_fit(scene: Scene) -> None:
    scene.navigator("Ana"), scene.navigator("Bea", topics=["woman"])
    code = scene.asks("Rosa")
    scene.got("Ana"), scene.got("Rosa")
    assert scene.offered("Rosa") == ["Ana", "Bea"]
    assert scene.says("Rosa", "a woman please")
    assert scene.offered("Rosa") == ["Bea"]
    assert scene.got("Rosa") == ["All right, I'll ask for a woman."]
    assert scene.got("Ana") == [f"{code} is taken by someone else. Thank you for being there."]
    assert "not open for you any more" in scene.texts("Ana", f"yes {code}")[0]


def test_later_she_may_ask_for_whom_she_knew(scene: Scene) -> None:
    scene.navigator("Bea"), scene.texts("Bea", "away")
    scene.accepted("Rosa")
    scene.texts("Ana", "DONE"), scene.texts("Bea", "back"), scene.wait(1)
    with scene.store.reading() as session:
        wish = wishing.hear(session, scene.conversations["Rosa"], "can I talk to Ana again", False)
        other = wishing.hear(session, scene.conversations["Rosa"], "otra persona por favor", False)
        unknown = wishing.hear(session, scene.conversations["Rosa"], "can I talk to Bea again", False)
    assert wish == Wish(navigator=_id(scene, "Ana")) and unknown is None
    assert other == Wish(others_than=(_id(scene, "Ana"),))
    scene.asks("Rosa", wish=wish)
    assert scene.offered("Rosa") == ["Ana"]


def test_whom_she_wanted_and_who_cannot_go_on_is_not_waited_for(scene: Scene) -> None:
    scene.navigator("Bea")
    scene.navigator("Ana")
    code = scene.asks("Rosa", wish=Wish(navigator=_id(scene, "Ana")))
    scene.texts("Ana", f"yes {code}")
    scene.texts("Ana", "PASS")
    assert scene.offered("Rosa") == ["Bea"]


def test_an_answer_that_the_assistant_asked_for_is_not_ours(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.asks("Rosa", wish=Wish(kinds=("woman",)))
    with scene.store.transaction() as session:
        outbox.put(session, key="in:900:0", channel="sms", recipient=scene.numbers["Rosa"], body="Shall I?")
    assert not scene.says("Rosa", "yes") and scene.offered("Rosa") == []


def test_erasing_forgets_the_wish(scene: Scene) -> None:
    scene.navigator("Bea", topics=["woman"])
    code = scene.asks("Rosa", wish=Wish(kinds=("woman",)))
    with scene.store.transaction() as session:
        desk.erase(session, scene.conversations["Rosa"], scene.at)
    assert scene.case(code).wish is None
