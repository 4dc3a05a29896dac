"""Keeps in memory what was read lately, under names that never come to mean something else."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Values by a number made of their content, the longest unused let go first. Threads may share it.

    Nothing in it is ever wrong: what changes has another number. So no server needs to be told of a change.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._values: OrderedDict[int, tuple[T, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, number: int) -> T | None:
        """What is kept under this number, or None."""
        with self._lock:
            if number not in self._values:
                return None
            self._values.move_to_end(number)
            return self._values[number][0]

    def put(self, number: int, value: T, size: int = 1) -> T:
        """Keep a value, which takes so much of the room there is; gives it back."""
        with self._lock:
            if number not in self._values:
                self._values[number] = (value, size)
                self._size += size
            while self._size > self._most and len(self._values) > 1:
                self._size -= self._values.popitem(last=False)[1][1]
        return value

    def clear(self) -> None:
        """Keep nothing, as a server that has just started."""
        with self._lock:
            self._values.clear()
            self._size = 0
