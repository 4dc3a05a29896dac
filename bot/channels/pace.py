"""How many messages one sender may send in a while."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

MOST_SENDERS = 10_000
"""Senders that are remembered at once; when there are more, those who have been quiet are forgotten."""


class Pace:
    """At most `most` messages in any `seconds`, for each sender, counted in this process."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._sent: dict[str, deque[float]] = {}

    def wait_for(self, sender: str) -> float:
        """Count one message. 0 when it may pass, else the seconds after which the next may."""
        moment = self._clock()
        if len(self._sent) >= MOST_SENDERS:
            self._forget_quiet(moment)
        sent = self._sent.setdefault(sender, deque())
        while sent and sent[0] <= moment - self._seconds:
            sent.popleft()
        if len(sent) >= self._most:
            return sent[0] + self._seconds - moment
        sent.append(moment)
        return 0.0

    def _forget_quiet(self, moment: float) -> None:
        self._sent = {
            sender: sent for sender, sent in self._sent.items() if sent and sent[-1] > moment - self._seconds
        }
