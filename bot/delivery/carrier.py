"""What carries an SMS to a phone, and the two ways in which that can go wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Carrier(Protocol):
    """Something that takes a text to a phone: Twilio, or the simulator."""

    async def send(
        self, recipient: str, body: str, status_callback: str, pictures: Sequence[str] = ()
    ) -> str:
        """Hand a text over and give back the carrier's id for it. Raises Temporary or Permanent.

        `recipient` is E.164; `status_callback` is where the carrier reports what became of the text;
        `pictures` are addresses from which the carrier takes pictures that go with it.
        """
        ...

    async def picture_size(self, source: str) -> int | None:
        """Bytes of a picture that came with a message; None when the carrier has it no more.

        Raises Temporary when that cannot be known now.
        """
        ...

    async def picture(self, source: str, most: int) -> bytes | str:
        """A picture that came with a message: its bytes, or the address at which anyone may see it.

        Raises Permanent when it is gone or has more than `most` bytes, Temporary when it cannot be had now.
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class CarrierError(Exception):
    """The carrier did not take a text. `code` is its error code, or what happened in a word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Temporary(CarrierError):
    """Trying again later can help; not before `retry_after` seconds when the carrier said so."""

    def __init__(self, code: str, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.retry_after = retry_after


class Permanent(CarrierError):
    """Trying again cannot help: the text or the number is at fault."""
