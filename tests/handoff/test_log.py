"""LOG: the navigator of a case and supervisors may read what was said, and nobody else."""

from __future__ import annotations

from bot.handoff import log
from tests.handoff.scene import Scene


def _talk(scene: Scene) -> str:
    code = scene.accepted("Rosa")
    scene.writes("Rosa", "my baby cries")
    scene.texts("Ana", "how old is she?")
    scene.writes("Rosa", "two months")
    scene.got("Ana"), scene.got("Rosa")
    return code


def test_who_has_the_case_reads_what_was_said_before_her(scene: Scene) -> None:
    scene.navigator("Bea"), scene.texts("Bea", "away")
    code = _talk(scene)
    scene.texts("Bea", "back"), scene.texts("Ana", "PASS")
    (yours,) = scene.texts("Bea", f"yes {code}")
    assert "LOG shows what was said." in yours
    assert scene.texts("Bea", "LOG") == [
        f"{code} Family: my baby cries\nAna: how old is she?\nFamily: two months"
    ]
    assert "log_read" in scene.trail("Rosa")
    assert scene.texts("Ana", f"LOG {code}") == [f"{code} is not yours or is closed."]


def test_a_supervisor_reads_any_case_and_another_navigator_none(scene: Scene) -> None:
    scene.navigator("Sue", supervisor=True), scene.navigator("Bea")
    code = _talk(scene)
    assert "two months" in scene.texts("Sue", f"log {code}")[0]
    assert scene.texts("Bea", f"log {code}") == [f"{code} is not yours or is closed."]
    scene.texts("Ana", "DONE")
    assert "two months" in scene.texts("Sue", f"log {code}")[0]
    assert scene.texts("Sue", "log TX9") == ["TX9 is not open."]


def test_only_the_last_lines_and_not_endless_ones(scene: Scene) -> None:
    scene.accepted("Rosa")
    assert "nothing was said yet" in scene.texts("Ana", "LOG")[0]
    for number in range(30):
        scene.writes("Rosa", f"line {number} " + "x" * 500)
    shown = " ".join(scene.texts("Ana", "LOG"))
    assert "line 29" in shown and "line 17 " not in shown
    assert len(shown) < log.LINES * (log.LONGEST_LINE + 40)


def test_with_two_families_she_is_asked_which(scene: Scene) -> None:
    first, second = scene.accepted("Rosa"), scene.accepted("Lupe")
    assert scene.texts("Ana", "LOG") == [f"Which one? Reply LOG and its code: {first}, {second}."]
