"""WRONG: a navigator opens a correction on a place her family was shown."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.conversations.tracker_row import TrackerRow
from bot.directory import importing
from bot.directory.trust.tables import Correction
from bot.store import Store
from tests.directory.made import an_id, service, write
from tests.handoff.scene import Scene

LIST = [an_id("food bank"), an_id("clinic")]


@pytest.fixture()
def code(scene: Scene, store: Store, tmp_path: Path) -> str:
    """Ana speaks with Rosa, who was shown two places."""
    code = scene.accepted("rosa")
    with store.transaction() as session:
        importing.import_path(
            session, write(tmp_path, service("food bank", "food"), service("clinic", "child_health"))
        )
    shown(scene, store, LIST)
    return code


def shown(scene: Scene, store: Store, records: list[str], chosen: str | None = None) -> None:
    slots = {"shown": records, "chosen": chosen}
    events = [{"event": "slot", "name": name, "value": value} for name, value in slots.items()]
    with store.transaction() as session:
        session.merge(TrackerRow(conversation_id=scene.conversations["rosa"], events=json.dumps(events)))


def reports(store: Store) -> list[tuple[str, str, str, str]]:
    with store.reading() as session:
        found = session.execute(select(Correction).order_by(Correction.id)).scalars()
        return [(one.record_id, one.came_from, one.kind, one.words) for one in found]


@pytest.mark.parametrize("words", ["WRONG {code} 2 nobody answers", "{code} wrong 2: nobody answers"])
def test_a_code_a_number_and_what_is_wrong(scene: Scene, store: Store, code: str, words: str) -> None:
    (said,) = scene.texts("Ana", words.format(code=code))
    assert said == f"Thank you. Org of clinic ({code}) will be checked. The family does not see this."
    assert reports(store) == [(LIST[1], "navigator", "number", "nobody answers")]
    assert scene.got("rosa") == []
    assert scene.trail("rosa")[-1] == "place wrong"


def test_with_one_family_the_number_is_enough(scene: Scene, store: Store, code: str) -> None:
    scene.texts("Ana", "Wrong 1")
    assert reports(store) == [(LIST[0], "navigator", "other", "Wrong 1")]


def test_without_a_number_the_place_she_looked_at_is_meant_or_it_is_asked(
    scene: Scene, store: Store, code: str
) -> None:
    (asked,) = scene.texts("Ana", "WRONG")
    assert asked.startswith(f"Which place? Reply WRONG {code}") and "1 to 2" in asked
    assert scene.texts("Ana", f"wrong {code} 7")[0] == asked
    assert reports(store) == []
    shown(scene, store, LIST, chosen=LIST[1])
    scene.texts("Ana", "WRONG")
    assert [record for record, *_ in reports(store)] == [LIST[1]]


def test_other_words_behind_it_are_talk(scene: Scene, store: Store, code: str) -> None:
    assert scene.texts("Ana", "Wrong number, sorry! I meant the clinic") == []
    assert scene.got("rosa") == ["Ana: Wrong number, sorry! I meant the clinic"]
    assert reports(store) == []


def test_where_nothing_was_shown_there_is_nothing_to_correct(scene: Scene, store: Store, code: str) -> None:
    shown(scene, store, [])
    (said,) = scene.texts("Ana", f"WRONG {code} 1")
    assert "no places" in said and reports(store) == []
