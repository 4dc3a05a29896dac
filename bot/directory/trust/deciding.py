"""How a correction ends: applied, refused, or, until then, the agency is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory.trust import checking, editing, fields
from bot.directory.trust.fields import BadValue
from bot.directory.trust.kinds import Kind
from bot.directory.trust.reporting import step
from bot.directory.trust.tables import UNDECIDED, Correction, State, Step


class NotPossible(ValueError):
    """That cannot be done with this correction; the message says why."""


@dataclass(frozen=True)
class Applied:
    """What came of it: the acts in the history, and the services that read otherwise now."""

    acts: tuple[int, ...]
    services: tuple[str, ...]


def get(session: Session, number: int) -> Correction:
    """A correction by its number. Raises NotPossible when there is none."""
    correction = session.get(Correction, number)
    if correction is None:
        raise NotPossible(f"there is no correction {number}")
    return correction


def apply(
    session: Session,
    correction: Correction,
    by: str,
    values: Mapping[str, str] | None = None,
    how: str | None = None,
    note: str | None = None,
) -> Applied:
    """Write what is right into the record, and count it as checked today. Raises NotPossible.

    Without `values`, what the agency proposed is written; its word is then how it was checked. A service set to
    inactive is shown to no family any more, and is not counted as checked.
    """
    _must_be_undecided(correction)
    proposed = {name: pair[1] for name, pair in (correction.proposed or {}).items()}
    from_agency = correction.kind in (Kind.CHANGED.value, Kind.CONFIRMED.value)
    values = proposed if values is None and from_agency else values
    if not values and not from_agency:
        raise NotPossible("say what is right, for example --set phone=213-555-0100; or refuse it")
    record = fields.read(session, correction.record_id)
    if record is None:
        raise NotPossible(f"the directory no longer shows {correction.record_id}")
    acts: list[int] = []
    services: list[str] = []
    if values:
        try:
            with session.begin_nested():
                number, services = editing.edit(session, record, values, by)
        except BadValue as problem:
            raise NotPossible(str(problem)) from None
        acts.append(number)
    if (values or {}).get("status", "active").lower() != "inactive":
        how = how or (checking.AGENCY if from_agency else checking.PHONE)
        acts.append(checking.verify(session, record.document["id"], by, how))
    step(session, correction, State.APPLIED, by, note, acts[0] if acts else None)
    return Applied(tuple(acts), tuple(services))


def refuse(session: Session, correction: Correction, by: str, because: str) -> None:
    """The record is right, or nobody can tell: nothing is changed. Raises NotPossible."""
    _must_be_undecided(correction)
    step(session, correction, State.REFUSED, by, because)


def ask(session: Session, correction: Correction, by: str, note: str | None = None) -> None:
    """The agency is asked; the correction stays undecided. Raises NotPossible."""
    _must_be_undecided(correction)
    step(session, correction, State.ASKED, by, note)


def history(session: Session, correction: Correction) -> list[Step]:
    """Every step of a correction, oldest first."""
    query = select(Step).where(Step.correction_id == correction.id).order_by(Step.id)
    return list(session.execute(query).scalars())


def listed(session: Session, undecided: bool = True, record_id: str | None = None) -> list[Correction]:
    """Corrections, oldest first: those that wait for a decision, or all."""
    query = select(Correction).order_by(Correction.id)
    if undecided:
        query = query.where(Correction.state.in_(UNDECIDED))
    if record_id is not None:
        query = query.where((Correction.record_id == record_id) | (Correction.service_id == record_id))
    return list(session.execute(query).scalars())


def _must_be_undecided(correction: Correction) -> None:
    if correction.state not in UNDECIDED:
        raise NotPossible(f"correction {correction.id} is {correction.state} already")
