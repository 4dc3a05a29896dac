"""Puts the rows of the HSDS tables together into the nested documents of the standard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory.mapping.ids import is_uuid
from bot.directory.shapes import POINTERS, SHAPES, Shape
from bot.directory.tables import AlsoUnder

Document = dict[str, Any]
AT_ONCE = 500
"""Ids asked for in one query."""


def load(
    session: Session,
    kind: str,
    ids: Iterable[str],
    without: tuple[str, ...] = (),
    lists: bool = True,
    *,
    sound_only: bool = False,
) -> dict[str, Document]:
    """Whole documents by id, everything nested as the standard's API serves it. Unknown ids are left out.

    Kinds in `without` are not nested anywhere; without `lists` only single objects are (a service's organization).
    With `sound_only` they hold only what the standard knows and what is of the sort it wants: no unknown
    attributes, no text where a number belongs.
    """
    return _Reader(session, lists, sound_only).by_id(SHAPES[kind], list(ids), without)


def ids_of(session: Session, kind: str) -> list[str]:
    """The ids of all objects of one kind, in the order in which they came in."""
    table = SHAPES[kind].table
    return list(session.execute(select(table.c.id).order_by(table.c.position, table.c.id)).scalars())


class _Reader:
    def __init__(self, session: Session, lists: bool, sound_only: bool) -> None:
        self.session = session
        self.sound_only = sound_only
        self.lists = lists
        self.some_also_under = session.execute(select(AlsoUnder.child_id).limit(1)).first() is not None

    def by_id(self, shape: Shape, ids: Sequence[str], path: tuple[str, ...]) -> dict[str, Document]:
        rows = [row for chunk in in_chunks(ids) for row in self._rows(shape, shape.table.c.id.in_(chunk))]
        return self._assemble(shape, rows, path)

    def _rows(self, shape: Shape, condition: Any) -> list[Any]:
        query = select(shape.table).where(condition).order_by(shape.table.c.position)
        return list(self.session.execute(query).mappings())

    def _assemble(self, shape: Shape, rows: list[Any], path: tuple[str, ...]) -> dict[str, Document]:
        """Documents of rows; `path` holds the kinds they stand within, which are not nested again."""
        path = (*path, shape.kind)
        documents = {row["id"]: _plain(shape, row) for row in rows}
        if not documents:
            return documents
        for key, (kind, column) in shape.ones.items():
            wanted = {row["id"]: row[column] for row in rows if row[column]}
            if kind not in path and wanted:
                found = self.by_id(SHAPES[kind], sorted(set(wanted.values())), path)
                for own, other in wanted.items():
                    if other in found:
                        documents[own][key] = found[other]
        for key, (kind, column) in shape.lists.items():
            if self.lists and kind not in path:
                for parent, children in self._children(kind, column, list(documents), path).items():
                    documents[parent][key] = children
        for row in rows if not self.sound_only else ():
            _add_extra(documents[row["id"]], row["extra"])
        return documents

    def _children(
        self, kind: str, column: str, parents: list[str], path: tuple[str, ...]
    ) -> dict[str, list[Document]]:
        shape = SHAPES[kind]
        rows: dict[str, Any] = {}
        under: list[tuple[str, str]] = []
        says_kind = POINTERS.get(kind, ("", ""))[1]
        for chunk in in_chunks(parents):
            for row in self._rows(shape, shape.table.c[column].in_(chunk)):
                said = row[says_kind] if says_kind else None
                if said in SHAPES and said != path[-1] and not is_uuid(row[column]):
                    continue  # it is the number of an object of another kind
                rows[row["id"]] = row
                under.append((row[column], row["id"]))
            if self.some_also_under:
                under += self._also_under(shape, column, chunk, rows)
        documents = self._assemble(shape, list(rows.values()), path)
        under.sort(key=lambda pair: rows[pair[1]]["position"])
        children: dict[str, list[Document]] = defaultdict(list)
        for parent, child in under:
            children[parent].append(documents[child])
        return children

    def _also_under(
        self, shape: Shape, column: str, parents: Sequence[str], rows: dict[str, Any]
    ) -> list[tuple[str, str]]:
        query = select(AlsoUnder.parent_id, AlsoUnder.child_id).where(
            AlsoUnder.child_kind == shape.kind, AlsoUnder.column == column, AlsoUnder.parent_id.in_(parents)
        )
        pairs = [(parent, child) for parent, child in self.session.execute(query)]
        missing = sorted({child for _, child in pairs} - rows.keys())
        for chunk in in_chunks(missing):
            rows.update((row["id"], row) for row in self._rows(shape, shape.table.c.id.in_(chunk)))
        return [(parent, child) for parent, child in pairs if child in rows]


def _plain(shape: Shape, row: Any) -> Document:
    document: Document = {"id": row["id"]}
    for attribute in shape.attributes:
        value = row[attribute.name]
        if value is not None:
            whole = attribute.number and float(value).is_integer()
            document[attribute.name] = int(value) if whole else value
    return document


def _add_extra(document: Document, extra: Document | None) -> None:
    for key, value in (extra or {}).items():
        if value not in (None, [], {}) or key not in document:
            document[key] = value


def in_chunks(ids: Sequence[str], size: int = AT_ONCE) -> Iterator[Sequence[str]]:
    """Ids in portions that one query can take."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
