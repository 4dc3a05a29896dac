"""Adding, finding and removing navigators, in code and on the command line."""

from __future__ import annotations

import argparse
import asyncio

import pytest

from bot.delivery.wakeups import Wakeups
from bot.handoff import commands_cli, navigators, ticking
from bot.store import Store
from tests.handoff.scene import Scene


def run(store: Store, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    commands_cli.add_parsers(parser.add_subparsers())
    parsed = parser.parse_args(["navigators", *arguments])
    return int(parsed.handler(parsed, store))


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        ("(213) 555-0142", "+12135550142"),
        ("213.555.0142", "+12135550142"),
        ("+1 555 010 0001", "+15550100001"),
        ("+15550100001", "+15550100001"),
        ("+52 55 1234 5678", "+525512345678"),
        ("415 200 1234", "+14152001234"),
    ],
)
def test_numbers_as_people_write_them(written: str, e164: str) -> None:
    assert navigators.number(written) == e164


@pytest.mark.parametrize("written", ["", "Ana", "123", "+1 213", "555"])
def test_what_is_no_number(written: str) -> None:
    with pytest.raises(navigators.BadNumber, match="write it like"):
        navigators.number(written)


def test_the_examples_of_a_first_run(store: Store) -> None:
    with store.transaction() as session:
        navigators.add_examples(session)
        assert [(n.name, n.phone, n.languages) for n in navigators.all_of(session)] == [
            ("Ana", "+15550100001", ["en", "es"]),
            ("Linh", "+15550100002", ["en", "vi", "zh", "tl", "ko"]),
        ]
        assert navigators.for_phone(session, "+15550100001") is not None
        assert navigators.for_phone(session, "+15550109999") is None


def test_adding_the_same_number_renews(store: Store) -> None:
    with store.transaction() as session:
        first = navigators.add(session, "Ana", "+15550100001", ["en"])
        again = navigators.add(session, "Ana Maria", "555 010 0001", ["es"], capacity=5)
        assert first.id == again.id and again.name == "Ana Maria" and again.capacity == 5


@pytest.mark.parametrize(
    "more",
    [{"capacity": 0}, {"name": " "}, {"languages": []}, {"time_zone": "Mars/Base"}, {"time_zone": "../etc"}],
)
def test_what_no_navigator_can_be(store: Store, more: dict[str, object]) -> None:
    wanted = {"name": "Ana", "languages": ["en"], **more}
    with pytest.raises(ValueError), store.transaction() as session:
        navigators.add(session, phone="+15550100001", **wanted)  # type: ignore[arg-type]


def test_the_command_line(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(store, "list") == 0 and "no navigators yet" in capsys.readouterr().out
    assert run(store, "add", "Ana", "(555) 010-0001", "--languages", "en", "es", "--supervisor") == 0
    added = capsys.readouterr().out
    assert "Ana" in added and "0100001" not in added
    assert run(store, "add", "Bea", "+15550100003", "--shift", "mon-fri 9:00-17:00", "--capacity", "2") == 0
    capsys.readouterr()
    assert run(store, "list") == 0
    listed = capsys.readouterr().out
    assert "+15550100001" not in listed and "•••" in listed and "supervisor" in listed and "0/2" in listed
    assert run(store, "list", "--show-numbers") == 0 and "+15550100001" in capsys.readouterr().out
    assert run(store, "away", "555 010 0001") == 0
    capsys.readouterr()
    assert run(store, "list") == 0 and "away" in capsys.readouterr().out
    assert run(store, "back", "+15550100001") == 0
    assert run(store, "remove", "+15550100003") == 0
    capsys.readouterr()
    assert run(store, "list") == 0 and "Bea" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "Ana", "12"),
        ("add", "Ana", "+15550100001", "--shift", "always"),
        ("add", "Ana", "+15550100001", "--capacity", "0"),
        ("remove", "+15550100009"),
        ("away", "nobody"),
    ],
)
def test_the_command_line_says_what_is_wrong(
    store: Store, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(store, *arguments) == 1
    assert capsys.readouterr().err.startswith("kinpath: ")


def test_a_removed_navigators_families_go_to_others(scene: Scene) -> None:
    scene.navigator("Bea"), scene.texts("Bea", "away")
    scene.accepted("Rosa")
    scene.texts("Bea", "back")
    assert run(scene.store, "remove", scene.numbers["Ana"]) == 0
    assert scene.offered("Rosa") == ["Bea"] and "Ana can't go on" in scene.got("Rosa")[-1]
    with scene.store.reading() as session:
        assert navigators.for_phone(session, scene.numbers["Ana"]) is None


def test_whoever_is_added_gets_what_waits(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.handoff.offering.now", lambda: scene.at)  # by night it would wait
    scene.asks("Rosa")
    assert run(scene.store, "add", "Ana", "+15550100001") == 0
    scene.numbers["Ana"] = "+15550100001"
    assert scene.offered("Rosa") == ["Ana"]


def test_names_are_found_as_supervisors_type_them(store: Store) -> None:
    with store.transaction() as session:
        for number, name in enumerate(("Ana", "Ana Maria", "Beatriz")):
            navigators.add(session, name, f"+1555010000{number}", ["en"])
        assert navigators.by_name(session, "ana").name == "Ana"
        assert navigators.by_name(session, "BEA").name == "Beatriz"
        assert navigators.by_name(session, "an") is None and navigators.by_name(session, " ") is None


async def test_the_loop_ticks_when_something_is_due(scene: Scene) -> None:
    scene.navigator("Ana")
    scene.at = scene.at.replace(year=2025)  # long due
    scene.asks("Rosa")
    wakeups = Wakeups()
    loop = asyncio.create_task(ticking.tick_forever(scene.store, wakeups))
    for _ in range(100):
        if scene.case("Rosa").wave == 2:
            break
        await asyncio.sleep(0.02)
    assert scene.case("Rosa").wave == 2, "asked long ago, she is asked again"
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)
    await wakeups.close()
