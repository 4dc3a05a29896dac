"""When services are open: read from what people write, told at a moment."""

from datetime import datetime, timezone

import pytest

from bot.directory.bundle.hours import Opening, parse
from bot.directory.opening import PACIFIC, hours_of, is_open
from bot.directory.records import Hours

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR")


@pytest.mark.parametrize(
    ("written", "openings"),
    [
        ("24/7", [Opening((*WEEKDAYS, "SA", "SU"), "00:00", "23:59")]),
        ("Mon-Fri 8-5", [Opening(WEEKDAYS, "08:00", "17:00")]),
        ("Mon-Fri 8:30 a.m.-5:30 p.m.", [Opening(WEEKDAYS, "08:30", "17:30")]),
        ("Mon-Fri 8am-12pm, 1pm-5pm", [Opening(WEEKDAYS, "08:00", "12:00"), Opening(WEEKDAYS, "13:00", "17:00")]),
        ("Mon 9:00-11:00; Wed 9:00-11:00", [Opening(("MO", "WE"), "09:00", "11:00")]),
        ("Tue2nd 14:00-16:30", [Opening(("TU",), "14:00", "16:30", 2)]),
        ("Mon-Thu 8-5, Fri 8-2", [Opening(WEEKDAYS[:4], "08:00", "17:00"), Opening(("FR",), "08:00", "14:00")]),
        ("Daily 9 a.m.-9 p.m.", [Opening((*WEEKDAYS, "SA", "SU"), "09:00", "21:00")]),
    ],
)  # fmt: skip
def test_hours_that_are_sure(written: str, openings: list[Opening]) -> None:
    assert parse(written) == openings


@pytest.mark.parametrize(
    "written",
    [
        "8-5", "business hours, walk-in", "Mon-Fri 9am-6pm Eastern", "phone 24/7; text 4-11pm",
        "Mon-Fri 8am-6pm, longer in open enrollment", "Third Tuesday monthly", "Wednesdays", "Mon-Fri 5-5",
        "Mon-Fri 8-5, Wed to 7 (page notes a COVID closure)", "",
    ],
)  # fmt: skip
def test_hours_that_are_not_sure_are_not_guessed(written: str) -> None:
    assert parse(written) == []


def test_open_at_a_moment_in_pacific_time() -> None:
    schedule = (Hours(WEEKDAYS, "08:00", "17:00"),)
    assert is_open(schedule, datetime(2026, 11, 23, 9, 0, tzinfo=PACIFIC)) is True
    assert is_open(schedule, datetime(2026, 11, 23, 18, 0, tzinfo=PACIFIC)) is False
    assert is_open(schedule, datetime(2026, 11, 22, 9, 0, tzinfo=PACIFIC)) is False
    assert is_open(schedule, datetime(2026, 11, 23, 17, 0, tzinfo=timezone.utc)) is True
    assert is_open(None, datetime(2026, 11, 23, 9, 0, tzinfo=PACIFIC)) is None


def test_open_in_one_week_of_the_month() -> None:
    second_tuesday = (Hours(("TU",), "14:00", "16:30", 2),)
    assert is_open(second_tuesday, datetime(2026, 11, 10, 15, 0, tzinfo=PACIFIC)) is True
    assert is_open(second_tuesday, datetime(2026, 11, 17, 15, 0, tzinfo=PACIFIC)) is False


def test_a_schedule_that_says_only_words_is_not_known() -> None:
    assert hours_of([{"description": "by appointment"}]) is None
    assert hours_of([{"byday": "XX", "opens_at": "08:00", "closes_at": "12:00"}]) is None
    assert hours_of([{"byday": "2TU,WE", "opens_at": "08:00:00", "closes_at": "12:00:00"}]) == (
        Hours(("TU",), "08:00", "12:00", 2),
        Hours(("WE",), "08:00", "12:00"),
    )
