"""Keeps names and words up to date with services that came, changed or went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from bot.directory.documents import in_chunks
from bot.directory.entries import number_of
from bot.directory.text import postings, terms
from bot.directory.text.tables import Name, Named, Said


@dataclass(frozen=True)
class Spoken:
    """A service's own words: its names (organization, others, program), what it says of itself, its areas."""

    service_id: str
    names: tuple[str, ...]
    about: str
    areas: tuple[str, ...]


def refresh(session: Session, service_ids: Sequence[str], spoken: Iterable[Spoken]) -> None:
    """These services now go by these words; one that is not spoken of is found by none any more."""
    spoken = list(spoken)
    _refresh_texts(session, service_ids, spoken)
    _refresh_names(session, service_ids, spoken)


def _refresh_texts(session: Session, service_ids: Sequence[str], spoken: list[Spoken]) -> None:
    new = {number_of(one.service_id, sorted(said := _terms(one))): (one.service_id, said) for one in spoken}
    query = select(Said.id).where(Said.service_id.in_(service_ids))
    old = set(session.execute(query).scalars())
    postings.drop(session, postings.TEXTS, old - new.keys())
    _delete(session, Said, Said.id, old - new.keys())
    added = {number: said for number, (_, said) in new.items() if number not in old}
    if added:
        rows = [{"id": number, "service_id": new[number][0]} for number in added]
        session.execute(insert(Said.__table__), rows)
        postings.put(session, postings.TEXTS, added)


def _terms(one: Spoken) -> set[str]:
    """Words of names twice over: as said anywhere, and as said in a name."""
    named = terms.words(terms.plain(" ".join(one.names)))
    said = terms.words(terms.plain(one.about))
    return {*named, *said, *(f"n_{term}" for term in named), *map(terms.area, one.areas)}


def _refresh_names(session: Session, service_ids: Sequence[str], spoken: list[Spoken]) -> None:
    names = {number_of(name): name for one in spoken for name in map(terms.plain, one.names) if name}
    wanted = {
        (number_of(name), area, one.service_id)
        for one in spoken
        for name in map(terms.plain, one.names)
        if name
        for area in one.areas
    }
    query = select(Named.name_id, Named.area, Named.service_id).where(Named.service_id.in_(service_ids))
    there = {tuple(row) for row in session.execute(query)}
    known = _known(session, names)
    if fresh := {number: name for number, name in names.items() if number not in known}:
        rows: list[dict[str, Any]] = [{"id": number, "plain": name} for number, name in fresh.items()]
        session.execute(insert(Name.__table__), rows)
        _write_terms(session, fresh, 1)
    gone = there - wanted
    renewed = {service for _, _, service in gone}
    if renewed:
        session.execute(_plainly(delete(Named).where(Named.service_id.in_(sorted(renewed)))))
    if added := sorted(row for row in wanted if row not in there or row[2] in renewed):
        session.execute(insert(Named.__table__), list(map(_named, added)))
    _drop_unused(session, {name for name, _, _ in gone})


def _named(row: tuple[Any, ...]) -> dict[str, Any]:
    name, area, service = row
    return {"name_id": name, "area": area, "service_id": service}


def _drop_unused(session: Session, numbers: set[Any]) -> None:
    """Names that no service goes by any more."""
    used: set[Any] = set()
    for chunk in in_chunks(sorted(numbers)):
        used |= set(session.execute(select(Named.name_id).where(Named.name_id.in_(chunk))).scalars())
    gone: set[Any] = numbers - used
    names: dict[int, str] = {}
    for chunk in in_chunks(sorted(gone)):
        query = select(Name.id, Name.plain).where(Name.id.in_(chunk))
        names.update((number, name) for number, name in session.execute(query))
    if names:
        _write_terms(session, names, -1)
        _delete(session, Name, Name.id, names)


def _write_terms(session: Session, names: dict[int, str], by: int) -> None:
    pieces = {number: frozenset().union(*terms.grams(name)) for number, name in names.items()}
    if by > 0:
        postings.put(session, postings.NAMES, pieces)
    else:
        postings.drop(session, postings.NAMES, pieces)
    uses = Counter(piece for found in pieces.values() for piece in found)
    # in one order everywhere, so that two writers wait for one another and never each for the other
    session.execute(_COUNT, [{"term": term, "uses": by * uses[term]} for term in sorted(uses)])


_COUNT = text(
    """
    INSERT INTO directory_name_term (term, uses) VALUES (:term, :uses)
    ON CONFLICT (term) DO UPDATE SET uses = directory_name_term.uses + excluded.uses
    """
)


def _known(session: Session, numbers: Iterable[Any]) -> set[int]:
    found: set[int] = set()
    for chunk in in_chunks(list(numbers)):
        found |= set(session.execute(select(Name.id).where(Name.id.in_(chunk))).scalars())
    return found


def _delete(session: Session, table: Any, column: Any, numbers: Iterable[Any]) -> None:
    for chunk in in_chunks(sorted(numbers)):
        session.execute(_plainly(delete(table).where(column.in_(chunk))))


def _plainly(query: Any) -> Any:
    return query.execution_options(synchronize_session=False)
