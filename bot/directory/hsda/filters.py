"""The records that a request's filters leave, as conditions on their tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import and_, false, func, or_, select
from sqlalchemy.orm import Session

from bot.directory.hsda import modified, reach
from bot.directory.hsda.parameters import Asked
from bot.directory.shapes import SHAPES
from bot.directory.tables import AlsoUnder
from bot.directory.text import postings, terms
from bot.directory.text.tables import Said

_SERVICE = SHAPES["service"].table
_ORGANIZATION = SHAPES["organization"].table
_AT = SHAPES["service_at_location"].table
_LOCATION = SHAPES["location"].table
_TAXONOMY = SHAPES["taxonomy"].table
_TERM = SHAPES["taxonomy_term"].table
_ATTRIBUTE = SHAPES["attribute"].table
Condition = Callable[[Any], Any]
"""A condition on whatever column holds the id."""


def conditions(session: Session, kind: str, asked: Asked) -> list[Any]:
    """What holds of every record of this kind that the request asks for."""
    return list(_OF[kind](session, asked))


def _of_services(session: Session, asked: Asked) -> list[Any]:
    found: list[Any] = []
    if asked.search is not None:
        found.append(_SERVICE.c.id.in_(_services_saying(session, asked.search)))
    if asked.organization_id is not None:
        found.append(_SERVICE.c.organization_id == asked.organization_id)
    found += [linked(_SERVICE.c.id) for linked in _linked(session, asked)]
    if asked.modified_after is not None:
        found.append(modified.since(session, _SERVICE.c.id, asked.modified_after))
    return found


def _of_organizations(session: Session, asked: Asked) -> list[Any]:
    own = _ORGANIZATION.c
    found: list[Any] = []

    def whose(condition: Any) -> Any:
        return own.id.in_(select(_SERVICE.c.organization_id).where(condition))

    if asked.search is not None:
        says = _says(asked.search, own.name, own.alternate_name, own.description)
        found.append(or_(says, whose(_SERVICE.c.id.in_(_services_saying(session, asked.search)))))
    for linked in _linked(session, asked):
        found.append(or_(linked(own.id), whose(linked(_SERVICE.c.id))))
    return found


def _of_places(session: Session, asked: Asked) -> list[Any]:
    own = _AT.c
    found: list[Any] = []
    if asked.search is not None:
        named = select(_LOCATION.c.id).where(
            _says(asked.search, _LOCATION.c.name, _LOCATION.c.alternate_name, _LOCATION.c.description)
        )
        saying = _services_saying(session, asked.search)
        found.append(or_(own.service_id.in_(saying), own.location_id.in_(named)))
    for linked in _linked(session, asked):
        found.append(or_(*map(linked, (own.id, own.service_id, own.location_id))))
    if asked.organization_id is not None:
        theirs = select(_SERVICE.c.id).where(_SERVICE.c.organization_id == asked.organization_id)
        found.append(own.service_id.in_(theirs))
    if asked.modified_after is not None:
        found.append(modified.since(session, own.service_id, asked.modified_after))
    if asked.postcode is not None:
        found.append(reach.serving(session, asked.postcode))
        if asked.proximity is not None:
            found.append(reach.within(session, asked.postcode, asked.proximity))
    return found


def _of_taxonomies(session: Session, asked: Asked) -> list[Any]:
    if asked.search is None:
        return []
    return [_says(asked.search, _TAXONOMY.c.name, _TAXONOMY.c.description)]


def _of_terms(session: Session, asked: Asked) -> list[Any]:
    own = _TERM.c
    found: list[Any] = []
    if asked.search is not None:
        found.append(_says(asked.search, own.name, own.code, own.description))
    if asked.taxonomy_id is not None:
        found.append(own.taxonomy_id == asked.taxonomy_id)
    if asked.parent_id is not None:
        found.append(own.parent_id == asked.parent_id)
    if asked.top_only:
        found.append(func.coalesce(own.parent_id, "") == "")
    return found


_OF: dict[str, Callable[[Session, Asked], list[Any]]] = {
    "service": _of_services,
    "organization": _of_organizations,
    "service_at_location": _of_places,
    "taxonomy": _of_taxonomies,
    "taxonomy_term": _of_terms,
}


def _linked(session: Session, asked: Asked) -> list[Condition]:
    """Conditions that what an id names has an attribute with the term, and one with any term of the taxonomy."""
    wanted: list[Any] = []
    if asked.taxonomy_term_id is not None:
        wanted.append(_ATTRIBUTE.c.taxonomy_term_id == asked.taxonomy_term_id)
    if asked.taxonomy_id is not None:
        terms_of_it = select(_TERM.c.id).where(_TERM.c.taxonomy_id == asked.taxonomy_id)
        wanted.append(_ATTRIBUTE.c.taxonomy_term_id.in_(terms_of_it))
    if not wanted:
        return []
    shared = select(AlsoUnder.child_id).where(AlsoUnder.child_kind == "attribute").limit(1)
    some_shared = session.execute(shared).first() is not None
    return [partial(_holds, condition, some_shared) for condition in wanted]


def _holds(condition: Any, some_shared: bool, key: Any) -> Any:
    own = key.in_(select(_ATTRIBUTE.c.link_id).where(condition))
    if not some_shared:
        return own
    attributes = select(_ATTRIBUTE.c.id).where(condition)
    others = select(AlsoUnder.parent_id).where(
        AlsoUnder.child_kind == "attribute", AlsoUnder.child_id.in_(attributes)
    )
    return or_(own, key.in_(others))


def _services_saying(session: Session, said: str) -> Any:
    """Active services whose names or words hold every word; the last one may be only begun."""
    words = terms.words(terms.plain(said))
    if not words:
        return select(_SERVICE.c.id).where(false())
    query = postings.AllOf((*words[:-1], f"{words[-1]}*"))
    numbers = postings.matching(session, postings.TEXTS, query)
    return select(Said.service_id).where(Said.id.in_(numbers))


def _says(said: str, *columns: Any) -> Any:
    """Every word stands in one of the columns, large or small letters alike."""
    whole = [
        or_(
            *(
                func.lower(func.coalesce(column, "")).contains(word.lower(), autoescape=True)
                for column in columns
            )
        )
        for word in said.split()
    ]
    return and_(*whole) if whole else false()
