"""What the labels promise of one another holds in what is read."""

from __future__ import annotations

import pytest

from bot.understanding.needs import ONE_OF_TWO
from bot.understanding.reader import Reader
from bot.understanding.reading import Reading
from tests.understanding.conftest import held_out

pytestmark = pytest.mark.rasa


@pytest.fixture(scope="module")
def readings(reader: Reader) -> list[Reading]:
    return [reader.read(example.text) for examples in held_out("dev").values() for example in examples]


def sadness(reading: Reading) -> int:
    return sum(need.code in ONE_OF_TWO for need in reading.needs)


def test_sadness_has_one_name(readings: list[Reading]) -> None:
    assert {sadness(reading) for reading in readings} == {0, 1}


def test_who_thinks_of_dying_is_offered_someone_for_it(readings: list[Reading]) -> None:
    suicidal = [reading for reading in readings if reading.crisis and reading.crisis.code == "suicide"]
    assert suicidal and all(sadness(reading) == 1 for reading in suicidal)
    assert all(need.score >= 0.5 for reading in suicidal for need in reading.needs)
