"""Pictures in the relay: which of a message can be passed on, and what is said of those that cannot."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.delivery import media
from bot.replies.catalogs import N_

WHY = {
    media.NOT_A_KIND: N_("I can pass on photos only, and that was something else. Please say it in words."),
    media.TOO_LARGE: N_("That picture is too large to pass on. Please send a smaller one, or words."),
    media.GONE: N_("I could not get your picture. Please send it again, or say it in words."),
}
"""What the one who sent a picture reads when it could not be passed on."""


@dataclass(frozen=True)
class Pictures:
    """The pictures of one message: ids of those that go on, and why the first of the others does not."""

    passed: tuple[str, ...]
    refused: str | None

    @classmethod
    def of(cls, session: Session, inbound_id: int, count: int) -> Pictures:
        """Those of an inbound message that came with `count` of them; ones we know nothing of are gone."""
        found = media.of(session, inbound_id) if count else []
        reasons = [str(one.refused) for one in found if one.refused is not None]
        if len(found) < count:
            reasons.append(media.GONE)
        passed = tuple(one.id for one in found if one.refused is None)
        return cls(passed, WHY[reasons[0]] if reasons else None)
