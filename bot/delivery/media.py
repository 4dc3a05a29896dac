"""Pictures that came with messages: where they lie, what they are, and the addresses under which they are passed on.

A picture stays with the carrier. Whoever it is passed on to gets an address of ours that is signed and ends
after a day; it shows the picture without the number it came from and without our account.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from sqlalchemy import Column, Integer, String, delete, select
from sqlalchemy.orm import Session

from bot.store import Base, Sealed, UtcDateTime, digest, new_id, now

PATH = "/webhooks/sms/media"
"""Under the public address; the SMS channel answers there, so that `rasa run` has it too."""
KINDS = ("image/jpeg", "image/png", "image/gif")
"""What every phone shows. Others are refused: a contact card would carry a number, a video is too large."""
MOST_BYTES = 5_000_000
"""What a carrier takes in one message, all pictures together."""
MOST = 10
"""Pictures in one message."""
LIFE = timedelta(days=1)
"""How long an address is good for."""

NOT_A_KIND, TOO_LARGE, GONE = "kind", "size", "gone"


@dataclass(frozen=True)
class Attached:
    """A picture as a webhook names it: the carrier's address of it, and its MIME type."""

    source: str
    kind: str


class Picture(Base):
    """One picture of one inbound message. `refused` says why it cannot be passed on; None if it can."""

    __tablename__ = "picture"

    id: str = Column(String(32), primary_key=True, default=new_id)
    inbound_id: int = Column(Integer, nullable=False, index=True)
    position: int = Column(Integer, nullable=False)
    source: str = Column(Sealed, nullable=False)
    kind: str = Column(String(80), nullable=False)
    size = Column(Integer)
    refused = Column(String(8))
    at: datetime = Column(UtcDateTime, nullable=False)


def keep(session: Session, inbound_id: int, attached: Sequence[Attached], at: datetime) -> None:
    """Keep what came with a message; what is no picture is known to be refused."""
    for position, one in enumerate(attached):
        kind = one.kind.partition(";")[0].strip().lower()[:80]
        kind = "image/jpeg" if kind == "image/jpg" else kind
        refused = None if kind in KINDS and position < MOST else NOT_A_KIND
        session.add(
            Picture(
                inbound_id=inbound_id, position=position, source=one.source, kind=kind, refused=refused, at=at
            )
        )
    session.flush()


def of(session: Session, inbound_id: int) -> list[Picture]:
    """The pictures of an inbound message, in order."""
    query = select(Picture).where(Picture.inbound_id == inbound_id).order_by(Picture.position)
    return list(session.execute(query).scalars())


def measured(session: Session, sizes: dict[str, int | None]) -> None:
    """Write down the bytes of pictures by id, None for one the carrier has no more; refuse what is too much."""
    found = session.execute(select(Picture).where(Picture.id.in_(sizes)).order_by(Picture.position)).scalars()
    total = 0
    for picture in found:
        picture.size = sizes[picture.id]
        if picture.size is None:
            picture.refused = GONE
        elif total + picture.size > MOST_BYTES:
            picture.refused = TOO_LARGE
        else:
            total += picture.size
    session.flush()


def forget(session: Session, inbound_ids: Collection[int]) -> None:
    """Forget the pictures of these messages: their addresses are dead at once."""
    session.execute(
        delete(Picture).where(Picture.inbound_id.in_(inbound_ids)),
        execution_options={"synchronize_session": False},
    )


def address(public_url: str, picture_id: str, at: datetime | None = None) -> str:
    """The address of a picture for whoever it is passed on to; only the path where `public_url` is empty."""
    until = int(((at or now()) + LIFE).timestamp())
    return f"{public_url.rstrip('/')}{PATH}/{picture_id}/{until}/{_signature(picture_id, until)}"


def addressed(
    session: Session, picture_id: str, until: int, signature: str, at: datetime | None = None
) -> Picture | None:
    """The picture that an address of ours names; None if it was forged, is over, or the picture is gone."""
    if not compare_digest(_signature(picture_id, until).encode(), signature.encode("utf-8", "replace")):
        return None
    picture: Picture | None = None
    if until >= (at or now()).timestamp():
        picture = session.get(Picture, picture_id)
    return None if picture is None or picture.refused is not None else picture


def _signature(picture_id: str, until: int) -> str:
    return digest(f"picture:{picture_id}:{until}")[:40]
