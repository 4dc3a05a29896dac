"""An agency's answer for its own record. It waits for a steward: families see nothing of it before."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory.trust import fields
from bot.directory.trust.fields import BadValue, Record
from bot.directory.trust.kinds import Kind
from bot.directory.trust.reporting import AGENCY, LONGEST, report, step
from bot.directory.trust.tables import AgencyLink, Correction, State
from bot.store import digest, now

ASKED_OF_AGENCIES = (
    "organization", "name", "phone", "web", "email", "address", "hours", "cost", "eligibility", "languages",
    "description",
)  # fmt: skip
"""Fields that an agency can set right by itself, in the order of the page."""


class WrongFields(ValueError):
    """Some fields say what they cannot; `problems` tells of each why."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = dict(problems)


def asked(record: Record) -> tuple[str, ...]:
    """The fields that the agency of this record is asked about: an address only where there is a place."""
    there = bool(record.at.get("location"))
    return tuple(name for name in ASKED_OF_AGENCIES if there or name != "address")


def propose(
    session: Session,
    link: AgencyLink,
    record: Record,
    written: Mapping[str, str],
    ended: bool = False,
    note: str = "",
) -> Correction:
    """Keep what the agency wrote as a correction: what differs is proposed, nothing that differs is a confirmation.

    A later answer by the same link takes the place of one that no steward has decided on. Raises WrongFields.
    """
    before = record.values()
    proposed: dict[str, list[str]] = {}
    problems: dict[str, str] = {}
    for name in asked(record):
        given = " ".join(written.get(name, before[name]).split())
        if given == " ".join(before[name].split()):
            continue
        try:
            proposed[name] = [before[name], fields.sound(name, given)]
        except BadValue as problem:
            problems[name] = str(problem)
    if problems:
        raise WrongFields(problems)
    if ended:
        proposed = {"status": [before["status"], "inactive"]}
    kind = Kind.CHANGED if proposed or note.strip() else Kind.CONFIRMED
    voice = digest(f"agency link:{link.id}")
    earlier = session.execute(
        select(Correction).where(Correction.voice == voice, Correction.state == State.OPEN.value)
    ).scalars()
    for old in earlier:
        step(session, old, State.REFUSED, AGENCY, "the agency answered once more")
    correction = report(session, link.record_id, AGENCY, note.strip()[:LONGEST], kind=kind)
    correction.voice, correction.proposed = voice, proposed or None
    link.answered_at = now()
    session.flush()
    return correction
