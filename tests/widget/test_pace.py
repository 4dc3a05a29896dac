"""How many messages one sender may send in a while."""

import pytest

from bot.channels import pace
from bot.channels.pace import Pace


class Clock:
    moment = 0.0

    def __call__(self) -> float:
        return self.moment


def test_after_the_most_allowed_the_wait_is_until_the_first_is_old() -> None:
    clock = Clock()
    paced = Pace(3, 60, clock)
    for clock.moment in (0, 10, 20):
        assert paced.wait_for("a") == 0
    clock.moment = 25
    assert paced.wait_for("a") == 35
    assert paced.wait_for("b") == 0
    clock.moment = 60
    assert paced.wait_for("a") == 0
    assert paced.wait_for("a") == 10


def test_a_refused_message_does_not_lengthen_the_wait() -> None:
    clock = Clock()
    paced = Pace(1, 60, clock)
    paced.wait_for("a")
    assert [paced.wait_for("a") for _ in range(3)] == [60, 60, 60]


def test_senders_who_have_been_quiet_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_SENDERS", 2)
    clock = Clock()
    paced = Pace(1, 60, clock)
    paced.wait_for("a")
    clock.moment = 59
    paced.wait_for("b")
    clock.moment = 61
    paced.wait_for("c")
    assert set(paced._sent) == {"b", "c"}
