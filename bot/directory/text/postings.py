"""Which texts hold which terms: FTS5 on SQLite, tsvector with a GIN index on PostgreSQL, one interface.

The terms are made by `terms`, three-letter pieces too, so PostgreSQL needs no extension that a host might
not allow, and both databases find the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    DDL,
    Table,
    bindparam,
    column,
    delete,
    event,
    insert,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session

NAMES, TEXTS = "directory_name_terms", "directory_text_terms"
_AT_ONCE = 1000


@dataclass(frozen=True)
class AllOf:
    """Texts that hold all of these; a term that ends with `*` stands for all that begin so."""

    parts: tuple[Query, ...]


@dataclass(frozen=True)
class AnyOf:
    """Texts that hold any of these."""

    parts: tuple[Query, ...]


Query = str | AllOf | AnyOf  # type: ignore[operator,unused-ignore]


def put(session: Session, name: str, texts: Mapping[int, Iterable[str]]) -> None:
    """Take in texts (number → its terms) that are not there yet."""
    rows = [{"number": number, "terms": " ".join(sorted(terms))} for number, terms in texts.items()]
    if not rows:
        return
    if _is_sqlite(session):
        there = table(name, column("rowid"), column("terms"))
        query = insert(there).values(rowid=bindparam("number"), terms=bindparam("terms"))
        session.connection().execute(query, rows)
        return
    there = table(name, column("id"), column("terms"))
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        numbers, said = [row["number"] for row in part], [row["terms"] for row in part]
        session.execute(insert(there).from_select(["id", "terms"], _GIVEN), {"ids": numbers, "terms": said})


_GIVEN = text(
    """
    SELECT id, array_to_tsvector(string_to_array(terms, ' '))
    FROM unnest(CAST(:ids AS bigint[]), CAST(:terms AS text[])) AS given(id, terms)
    """
).columns(column("id"), column("terms"))


def drop(session: Session, name: str, numbers: Iterable[int]) -> None:
    """Take texts out."""
    gone = [{"number": number} for number in numbers]
    if gone:
        key = column("rowid" if _is_sqlite(session) else "id")
        session.connection().execute(delete(table(name, key)).where(key == bindparam("number")), gone)


def holding(session: Session, name: str, query: Query, most: int) -> list[int]:
    """Numbers of texts that answer the query, in no order, and no more than `most`."""
    return list(session.execute(matching(session, name, query).limit(most)).scalars().all())


def names_holding(session: Session, query: Query, most: int) -> list[tuple[int, str]]:
    """The same of names, with the names."""
    found = matching(session, NAMES, query).limit(most).subquery()
    number = found.c[0]
    names = table("directory_name", column("id"), column("plain"))
    asked = select(names.c.id, names.c.plain).join(found, number == names.c.id)
    return [(number, name) for number, name in session.execute(asked).all()]


def matching(session: Session, name: str, query: Query) -> Any:
    """The same as a query, for use within another one: numbers of all texts that answer."""
    key: Any
    matches: Any
    if _is_sqlite(session):
        key = column("rowid")
        matches = literal_column(name).op("MATCH")(_written(query, '"', " AND ", " OR ", "*"))
    else:
        key = column("id")
        asked = _written(query, "'", " & ", " | ", ":*")
        matches = text("terms @@ CAST(:asked AS tsquery)").bindparams(asked=asked)
    return select(key).select_from(table(name, key)).where(matches)


def _written(query: Query, quote: str, all_of: str, any_of: str, beginning: str) -> str:
    if isinstance(query, str):
        term = query.rstrip("*")
        return f"{quote}{term}{quote}{beginning if query.endswith('*') else ''}"
    between = all_of if isinstance(query, AllOf) else any_of
    return "(" + between.join(_written(part, quote, all_of, any_of, beginning) for part in query.parts) + ")"


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def create_with(owner: Table, name: str) -> None:
    """Make the index whenever that table is made; neither database's kind of index is an ordinary table."""
    for dialect, statements in STATEMENTS.items():
        for statement in statements:
            event.listen(owner, "after_create", DDL(statement.format(name=name)).execute_if(dialect=dialect))


STATEMENTS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE {name} USING fts5(terms, detail=none, columnsize=0, "
        "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")",
    ),
    "postgresql": (
        "CREATE TABLE {name} (id BIGINT PRIMARY KEY, terms tsvector NOT NULL)",
        "CREATE INDEX ix_{name} ON {name} USING gin (terms)",
    ),
}
