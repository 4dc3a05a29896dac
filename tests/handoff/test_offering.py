"""Who is asked, in which order, and who has the case when several say yes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.handoff import asking, desk, navigators
from tests.handoff.scene import Scene


def test_who_asks_again_while_in_line_is_offered_to_whoever_is_free_by_then(scene: Scene) -> None:
    code = scene.asks("Rosa")
    assert scene.state("Rosa") == "scheduled"
    scene.got("Rosa")
    assert scene.asks("Rosa") == code and "in line already" in scene.got("Rosa")[0]
    scene.navigator("Ana")
    scene.asks("Rosa")
    assert scene.offered("Rosa") == ["Ana"]


def test_waves_of_three_then_supervisors_then_the_honest_word(scene: Scene) -> None:
    for number in range(5):
        scene.navigator(f"N{number}")
        scene.wait(1)
    scene.navigator("Sue", supervisor=True)
    code = scene.asks("Rosa")
    assert scene.offered("Rosa") == ["N0", "N1", "N2"], "the longest idle first"
    scene.got("Rosa")
    assert scene.tick(9.9) == 0 and scene.tick(0.1) == 1
    assert scene.offered("Rosa") == ["N3", "N4"]
    assert "asking others" in scene.got("Rosa")[0]
    assert "others are asked now" in scene.got("N0")[-1]
    scene.tick(10)
    assert scene.offered("Rosa") == ["Sue"]
    scene.got("Rosa")
    scene.tick(10)
    assert scene.state("Rosa") == "scheduled" and scene.offered("Rosa") == []
    (honest,) = scene.got("Rosa")
    assert "No navigator is free right now" in honest and "211" in honest and "988" in honest
    assert f"{code}: nobody could take a family who speaks English" in scene.got("Sue")[-1]


def test_a_late_yes_still_counts_while_nobody_else_came(scene: Scene) -> None:
    scene.navigator("Ana"), scene.navigator("Sue", supervisor=True)
    code = scene.asks("Rosa")
    scene.tick(10)
    assert scene.offered("Rosa") == ["Sue"]
    scene.texts("Ana", f"yes {code}")
    assert scene.state("Rosa") == "accepted"
    assert "taken by someone else" in scene.got("Sue")[-1]


def test_when_all_of_a_wave_say_no_the_next_is_asked_at_once(scene: Scene) -> None:
    for number in range(4):
        scene.navigator(f"N{number}")
    code = scene.asks("Rosa")
    first = scene.offered("Rosa")
    (last,) = {"N0", "N1", "N2", "N3"} - set(first)
    for name in first:
        assert f"All right, {code} goes on" in scene.texts(name, "no")[-1]
    assert scene.offered("Rosa") == [last]
    scene.texts(last, "NO")
    assert scene.state("Rosa") == "scheduled"


def test_the_others_hear_that_it_is_taken(scene: Scene) -> None:
    for number in range(3):
        scene.navigator(f"N{number}")
    code = scene.asks("Rosa")
    for number in range(3):
        scene.got(f"N{number}")
    scene.texts("N1", "yes")
    for name in ("N0", "N2"):
        assert scene.got(name) == [f"{code} is taken by someone else. Thank you for being there."]
    assert scene.texts("N0", f"yes {code}") == [f"{code} is not open for you any more. Thank you."]


def test_twenty_navigators_say_yes_at_the_same_moment_and_one_has_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "WAVE_SIZE", 20)
    names = [f"N{number}" for number in range(20)]
    for name in names:
        scene.navigator(name)
    code = scene.asks("Rosa")
    assert len(scene.offered("Rosa")) == 20

    def yes(name: str) -> bool:
        return bool(scene.does(desk.accept, name, code))

    with ThreadPoolExecutor(20) as pool:
        won = list(pool.map(yes, names))
    assert sum(won) == 1
    case = scene.case("Rosa")
    with scene.store.reading() as session:
        holder = navigators.for_phone(session, scene.numbers[names[won.index(True)]])
    assert case.navigator_id == holder.id
    assert scene.trail("Rosa").count("accepted") == 1
    assert len([body for body in scene.everything("Rosa") if "is here with you" in body]) == 1
    for name, had in zip(names, won, strict=True):
        assert any("is yours" in body for body in scene.everything(name)) == had


def test_the_one_update_decides_even_without_the_lock(scene: Scene) -> None:
    """Two who both read «offered» before either wrote: the update itself lets only one through."""
    scene.navigator("Ana"), scene.navigator("Bea")
    code = scene.asks("Rosa")
    with scene.store.reading() as session:
        stale = scene._case(session, code)
        assert stale.state == "offered"
    scene.texts("Ana", f"yes {code}")
    with scene.store.transaction() as session:
        session.add(stale)
        bea = navigators.for_phone(session, scene.numbers["Bea"])
        assert desk.accept(session, bea, stale, scene.at) is False


def test_matching_asks_who_can_and_who_fits_best(scene: Scene) -> None:
    scene.navigator("Full", "es", capacity=1), scene.accepted("Other", by="Full", family_language="es")
    scene.navigator("OnlyEnglish", "en")
    scene.navigator("Plain", "es")
    scene.navigator("Topic", "es", topics=["food"])
    scene.navigator("County", "es", counties=["Kern"])
    scene.navigator("Community", "es", communities=["indigenous_latam"])
    scene.navigator("Away", "es"), scene.texts("Away", "away")
    scene.family("Rosa", "es")
    scene.asks("Rosa", "food", county="Kern", community="indigenous_latam")
    assert scene.offered("Rosa") == ["Community", "Topic", "County"]
    scene.asks("Lupe", "food", county="Kern", family_language="es")
    assert scene.offered("Lupe") == ["Topic", "County", "Plain"], "no community is inferred"


def test_open_offers_count_against_capacity(scene: Scene) -> None:
    scene.navigator("Ana", capacity=1)
    scene.asks("Rosa"), scene.asks("Lupe")
    assert scene.offered("Rosa") == ["Ana"] and scene.offered("Lupe") == []
    assert scene.state("Lupe") == "requested"
    assert "with other families now" in scene.got("Lupe")[0]


def test_who_waits_for_a_busy_navigator_hears_the_truth_after_ten_minutes(scene: Scene) -> None:
    scene.navigator("Ana", capacity=1)
    scene.accepted("Rosa")
    scene.asks("Lupe")
    scene.writes("Rosa", "hi"), scene.texts("Ana", "hello")
    scene.got("Lupe")
    scene.tick(10)
    assert scene.state("Lupe") == "scheduled" and "No navigator is free" in scene.got("Lupe")[0]


@pytest.mark.parametrize("freed_by", ["DONE", "family", "PASS", "BACK", "NO"])
def test_whoever_is_free_gets_the_oldest_waiting_case(scene: Scene, freed_by: str) -> None:
    scene.navigator("Ana", capacity=1)
    if freed_by == "BACK":
        scene.texts("Ana", "AWAY")
    elif freed_by == "NO":
        code = scene.asks("Rosa")
    else:
        scene.accepted("Rosa")
    scene.wait(1), scene.asks("Old"), scene.wait(1), scene.asks("New")
    assert scene.offered("Old") == [] and scene.offered("New") == []
    if freed_by == "family":
        scene.does(desk.family_closes, "Rosa")
    else:
        scene.texts("Ana", freed_by if freed_by != "NO" else f"NO {code}")
    assert scene.offered("Old") == ["Ana"] and scene.offered("New") == []


def test_who_comes_back_gets_as_many_as_she_can_take_oldest_first(scene: Scene) -> None:
    for number in range(4):
        scene.asks(f"F{number}"), scene.wait(1)
    scene.navigator("Ana", capacity=3)
    scene.texts("Ana", "away"), scene.texts("Ana", "BACK")
    assert [scene.offered(f"F{number}") for number in range(4)] == [["Ana"], ["Ana"], ["Ana"], []]


def test_who_comes_free_joins_a_wave_that_is_not_full(scene: Scene) -> None:
    scene.navigator("Ana"), scene.navigator("Bea"), scene.texts("Bea", "away")
    scene.asks("Rosa")
    assert scene.offered("Rosa") == ["Ana"]
    scene.texts("Bea", "back")
    assert scene.offered("Rosa") == ["Ana", "Bea"]
