"""One message as it arrived at a public channel, before anybody knows what it means or who sent it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.channels import carrier_words
from bot.channels.understood import in_plain_words
from bot.delivery import inbox
from bot.delivery.media import Attached


@dataclass(frozen=True)
class Arrived:
    """What a webhook or a widget brought. `carrier_did`: what the carrier did by itself (STOP, START, HELP)."""

    channel: str
    provider_sid: str
    sender: str
    recipient: str
    body: str
    media_count: int = 0
    attached: tuple[Attached, ...] = ()
    carrier_did: str | None = None

    def take_in(self, session: Session) -> bool:
        """Keep it in the inbox, as urgent where plain words say so. False when it was kept before.

        Raises ValueError when it has no id.
        """
        kept = inbox.take_in(
            session,
            self.provider_sid,
            self.channel,
            self.sender,
            self.recipient,
            self.body,
            self.media_count,
            attached=self.attached,
            carrier_did=self.carrier_did,
            urgent=self.in_plain_words(),
        )
        return kept is not None

    def in_plain_words(self) -> bool:
        """True when nobody need think to see that this is urgent: STOP, or danger in words of the lexicon."""
        is_stop = carrier_words.word_of(self.carrier_did, self.body) == "stop"
        return is_stop or in_plain_words(self.body, None).crisis is not None

    def fields(self) -> dict[str, Any]:
        """All of it, as JSON holds it."""
        return asdict(self)

    @classmethod
    def of(cls, fields: dict[str, Any]) -> Arrived:
        """What `fields` gave."""
        own = {name: fields[name] for name in cls.__dataclass_fields__}
        return cls(**{**own, "attached": tuple(Attached(**one) for one in fields["attached"])})
