"""Writes unpacked rows into the HSDS tables: new ones in, known ones renewed, those no longer listed out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from bot.directory.documents import in_chunks
from bot.directory.report import Problem, Report
from bot.directory.shapes import LOOSE_PARENTS, SHAPES, Shape
from bot.directory.tables import AlsoUnder
from bot.directory.unpacking import Row, Unpacked

STANDING = {"organization", "service", "location", "program", "taxonomy", "taxonomy_term", "unit"}
"""Kinds that stand on their own: when no document lists them any more they lose a parent, not their life."""
ROWS_AT_ONCE = 2000


def write(session: Session, unpacked: Unpacked, report: Report) -> dict[str, set[str]]:
    """Write the rows and fill the report's tallies; gives the ids of what was created or changed, by kind."""
    touched: dict[str, set[str]] = defaultdict(set)
    _drop_dangling(session, unpacked, report)
    for kind, shape in SHAPES.items():
        if unpacked.rows[kind]:
            touched[kind] = _write_kind(session, shape, unpacked, report)
    _detach_unlisted(session, unpacked, report, touched)
    _write_also_under(session, unpacked)
    _touch_owners(session, unpacked, touched)
    return touched


def _write_kind(session: Session, shape: Shape, unpacked: Unpacked, report: Report) -> set[str]:
    rows = unpacked.rows[shape.kind]
    tally = report.tally(shape.kind)
    known = _known(session, shape, rows)
    blank = dict.fromkeys(shape.table.columns.keys())
    created = [
        {**blank, **row.values, "extra": row.extra or None} for key, row in rows.items() if key not in known
    ]
    changed, moved = [], []
    for key, row in rows.items():
        if key in known:
            _keep_other_parents(shape, known[key], row, unpacked)
            new = _renewed(shape, known[key], row)
            if {**new, "position": known[key]["position"]} != known[key]:
                changed.append(new)
            elif new != known[key]:
                moved.append(new)  # only its place among its like is another: nothing to report
    for chunk in _portions(created):
        session.execute(insert(shape.table), chunk)
    if changed or moved:
        columns: dict[str, Any] = {
            c.name: bindparam(f"new_{c.name}") for c in shape.table.columns if c.name != "id"
        }
        query = update(shape.table).where(shape.table.c.id == bindparam("of_id")).values(columns)
        for chunk in _portions(changed + moved):
            session.connection().execute(
                query,
                [{"of_id": new["id"], **{f"new_{name}": new[name] for name in columns}} for new in chunk],
            )
    tally.created += len(created)
    tally.updated += len(changed)
    tally.unchanged += len(rows) - len(created) - len(changed)
    return {row["id"] for row in (*created, *changed)}


def _known(session: Session, shape: Shape, rows: dict[str, Row]) -> dict[str, dict[str, Any]]:
    """The rows that are there already under the ids of these, by id."""
    if session.execute(select(shape.table.c.id).limit(1)).first() is None:
        return {}
    found: dict[str, dict[str, Any]] = {}
    for chunk in in_chunks(list(rows)):
        query = select(shape.table).where(shape.table.c.id.in_(chunk))
        found.update((row["id"], dict(row)) for row in session.execute(query).mappings())
    return found


def _keep_other_parents(shape: Shape, old: dict[str, Any], row: Row, unpacked: Unpacked) -> None:
    """A row that stands under a parent of which this import says nothing stays there, and here too."""
    for column in LOOSE_PARENTS[shape.kind]:
        before, now = old[column], row.values.get(column)
        spoken_of = (shape.kind, column, before) in unpacked.lists_given
        if before and now and before != now and not spoken_of:
            unpacked.also_under.add((shape.kind, str(old["id"]), column, now))
            row.values[column] = before


def _renewed(shape: Shape, old: dict[str, Any], row: Row) -> dict[str, Any]:
    """The row as it is after this import: what a whole description leaves out is gone, parents stay."""
    plain = {attribute.name for attribute in shape.attributes} | {column for _, column in shape.ones.values()}
    new = dict(old)
    if row.whole:
        new.update(dict.fromkeys(plain - set(LOOSE_PARENTS[shape.kind])))
        new["extra"] = row.extra or None
    else:
        new["extra"] = {**(old["extra"] or {}), **row.extra} or None
    new.update(row.values)
    if not row.whole:
        new["position"] = old["position"]
    return new


def _drop_dangling(session: Session, unpacked: Unpacked, report: Report) -> None:
    """Take out ids of objects that are neither in the input nor in the database; they stay in `extra`."""
    for kind, shape in SHAPES.items():
        for column in shape.table.columns:
            target = column.info.get("refers_to")
            if not target:
                continue
            wanted: dict[str, list[Row]] = defaultdict(list)
            for row in unpacked.rows[kind].values():
                other = row.values.get(column.name)
                if other and other not in unpacked.rows[target]:
                    wanted[other].append(row)
            for other in wanted.keys() - _present(session, target, wanted):
                for row in wanted[other]:
                    row.values[column.name] = None
                    what, mend = f"no {target} has the id «{other}»", f"add that {target}, or correct the id"
                    report.problems.append(
                        Problem(
                            row.origin.file, str(row.values["id"]), column.name, what, mend, refused=False
                        )
                    )


def _present(session: Session, kind: str, ids: Iterable[str]) -> set[str]:
    table = SHAPES[kind].table
    found: set[str] = set()
    for chunk in in_chunks(list(ids)):
        found.update(session.execute(select(table.c.id).where(table.c.id.in_(chunk))).scalars())
    return found


def _detach_unlisted(
    session: Session, unpacked: Unpacked, report: Report, touched: dict[str, set[str]]
) -> None:
    by_list: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for (kind, column, parent), parent_kind in unpacked.lists_given.items():
        by_list[kind, column, parent_kind].append(parent)
    for (kind, column, parent_kind), parents in by_list.items():
        table, listed = SHAPES[kind].table, unpacked.rows[kind]
        gone = []
        for chunk in in_chunks(parents):
            session.execute(
                delete(AlsoUnder).where(
                    AlsoUnder.child_kind == kind, AlsoUnder.column == column, AlsoUnder.parent_id.in_(chunk)
                )
            )
            query = select(table.c.id, table.c[column]).where(table.c[column].in_(chunk))
            for key, parent in session.execute(query):
                if key not in listed or listed[key].values.get(column) != parent:
                    gone.append(key)
                    touched[parent_kind].add(parent)
        _detach(session, kind, column, gone, report)


def _detach(session: Session, kind: str, column: str, ids: list[str], report: Report) -> None:
    """Take rows from under their parent; those that belong nowhere any more go, with all under them."""
    if not ids:
        return
    shape = SHAPES[kind]
    gone: list[str] = []
    for chunk in in_chunks(ids):
        session.execute(update(shape.table).where(shape.table.c.id.in_(chunk)).values({column: None}))
        if kind not in STANDING:
            parentless = [shape.table.c[name].is_(None) for name in LOOSE_PARENTS[kind]]
            elsewhere = select(AlsoUnder.child_id).where(AlsoUnder.child_kind == kind)
            query = select(shape.table.c.id).where(
                shape.table.c.id.in_(chunk), shape.table.c.id.not_in(elsewhere), *parentless
            )
            gone += session.execute(query).scalars()
    for child, child_column in shape.lists.values():
        table = SHAPES[child].table
        under = [
            key
            for chunk in in_chunks(gone)
            for key in session.execute(select(table.c.id).where(table.c[child_column].in_(chunk))).scalars()
        ]
        _detach(session, child, child_column, under, report)
    for chunk in in_chunks(gone):
        session.execute(delete(shape.table).where(shape.table.c.id.in_(chunk)))
    report.tally(kind).removed += len(gone)


def _write_also_under(session: Session, unpacked: Unpacked) -> None:
    known = set(
        session.execute(
            select(AlsoUnder.child_kind, AlsoUnder.child_id, AlsoUnder.column, AlsoUnder.parent_id)
        ).all()
    )
    rows = [
        {"child_kind": kind, "child_id": child, "column": column, "parent_id": parent}
        for kind, child, column, parent in sorted(unpacked.also_under - known)
    ]
    for chunk in _portions(rows):
        session.execute(insert(AlsoUnder.__table__), chunk)


def _touch_owners(session: Session, unpacked: Unpacked, touched: dict[str, set[str]]) -> None:
    """Count the documents that a change lies in as touched too, so that the search index follows."""
    for kind in reversed(list(SHAPES)):
        for child, column in SHAPES[kind].lists.values():
            if touched.get(child):
                rows = unpacked.rows[child]
                touched[kind].update(
                    parent
                    for key in touched[child]
                    if key in rows and (parent := rows[key].values.get(column))
                )


def _portions(rows: list[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[start : start + ROWS_AT_ONCE]
