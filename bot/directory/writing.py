"""Writes unpacked rows into the HSDS tables: new ones in, known ones renewed, those no longer listed out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from bot.directory.documents import in_chunks
from bot.directory.history.recording import RECORDS
from bot.directory.progress import Progress
from bot.directory.reading.items import Item
from bot.directory.report import Problem, Report
from bot.directory.shapes import LOOSE_PARENTS, POINTERS, REFERENCES, SHAPES, Shape
from bot.directory.tables import AlsoUnder
from bot.directory.unpacking import Row, Unpacked

ROWS_AT_ONCE = 2000


def write(session: Session, unpacked: Unpacked, report: Report, progress: Progress) -> None:
    """Write the rows, fill the report's tallies, and take down in `progress` what was created or changed."""
    touched: dict[str, set[str]] = defaultdict(set)
    _drop_dangling(session, unpacked, report, progress)
    for kind, shape in SHAPES.items():
        if unpacked.rows[kind]:
            touched[kind] = _write_kind(session, shape, unpacked, report, progress)
    _detach_unlisted(session, unpacked, report, progress, touched)
    _write_also_under(session, unpacked)
    for kind, ids in touched.items():
        progress.touched[kind] |= ids


def _write_kind(
    session: Session, shape: Shape, unpacked: Unpacked, report: Report, progress: Progress
) -> set[str]:
    kind, rows, tally = shape.kind, unpacked.rows[shape.kind], report.tally(shape.kind)
    seen = progress.seen[kind]
    known = _known(session, shape, [key for key in rows if kind not in progress.empty or key in seen])
    blank = dict.fromkeys(shape.table.columns.keys())
    created = [
        {**blank, **row.values, "extra": row.extra or None} for key, row in rows.items() if key not in known
    ]
    changed, moved = [], []
    for key, old in known.items():
        _keep_other_parents(shape, old, rows[key], unpacked)
        new = _renewed(shape, old, rows[key])
        if {**new, "position": old["position"]} != old:
            changed.append(new)
            if not progress.is_new(kind, key):
                progress.changes.changed(kind, old, new)
        elif new != old:
            moved.append(new)  # only its place among its like is another: nothing to report
    for chunk in _portions(created):
        session.execute(insert(shape.table), chunk)
    _update(session, shape, changed + moved)
    tally.created += len(created)
    tally.updated += sum(new["id"] not in seen for new in changed)
    tally.unchanged += sum(key not in seen for key in known) - sum(new["id"] not in seen for new in changed)
    if kind not in progress.empty:
        progress.created[kind].update(row["id"] for row in created)
    seen.update(rows)
    _note_added(kind, created, progress)
    return {row["id"] for row in (*created, *changed)}


def _note_added(kind: str, created: list[dict[str, Any]], progress: Progress) -> None:
    """Parts that records got which were there before; a record that is new is no change of anything."""
    if kind in RECORDS:
        return
    for row in created:
        parents = [(of, row[column]) for column, of in REFERENCES[kind].items() if row[column]]
        pointed = row[POINTERS[kind][0]] if kind in POINTERS else None
        new = any(progress.is_new(of, key) for of, key in parents)
        new = new or any(progress.is_new(of, pointed) for of in RECORDS if pointed)
        if (parents or pointed) and not new:
            progress.changes.added(kind, row)


def _update(session: Session, shape: Shape, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    columns: dict[str, Any] = {
        c.name: bindparam(f"new_{c.name}") for c in shape.table.columns if c.name != "id"
    }
    query = update(shape.table).where(shape.table.c.id == bindparam("of_id")).values(columns)
    for chunk in _portions(rows):
        session.connection().execute(
            query,
            [{"of_id": new["id"], **{f"new_{name}": new[name] for name in columns}} for new in chunk],
        )


def _known(session: Session, shape: Shape, keys: list[str]) -> dict[str, dict[str, Any]]:
    """The rows that are there already under these ids, by id."""
    found: dict[str, dict[str, Any]] = {}
    for chunk in in_chunks(keys):
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


def _drop_dangling(session: Session, unpacked: Unpacked, report: Report, progress: Progress) -> None:
    """Take out ids of objects that are neither in the input nor in the database; they stay in `extra`."""
    for kind, references in REFERENCES.items():
        for column, target in references.items():
            wanted: dict[str, list[Row]] = defaultdict(list)
            for row in unpacked.rows[kind].values():
                other = row.values.get(column)
                if other and other not in unpacked.rows[target] and other not in progress.seen[target]:
                    wanted[other].append(row)
            present = _present(session, target, wanted) if target not in progress.empty else set()
            for other in wanted.keys() - present:
                for row in wanted[other]:
                    row.values[column] = None
                    row.extra.setdefault(column, other)
                    report.add([dangling(row.origin, str(row.values["id"]), column, target, other)])


def dangling(at: Item, record: str, column: str, target: str, other: str) -> Problem:
    """The problem that a row names another object's id, and nobody has it."""
    what, mend = f"no {target} has the id «{other}»", f"add that {target}, or correct the id"
    return Problem(at.file, record, column, what, mend, refused=False, line=at.line)


def _present(session: Session, kind: str, ids: Iterable[str]) -> set[str]:
    table = SHAPES[kind].table
    found: set[str] = set()
    for chunk in in_chunks(list(ids)):
        found.update(session.execute(select(table.c.id).where(table.c.id.in_(chunk))).scalars())
    return found


def _detach_unlisted(
    session: Session, unpacked: Unpacked, report: Report, progress: Progress, touched: dict[str, set[str]]
) -> None:
    by_list: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for (kind, column, parent), parent_kind in unpacked.lists_given.items():
        by_list[kind, column, parent_kind].append(parent)
    for (kind, column, parent_kind), parents in by_list.items():
        parents = [parent for parent in parents if not progress.is_new(parent_kind, parent)]
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
        detach(session, kind, column, gone, report, progress)


def detach(
    session: Session, kind: str, column: str, ids: list[str], report: Report, progress: Progress
) -> None:
    """Take rows from under their parent; those that belong nowhere any more go, with all under them."""
    if not ids:
        return
    shape = SHAPES[kind]
    gone: list[str] = []
    for chunk in in_chunks(ids):
        for row in session.execute(select(shape.table).where(shape.table.c.id.in_(chunk))).mappings():
            if kind not in RECORDS and row[column]:
                progress.changes.removed(kind, row)
        session.execute(update(shape.table).where(shape.table.c.id.in_(chunk)).values({column: None}))
        if kind not in RECORDS:
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
        detach(session, child, child_column, under, report, progress)
    for chunk in in_chunks(gone):
        session.execute(delete(shape.table).where(shape.table.c.id.in_(chunk)))
    report.tally(kind).removed += len(gone)


def _write_also_under(session: Session, unpacked: Unpacked) -> None:
    if not unpacked.also_under:
        return
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


def _portions(rows: list[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[start : start + ROWS_AT_ONCE]
