"""How long to wait before something is tried again."""

from __future__ import annotations

import random

LONGEST = 300.0
LONGEST_ASKED = 3600.0


def seconds(attempts: int, retry_after: float | None = None, base: float = 2.0) -> float:
    """Seconds until the next try after `attempts` failed ones: doubling, at most 5 minutes.

    Half of it is chance, which keeps many from trying at the same moment. Never earlier than `retry_after`
    (at most an hour).
    """
    step = min(LONGEST, base * 2.0 ** min(attempts - 1, 16))
    wait = step / 2 + random.uniform(0, step / 2)  # noqa: S311 - no secret depends on it
    asked = min(retry_after or 0.0, LONGEST_ASKED)
    return max(wait, asked + random.uniform(0, asked / 10))  # noqa: S311
