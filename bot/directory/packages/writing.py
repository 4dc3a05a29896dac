"""Writes the directory as a tabular data package: the standard's CSV files with datapackage.json, folder or zip."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory.documents import AT_ONCE, in_chunks
from bot.directory.packages import cells, descriptor, kept
from bot.directory.shapes import POINTERS, REFERENCES, SHAPES, Shape
from bot.directory.tables import AlsoUnder
from bot.directory.validation import standard


def export(session: Session, target: Path) -> dict[str, int]:
    """Write every table that has rows; gives the number of rows by file name. A target that ends in .zip becomes
    one zip file, anything else a folder."""
    if target.suffix.lower() != ".zip":
        target.mkdir(parents=True, exist_ok=True)
        return _Package(session, target).write()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        written = _Package(session, Path(folder)).write()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(Path(folder).iterdir()):
                archive.write(path, path.name)
    return written


class _Package:
    def __init__(self, session: Session, folder: Path) -> None:
        self.session, self.folder = session, folder
        self.kept: list[tuple[str, str, str, str]] = []
        self.filled: dict[str, tuple[str, ...]] = {}
        self.tables: list[descriptor.Written] = []

    def write(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for kind, said in standard.objects().items():
            shape = SHAPES[kind]
            if self.session.execute(select(shape.table.c.id).limit(1)).first() is None:
                continue
            self._fill(shape)
            more = self._unknown(shape)
            columns = [*said.columns, *more]
            with (self.folder / said.file).open("w", encoding="utf-8", newline="") as file:
                counts[said.file], lacking = self._table(shape, columns, file)
            self.tables.append(
                descriptor.Written(kind, said.file, columns, lacking, self.filled.get(kind, ()))
            )
        own: list[str] = []
        if self.kept:
            own.append(kept.KEPT_FILE)
            counts[kept.KEPT_FILE] = self._own(kept.KEPT_FILE, kept.KEPT_COLUMNS, self.kept)
        further = self.session.execute(
            select(AlsoUnder.child_kind, AlsoUnder.child_id, AlsoUnder.column, AlsoUnder.parent_id).order_by(
                AlsoUnder.child_kind, AlsoUnder.child_id, AlsoUnder.column, AlsoUnder.parent_id
            )
        ).all()
        if further:
            own.append(kept.ALSO_FILE)
            counts[kept.ALSO_FILE] = self._own(kept.ALSO_FILE, kept.ALSO_COLUMNS, further)
        if counts:
            text = json.dumps(descriptor.describe(self.tables, own), ensure_ascii=False, indent=2)
            (self.folder / descriptor.NAME).write_text(text + "\n", encoding="utf-8")
        return counts

    def _table(self, shape: Shape, columns: list[str], file: io.TextIOBase) -> tuple[int, set[str]]:
        """(number of rows, columns in which some row has nothing)"""
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        count, full = 0, dict.fromkeys(columns, 0)
        for chunk in self._chunks(shape):
            holders = self._holders(shape, chunk)
            for row in chunk:
                line = [self._cell(shape, row, column, holders) for column in columns]
                for column, cell in zip(columns, line, strict=True):
                    full[column] += cell != ""
                writer.writerow(line)
                self._keep(shape, row, columns)
                count += 1
        return count, {column for column, filled in full.items() if filled < count}

    def _cell(self, shape: Shape, row: Any, column: str, holders: dict[str, str]) -> str:
        extra = row["extra"] or {}
        if column in shape.table.columns:
            value = row[column]
            if value is None or (column in extra and column not in REFERENCES[shape.kind]):
                value = extra.get(column, value)
            if value is None and column in self.filled.get(shape.kind, ()):
                return holders.get(row[POINTERS[shape.kind][0]] or "", "")
            return cells.written(value)
        return cells.written(extra.get(column))

    def _keep(self, shape: Shape, row: Any, columns: list[str]) -> None:
        """Note what reading the table again would not give."""
        references = {*REFERENCES[shape.kind], POINTERS.get(shape.kind, ("",))[0]}
        for name, value in (row["extra"] or {}).items():
            if name in references:
                again = row[name] is None  # an id that nobody has comes back by itself
            else:
                shown = cells.written(value) if name in columns else ""
                again = shown != "" and cells.read(shape, name, shown) == value
                again = again and type(cells.read(shape, name, shown)) is type(value)
            if not again:
                self.kept.append((shape.kind, row["id"], name, json.dumps(value, ensure_ascii=False)))
        for name in shape.names:
            value = row[name]
            if name in (row["extra"] or {}) or value is None:
                continue
            shown = cells.written(value)
            if shown == "" or cells.read(shape, name, shown) != value:
                self.kept.append((shape.kind, row["id"], name, json.dumps(value, ensure_ascii=False)))

    def _fill(self, shape: Shape) -> None:
        """In tables attributes must say what kind they point at; in JSON their place says it."""
        if shape.kind in POINTERS:
            column = POINTERS[shape.kind][1]
            said = select(shape.table.c.id).where(shape.table.c[column].is_not(None)).limit(1)
            if self.session.execute(said).first() is None:
                self.filled[shape.kind] = (column,)

    def _holders(self, shape: Shape, chunk: list[Any]) -> dict[str, str]:
        """The kinds of the objects that these rows point at."""
        if shape.kind not in self.filled:
            return {}
        wanted = {row[POINTERS[shape.kind][0]] for row in chunk} - {None}
        found: dict[str, str] = {}
        for kind, other in SHAPES.items():
            if len(found) == len(wanted):
                break
            for ids in in_chunks(sorted(wanted - found.keys())):
                query = select(other.table.c.id).where(other.table.c.id.in_(ids))
                found.update(dict.fromkeys(self.session.execute(query).scalars(), kind))
        return found

    def _unknown(self, shape: Shape) -> list[str]:
        """Attributes that the standard does not know and some row has, in the order in which they are met."""
        names: dict[str, None] = {}
        known = {"id", *shape.table.columns.keys(), *shape.lists, *shape.ones}
        query = select(shape.table.c.extra).where(shape.table.c.extra.is_not(None))
        for extra in self.session.execute(query.order_by(shape.table.c.position, shape.table.c.id)).scalars():
            for name, value in (extra or {}).items():
                if name not in known and value not in (None, "", [], {}):
                    names.setdefault(name)
        return list(names)

    def _chunks(self, shape: Shape) -> Iterator[list[Any]]:
        """All rows in the order in which they came in, some hundreds at a time."""
        table = shape.table
        query = select(table.c.id).order_by(table.c.position, table.c.id)
        ids = list(self.session.execute(query).scalars())
        for chunk in in_chunks(ids, AT_ONCE):
            rows = {
                row["id"]: row
                for row in self.session.execute(select(table).where(table.c.id.in_(chunk))).mappings()
            }
            yield [rows[key] for key in chunk if key in rows]

    def _own(self, name: str, columns: tuple[str, ...], rows: Any) -> int:
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
        return len(rows)
