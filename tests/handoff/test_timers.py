"""What happens by the clock alone: silence, promises, nights, shifts; and that it happens once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest

from bot.delivery.quiet import is_quiet
from bot.handoff import desk, shifts, timers, waiting
from bot.handoff.shifts import Hours
from tests.handoff.scene import NOON, Scene

PACIFIC_9PM = datetime(2026, 3, 5, 5, 0, tzinfo=timezone.utc)


def test_a_silent_navigator_is_nudged_then_others_are_asked(scene: Scene) -> None:
    scene.navigator("Bea"), scene.texts("Bea", "away")
    code = scene.accepted("Rosa")
    scene.texts("Bea", "back")
    assert scene.tick(19.9) == 0
    scene.tick(0.1)
    assert scene.got("Ana") == [
        f"{code}: the family is waiting for your words. Text now, or PASS. In 10 minutes I'll ask others."
    ]
    scene.tick(10)
    assert "Ana can't go on" in scene.got("Rosa")[-1] and scene.offered("Rosa") == ["Bea"]
    assert f"{code} goes on to someone else" in scene.got("Ana")[-1]
    assert [kind for kind in scene.trail("Rosa") if kind in ("nudged", "handed_on")] == [
        "nudged",
        "handed_on",
    ]


def test_a_word_of_hers_ends_the_waiting(scene: Scene) -> None:
    scene.accepted("Rosa")
    scene.wait(19), scene.texts("Ana", "hello")
    scene.tick(5)
    scene.writes("Rosa", "hi"), scene.wait(5), scene.writes("Rosa", "are you there?")
    scene.tick(14.9)
    assert scene.got("Ana") == [
        f"{scene.case('Rosa').code} Family: hi",
        f"{scene.case('Rosa').code} Family: are you there?",
    ]
    scene.tick(0.1)
    assert "the family is waiting" in scene.got("Ana")[0], "twenty minutes from her first unanswered word"
    scene.texts("Ana", "yes, sorry")
    scene.tick(15)
    assert scene.state("Rosa") == "accepted"


def test_more_words_of_the_family_do_not_restart_the_nudged_clock(scene: Scene) -> None:
    scene.accepted("Rosa")
    scene.tick(20)
    scene.wait(5), scene.writes("Rosa", "hello??")
    scene.tick(5)
    assert scene.state("Rosa") != "accepted"


def test_a_case_that_both_forgot_is_closed_after_two_days(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    scene.texts("Ana", "hello")
    scene.tick(24 * 60)
    assert scene.got("Ana") == [
        f"{code}: nobody has written since yesterday. Text DONE to close it, or write to the family."
    ]
    scene.got("Rosa")
    scene.tick(24 * 60)
    assert scene.state("Rosa") == "closed" and scene.case("Rosa").closed_because == "idle"
    assert "How did it go?" in scene.got("Rosa")[0]


def test_nobody_is_woken_for_a_case_that_both_forgot(scene: Scene) -> None:
    scene.at = PACIFIC_9PM + timedelta(hours=3)
    scene.accepted("Rosa")
    scene.texts("Ana", "hello")
    scene.tick(24 * 60)
    assert scene.got("Ana") == [], "it is midnight"
    scene.tick(9 * 60)
    assert "nobody has written since yesterday" in scene.got("Ana")[0]
    scene.tick(24 * 60)
    assert scene.state("Rosa") == "closed" and not is_quiet(scene.at)


def test_a_case_closed_late_at_night_asks_how_it_went_in_the_morning(scene: Scene) -> None:
    scene.at = PACIFIC_9PM - timedelta(hours=2)
    scene.accepted("Rosa")
    scene.texts("Ana", "hello")
    scene.wait(4 * 60)
    scene.texts("Ana", "DONE")
    (how,) = [row for row in scene._rows("Rosa") if row.key.endswith(":how")]
    assert how.not_before is not None and not is_quiet(how.not_before) and how.not_before > scene.at


def test_without_anyone_she_is_told_at_once_and_until_it_expires(scene: Scene) -> None:
    scene.asks("Rosa")
    told = scene.got("Rosa")
    assert len(told) == 1 and "the next one who is free will text you" in told[0]
    for _ in range(waiting.PROMISES - 1):
        scene.tick(24 * 60)
        assert len(scene.got("Rosa")) == 1
    scene.tick(24 * 60)
    assert scene.state("Rosa") == "expired"
    (sorry,) = scene.got("Rosa")
    assert "could not find a navigator" in sorry and "211" in sorry
    code = scene.asks("Rosa")
    assert scene.state(code) == "scheduled", "she may ask anew"


def test_a_promise_names_the_next_shift_and_is_kept(scene: Scene) -> None:
    scene.navigator("Ana", hours=shifts.read("thu 10:00-12:00"))
    assert not scene.got("Ana")
    scene.asks("Rosa")
    (promise,) = scene.got("Rosa")
    assert "I'll ask again Thursday at 10:00 AM and text you" in promise
    scene.tick(21 * 60)
    assert scene.offered("Rosa") == []
    scene.tick(60)
    assert scene.offered("Rosa") == ["Ana"] and scene.got("Rosa") == []
    scene.tick(2 * 60)
    assert scene.state("Rosa") == "scheduled"
    assert len(scene.got("Rosa")) == 1, "the promise was not kept: the truth again"


def test_a_promise_that_still_stands_is_not_made_twice(scene: Scene) -> None:
    scene.navigator("Ana", hours=shifts.read("thu 10:00-12:00"))
    scene.asks("Rosa")
    scene.got("Rosa")
    scene.navigator("Bea"), scene.texts("Bea", "away"), scene.texts("Bea", "back")
    assert scene.offered("Rosa") == ["Bea"]
    scene.tick(10)
    assert scene.state("Rosa") == "scheduled" and scene.got("Rosa") == []


def test_nobody_is_woken_at_night_who_did_not_ask_just_now(scene: Scene) -> None:
    scene.at = PACIFIC_9PM - timedelta(minutes=90)
    scene.asks("Early")
    scene.wait(100)
    scene.asks("Late")
    scene.got("Early"), scene.got("Late")
    scene.wait(60)
    scene.navigator("Ana"), scene.texts("Ana", "away"), scene.texts("Ana", "back")
    assert scene.offered("Early") == [] and scene.offered("Late") == ["Ana"]
    scene.texts("Ana", "no")
    scene.tick(12 * 60)
    assert not is_quiet(scene.at)
    assert scene.offered("Early") == ["Ana"]


def test_shifts_begin_and_end_by_the_clock(scene: Scene) -> None:
    scene.navigator("Ana", hours=shifts.read("wed 9:00-17:00"))
    scene.asks("Rosa")
    assert scene.offered("Rosa") == ["Ana"], "it is Wednesday noon"
    scene.texts("Ana", "yes"), scene.texts("Ana", "hello")
    scene.tick(5 * 60)
    assert "You still have" in scene.got("Ana")[-1]
    scene.texts("Ana", "done")
    scene.asks("Lupe")
    assert scene.offered("Lupe") == []
    scene.tick(6 * 24 * 60 + 16 * 60)
    assert scene.offered("Lupe") == ["Ana"], "next Wednesday at nine"


def test_away_holds_until_the_next_shift_and_back_until_the_end_of_one(scene: Scene) -> None:
    scene.navigator("Ana", hours=shifts.read("wed 9:00-17:00, thu 9:00-17:00"))
    scene.texts("Ana", "away")
    scene.tick(60)
    scene.asks("Rosa")
    assert scene.offered("Rosa") == []
    scene.tick(20 * 60)
    assert scene.offered("Rosa") == ["Ana"]


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("mon 9:00-17:00", [Hours(0, 540, 1020)]),
        (
            "Fri-Mon 22:00-6:00",
            [Hours(4, 1320, 360), Hours(5, 1320, 360), Hours(6, 1320, 360), Hours(0, 1320, 360)],
        ),
        ("tue 9:00-12:00, wed 13:30-24:00", [Hours(1, 540, 720), Hours(2, 810, 1440)]),
    ],
)
def test_hours_as_people_write_them(written: str, hours: list[Hours]) -> None:
    assert shifts.read(written) == hours


@pytest.mark.parametrize(
    "written", ["", "monday 9-5", "mon 9:00", "mon 25:00-26:00", "mon 9:70-10:00", "xyz 9:00-10:00"]
)
def test_hours_that_are_none(written: str) -> None:
    with pytest.raises(ValueError):
        shifts.read(written)


def test_hours_over_midnight_and_summer_time() -> None:
    night = [Hours(5, 1320, 360)]  # Saturday 22:00 to Sunday 6:00
    zone = "America/Los_Angeles"
    at = datetime(2026, 3, 8, 6, 0, tzinfo=timezone.utc)  # Saturday 22:00 Pacific standard time
    assert shifts.is_on(night, zone, at) and not shifts.is_on(night, zone, at - timedelta(minutes=1))
    end = shifts.next_change(night, zone, at)
    assert end == datetime(2026, 3, 8, 13, 0, tzinfo=timezone.utc), "6:00 in summer time is 13:00 UTC"
    assert shifts.next_change([], zone, at) is None
    assert shifts.is_on([Hours(2, 0, 1440)], zone, NOON)


def test_a_timer_that_fails_holds_up_no_other_and_is_tried_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        scene.navigator(f"N{number}", capacity=9)
    bad, good = scene.asks("Rosa"), scene.asks("Lupe")
    due = timers._due

    def sometimes(session: object, case: object, at: datetime) -> None:
        due(session, case, at)  # type: ignore[arg-type]
        if case.code == bad:  # type: ignore[attr-defined]
            raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(timers, "_due", sometimes)
        assert scene.tick(10) == 1
    assert scene.case(good).wave == 2 and scene.case(bad).wave == 1, "what failed was taken back whole"
    assert scene.tick(1) == 1 and scene.case(bad).wave == 2


def test_the_desk_knows_when_it_is_needed_next(scene: Scene) -> None:
    with scene.store.reading() as session:
        assert desk.next_due_at(session) is None
    scene.navigator("Ana")
    scene.asks("Rosa")
    with scene.store.reading() as session:
        assert desk.next_due_at(session) == scene.at + timedelta(minutes=10)


def test_many_servers_tick_at_the_same_moment_and_each_timer_fires_once(scene: Scene) -> None:
    for number in range(6):
        scene.navigator(f"N{number}")
    scene.asks("Rosa")
    scene.wait(10)

    def tick(_: int) -> int:
        with scene.store.transaction() as session:
            return desk.tick(session, scene.at)

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(tick, range(6))) == 1
    assert scene.trail("Rosa").count("wave_expired") == 1 and len(scene.offered("Rosa")) == 3
    assert len([body for body in scene.everything("Rosa") if "asking others" in body]) == 1
