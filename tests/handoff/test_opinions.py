"""A second opinion: ASK goes to supervisors, their answer to the navigator, and none of it to the family."""

from __future__ import annotations

from tests.handoff.scene import Scene


def test_a_question_and_its_answer(scene: Scene) -> None:
    scene.navigator("Sue", supervisor=True)
    code = scene.accepted("Rosa")
    scene.got("Sue")
    assert scene.texts("Ana", "ASK can she get WIC while on leave?") == [
        f"{code}: I asked Sue. The family did not get this. To send it to them instead, reply {code}."
    ]
    assert scene.got("Sue") == [
        f"{code} Ana asks you: can she get WIC while on leave?\nReply {code} and your answer."
    ]
    assert scene.texts("Sue", f"{code} yes, she can") == ["Sent to Ana."]
    assert scene.got("Ana") == [f"{code} Sue: yes, she can"]
    assert scene.got("Rosa") == [] and scene.state("Rosa") == "accepted"


def test_words_that_were_meant_for_the_family_still_reach_her(scene: Scene) -> None:
    scene.navigator("Sue", supervisor=True)
    code = scene.accepted("Rosa")
    scene.texts("Ana", "Ask them for form 27")
    assert scene.got("Rosa") == []
    assert scene.texts("Ana", code) == [f"Sent to {code}."]
    assert scene.got("Rosa") == ["Ana: Ask them for form 27"]


def test_without_a_supervisor_she_is_told_so(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    assert scene.texts("Ana", "ask what now?") == [
        f"No supervisor is on shift. Nobody got this. To send it to the family, reply {code}."
    ]
    assert scene.texts("Ana", "ASK")[0].startswith("Text ASK and then your question")


def test_which_family_is_asked_and_never_guessed(scene: Scene) -> None:
    scene.navigator("Sue", supervisor=True)
    first, second = scene.accepted("Rosa"), scene.accepted("Lupe")
    assert scene.texts("Ana", "ASK what now?") == [
        f"About which one? Reply ASK, its code and your question: {first}, {second}."
    ]
    scene.texts("Ana", f"ASK {second} what now?")
    assert scene.got("Sue")[-1].startswith(f"{second} Ana asks you: what now?")


def test_a_supervisor_with_a_family_of_her_own_is_asked_whom_her_words_are_for(scene: Scene) -> None:
    scene.navigator("Sue", supervisor=True)
    hers = scene.asks("Lupe")
    scene.texts("Sue", "AWAY"), scene.texts("Sue", "BACK"), scene.tick(10)
    scene.texts("Sue", f"yes {hers}")
    code = scene.accepted("Rosa")
    scene.texts("Ana", "ASK what now?")
    scene.got("Lupe")
    assert scene.texts("Sue", "call the clinic")[-1] == (
        f"Who gets this? Reply with the code and I'll send it: {hers}, {code}."
    )
    assert scene.got("Lupe") == [] and scene.got("Ana") == []
    assert scene.texts("Sue", code) == ["Sent to Ana."]
    assert scene.got("Ana")[-1] == f"{code} Sue: call the clinic" and scene.got("Lupe") == []
    scene.texts("Sue", "hello Lupe")
    assert scene.got("Lupe") == ["Sue: hello Lupe"], "answered: her words are her family's again"


def test_whoever_was_not_asked_cannot_answer(scene: Scene) -> None:
    scene.navigator("Sue", supervisor=True), scene.navigator("Bea")
    code = scene.accepted("Rosa")
    scene.texts("Ana", "ASK what now?")
    assert "not yours" in scene.texts("Bea", f"{code} I know")[0] and scene.got("Ana") == []
