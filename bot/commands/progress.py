"""Saying what is happening, how far it is and how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(what: str, expected: str = "") -> Iterator[None]:
    """Print a line when a step begins and how long it took when it ends."""
    print(f"· {what}{f' ({expected})' if expected else ''} …", file=sys.stderr, flush=True)
    started = time.monotonic()
    yield
    print(f"  done in {time.monotonic() - started:.1f} s", file=sys.stderr, flush=True)
