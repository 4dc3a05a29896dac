"""A family, a navigator or a steward says that something is wrong with a record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.directory.entries import Entry
from bot.directory.trust.kinds import Kind, kind_of
from bot.directory.trust.tables import UNDECIDED, Correction, State, Step
from bot.store import digest, now

FAMILY, NAVIGATOR, AGENCY, STEWARD = "family", "navigator", "agency", "steward"
LONGEST = 2000
"""Characters kept of what was written."""
BATCH = 500


def report(
    session: Session,
    record_id: str,
    came_from: str,
    words: str,
    conversation_id: str | None = None,
    kind: Kind | None = None,
) -> Correction:
    """Open a correction. The record stays as it is until a steward decides.

    Of who wrote it nothing is kept but a keyed hash of the conversation: what she says again of the same record is
    added to what she said. The kind is read from the words where it is not given.
    """
    voice = voice_of(conversation_id) if conversation_id else None
    known = _undecided(session, record_id, voice) if voice else None
    if known is not None:
        known.words = f"{known.words}\n{words}"[:LONGEST]
        if known.kind == Kind.OTHER.value:
            known.kind = (kind or kind_of(words)).value
        session.flush()
        return known
    correction = Correction(
        record_id=record_id,
        service_id=service_of(session, record_id),
        came_from=came_from,
        kind=(kind or kind_of(words)).value,
        words=words[:LONGEST],
        voice=voice,
        state=State.OPEN.value,
        opened_at=now(),
    )
    session.add(correction)
    session.flush()
    step(session, correction, State.OPEN, came_from)
    return correction


def step(
    session: Session,
    correction: Correction,
    state: State,
    by: str,
    note: str | None = None,
    import_id: int | None = None,
) -> None:
    """Put a correction into a state, and take it down in its history."""
    at = now()
    correction.state = state.value
    correction.decided_at = None if state.value in UNDECIDED else at
    session.add(
        Step(
            correction_id=correction.id,
            state=state.value,
            at=at,
            by=by,
            note=note or None,
            import_id=import_id,
        )
    )
    session.flush()


def service_of(session: Session, record_id: str) -> str | None:
    """The service that a record shows; None when the directory has it no more."""
    found: str | None = session.execute(
        select(Entry.service_id)
        .where((Entry.record_id == record_id) | (Entry.service_id == record_id))
        .limit(1)
    ).scalar()
    return found


def voice_of(conversation_id: str) -> str:
    """The keyed hash that stands for whoever speaks in a conversation."""
    return digest(f"voice:{conversation_id}")


def of_record(session: Session, record_id: str) -> list[Correction]:
    """The corrections of a record, oldest first."""
    query = select(Correction).where(Correction.record_id == record_id).order_by(Correction.id)
    return list(session.execute(query).scalars())


def forget(session: Session, conversation_id: str) -> None:
    """She wants everything erased: her words go. That something was said of a record stays, as a figure."""
    mine = update(Correction).where(Correction.voice == voice_of(conversation_id))
    session.execute(mine.values(words="", voice=None), execution_options={"synchronize_session": "fetch"})


def empty_decided(session: Session, before: datetime) -> int:
    """Empty the words of corrections that were decided before a moment, a batch at a time; gives how many."""
    old = select(Correction.id).where(Correction.decided_at < before, Correction.voice.is_not(None))
    ids = list(session.execute(old.limit(BATCH)).scalars())
    mine = update(Correction).where(Correction.id.in_(ids)).values(words="", voice=None)
    session.execute(mine, execution_options={"synchronize_session": "fetch"})
    return len(ids)


def _undecided(session: Session, record_id: str, voice: str) -> Correction | None:
    query = select(Correction).where(
        Correction.record_id == record_id, Correction.voice == voice, Correction.state.in_(UNDECIDED)
    )
    found: Correction | None = session.execute(query.limit(1)).scalars().first()
    return found
