"""Rasa's output channel for public channels: what the assistant says is gathered, not sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import OutputChannel


@dataclass(frozen=True)
class Said:
    """One reply: text for every channel, and what the web widget shows beside it."""

    text: str
    payload: dict[str, Any] | None


class GatheringOutput(OutputChannel):
    """Gathers the replies of one turn, so that they are kept with everything else the turn changed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.said: list[Said] = []

    def name(self) -> str:
        """The channel she uses: `sms` or `web`."""
        return self._name

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one reply whole: Rasa would send its text, buttons and custom part one by one."""
        text = message.get("text")
        if not text:
            return
        payload = message.get("custom") or None
        buttons = message.get("buttons")
        if payload is None and buttons:
            payload = {
                "kind": "text",
                "quick_replies": [{"title": b["title"], "say": b["payload"]} for b in buttons],
            }
        self.said.append(Said(text, payload))
