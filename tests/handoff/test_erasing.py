"""DELETE MY DATA at the desk: the case ends, and no word of it is left."""

from __future__ import annotations

from bot.handoff import desk
from bot.handoff.models import Case
from tests.handoff.scene import SECRET, Scene


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
