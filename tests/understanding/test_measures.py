"""Ages and weeks are found in six languages, whichever way the number is written."""

import pytest

from bot.understanding.entities.measures import candidates
from bot.understanding.entities.view import View

AGES = [
    ("18 meses", 18),
    ("3 yo", 36),
    ("3yo", 36),
    ("dos añitos", 24),
    ("2 años y medio", 30),
    ("2 tuổi rưỡi", 30),
    ("bé 5 tháng", 5),
    ("세 살", 36),
    ("두살이에요", 24),
    ("26개월", 26),
    ("三岁半", 42),
    ("兩歲", 24),
    ("半歲", 6),
    ("newborn", 0),
    ("recién nacido", 0),
    ("tatlong taon", 36),
    ("anim na buwan", 6),
    ("8 weeks old", 1),
    ("turned two", 24),
    ("3½", 42),
    ("two and a half", 30),
    ("tres y medio", 42),
    ("dalawa at kalahating taon", 30),
    ("아홉살아들", 108),
    ("she was born tuesday", 0),
    ("mới sanh", 0),
]


@pytest.mark.parametrize(("text", "months"), AGES)
def test_an_age_in_months(text: str, months: int) -> None:
    found = [c for c in candidates(View.of(text)) if c.kind == "child_age_months"]
    assert months in [c.value for c in found]
    assert all(0 <= c.start < c.end <= len(text) for c in found)


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("28 weeks pregnant", 28),
        ("5 meses de embarazo", 22),
        ("bầu 30 tuần", 30),
        ("怀孕34周", 34),
        ("32주차", 32),
        ("7 buwan", 30),
    ],
)
def test_weeks_of_a_pregnancy(text: str, weeks: int) -> None:
    assert weeks in [c.value for c in candidates(View.of(text)) if c.kind == "weeks_pregnant"]


@pytest.mark.parametrize("text", ["rent is 1850", "911", "call 555-0100", "at 10:30"])
def test_other_numbers_are_no_ages(text: str) -> None:
    assert [c for c in candidates(View.of(text)) if c.cue != "bare"] == []


@pytest.mark.parametrize("text", ["7.5% more rent", "$2.5 a week", "at 3:30"])
def test_a_half_that_is_no_age(text: str) -> None:
    assert not [c for c in candidates(View.of(text)) if c.cue == "half"]
