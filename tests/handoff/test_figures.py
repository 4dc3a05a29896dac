"""`kinpath report handoffs` and /metrics: how it went, and no figure that points to one family."""

from __future__ import annotations

import argparse
import json
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from bot.commands import report
from bot.handoff import desk, figures
from tests.handoff.scene import NOON, Scene


def _families(scene: Scene, count: int, language: str = "en", **more: str) -> None:
    for number in range(count):
        scene.asks(f"{language}{number}{sorted(more.values())}", family_language=language, **more)


def test_figures_say_how_it_went(scene: Scene) -> None:
    scene.navigator("Ana", capacity=20)
    for number in range(6):
        code = scene.accepted(f"F{number}")
        scene.wait(2 + number)
        scene.texts("Ana", f"{code} hello")
    scene.texts("Ana", f"DONE {code}")
    scene.asks("Last"), scene.does(desk.family_closes, "Last")
    with scene.store.reading() as session:
        found = figures.report(session)
        none = figures.report(session, scene.at + timedelta(days=1))
    assert found.all is not None
    assert (found.all.asked, found.all.offered, found.all.accepted, found.all.answered) == (7, 7, 6, 6)
    assert (found.all.closed, found.all.declined, found.all.expired) == (1, 1, 0)
    assert found.all.p50 == 5 * 60 and found.all.p90 == 7 * 60
    assert none.all is None and none.languages == () and none.communities == ()


def test_small_groups_are_put_together_and_never_shown_alone(scene: Scene) -> None:
    _families(scene, 9, "en"), _families(scene, 6, "es"), _families(scene, 2, "vi"), _families(scene, 1, "ko")
    with scene.store.reading() as session:
        found = figures.report(session)
    assert [(one.group, one.asked) for one in found.languages] == [("en", 9), ("others", 9)]
    assert sum(one.asked for one in found.languages) == 18
    assert all(one.asked >= figures.FEW for one in (*found.languages, *found.communities))


def test_communities_that_were_named(scene: Scene) -> None:
    _families(scene, 6, "en", community="hmong"), _families(scene, 8, "en")
    with scene.store.reading() as session:
        found = figures.report(session)
    assert [(one.group, one.asked) for one in found.communities] == [("none named", 8), ("hmong", 6)]


def test_fewer_than_few_are_not_shown_at_all(scene: Scene) -> None:
    _families(scene, figures.FEW - 1)
    with scene.store.reading() as session:
        found = figures.report(session)
    assert found.all is None and found.languages == ()


def test_the_command(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    report.add_parsers(parser.add_subparsers())
    _families(scene, 6)

    def run(*arguments: str) -> str:
        parsed = parser.parse_args(["report", "handoffs", *arguments])
        assert parsed.handler(parsed, scene.store) == 0
        return capsys.readouterr().out

    shown = run()
    assert "by language" in shown and "p50" in shown and " 6" in shown
    read = json.loads(run("--json", "--since", "2026-03-01"))
    assert read["all"]["asked"] == 6 and read["languages"][0]["group"] == "en"
    assert "fewer than 5" in run("--since", (NOON + timedelta(days=9)).date().isoformat())


def test_counters_for_prometheus(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.accepted("Rosa"), scene.wait(3), scene.texts("Ana", "hello")

    class Collected:
        def collect(self) -> list[object]:
            with scene.store.reading() as session:
                return list(figures.counters(session))

    registry = CollectorRegistry()
    registry.register(Collected())  # type: ignore[arg-type]
    text = generate_latest(registry).decode()
    assert 'kinpath_handoffs_total{event="accepted",language="en"} 1.0' in text
    assert 'kinpath_handoff_first_word_seconds_total{language="en"} 180.0' in text


def test_percentiles() -> None:
    assert figures.percentile([], 0.5) is None and figures.percentile([1, 2, 3, 4], 0.9) == 4
