"""Tables of another layout (HSDS 1.1 and 2.0, Ohana, a mapping's own), row by row as tables of the standard."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from bot.directory.mapping import cleaning, ids, weekdays
from bot.directory.mapping.beside import made_beside
from bot.directory.mapping.categories import needs_of
from bot.directory.mapping.mappings import MappingFile, TableRule
from bot.directory.mapping.parts import Made, Parts
from bot.directory.packages import cells
from bot.directory.packages.reading import ragged
from bot.directory.reading.inputs import InputFile
from bot.directory.reading.items import Item
from bot.directory.reading.tables import Table
from bot.directory.reading.texts import once
from bot.directory.report import Problem
from bot.directory.shapes import REFERENCES, SHAPES
from bot.directory.validation import standard

Found = list[tuple[InputFile, Table]]
_POINTS_AT = {"link_id": "service", "resource_id": "service"}


class Tabling:
    """Reads the tables of one mapping."""

    def __init__(self, mapping: MappingFile, source: str, problems: list[Problem]) -> None:
        self.mapping, self.source, self.problems = mapping, source, problems
        self.parts = Parts(source, mapping.needs, self._say)
        self.additions: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.words: dict[str, list[str]] = {}
        self.owners: dict[str, str] = {}
        self.at = Problem("", "", "", "", "", False)

    def read(self, found: Found) -> Iterator[Item]:
        """The rows of the standard's tables that the tables mean, parents before children."""
        ruled: list[tuple[TableRule, InputFile, Table]] = []
        for file, table in found:
            rule = self._rule(file.stem)
            if rule is None:
                what, mend = (
                    "the mapping says nothing of this table",
                    "name it in the mapping, or leave it out",
                )
                self.problems.append(Problem(file.name, "", "", what, mend, False, done="it was left aside"))
            elif rule.becomes != "nothing":
                ruled.append((rule, file, table))
        for rule, file, table in ruled:
            if rule.adds_to:
                self._add(rule, file, table)
            elif rule.becomes == "location":
                self._note_owners(table)
        order = list(SHAPES)
        rest = [entry for entry in ruled if not entry[0].adds_to]
        # terms first: services of old layouts name them in one of their own columns
        rest.sort(
            key=lambda entry: (not entry[0].becomes.startswith("taxonomy"), order.index(entry[0].becomes))
        )
        for rule, file, table in rest:
            if rule.special:
                yield from self._special(rule, file, table)
            else:
                for number, (line, row) in enumerate(table.rows(), start=1):
                    yield from self._row(rule, file, number, line, row)
            self.problems += ragged(file, table)

    def _rule(self, stem: str) -> TableRule | None:
        if stem in self.mapping.tables:
            return self.mapping.tables[stem]
        kind = standard.kinds_by_file().get(stem)
        names = (
            (kind, standard.plural(kind), standard.objects()[kind].file.removesuffix(".csv")) if kind else ()
        )
        for name in names:
            if name in self.mapping.tables:
                return self.mapping.tables[name]
        return TableRule(kind) if kind else None

    def _row(
        self, rule: TableRule, file: InputFile, number: int, line: int, row: dict[str, str]
    ) -> Iterator[Item]:
        kind, shape = rule.becomes, SHAPES[rule.becomes]
        self.at = Problem(file.name, row.get("id", f"#{number}"), "", "", "", False, line=line)
        content: dict[str, Any] = dict(rule.constants)
        read: list[tuple[str, str]] = []
        for theirs, cell in row.items():
            plain = "_".join(theirs.strip().lower().split())
            text = once(cell).strip()
            if plain in rule.reads:
                read.append((rule.reads[plain], text))
                continue
            ours = rule.columns.get(plain, plain if plain in shape.names or plain.endswith("id") else theirs)
            if ours == "ignore" or not text:
                continue
            content[ours] = self._value(kind, ours, text)
        given = content.get("id")
        if given:
            # two tables of addresses may both count from 1
            beside = " postal" if rule.constants.get("address_type") == "postal" else ""
            content["id"] = ids.adopted(self.source, kind + beside, str(given))
            if content["id"] != str(given).lower():
                content[ids.GIVEN] = given
        else:
            content["id"] = ids.made(
                self.source, kind, ids.from_content(kind, content) or f"{file.stem} {number}"
            )
            self._say(
                "id", "there is no id", "give it one that stays the same", "one was made of what it says"
            )
        self._point(kind, content)
        for name, texts in self.additions.pop((kind, content["id"]), {}).items():
            content[name] = "; ".join(dict.fromkeys([*filter(None, [content.get(name)]), *texts]))
        self._complete(kind, content)
        parts = [made for reader, text in read for made in self._read(reader, kind, content, text)]
        parts += made_beside(kind, content, self.words, self.parts)
        yield Item(file.name, number, kind, content, line, row=True)
        for part, said in parts:
            yield Item(file.name, number, part, said, line, row=True)

    def _value(self, kind: str, name: str, text: str) -> Any:
        if name == "status" and kind == "service":
            known = cleaning.status(text)
            if known is None:
                self._say(
                    "status",
                    f"«{text[:40]}» is no status",
                    "say active or inactive",
                    "«inactive» was taken, to be sure",
                )
            return known or "inactive"
        if name == "year_incorporated" and (year := re.search(r"\b(1[6-9]|20)\d\d\b", text)):
            return int(year[0])
        form = next((a.form for a in SHAPES[kind].attributes if a.name == name), "")
        better = {
            "uri": cleaning.web,
            "email": cleaning.email,
            "date": cleaning.day,
            "time": cleaning.clock,
        }.get(form)
        if better and (put := better(text)) and put != text:
            return put
        return cells.read(SHAPES[kind], name, text)

    def _point(self, kind: str, content: dict[str, Any]) -> None:
        """Their ids of other objects as ours."""
        for column, other in {
            **REFERENCES[kind],
            **_POINTS_AT,
            "parent_id": kind,
            "parent_organization_id": kind,
        }.items():
            if content.get(column):
                said = str(content.get("link_entity" if column == "link_id" else "resource_type") or other)
                target = said if column in _POINTS_AT and said in SHAPES else other
                content[column] = ids.adopted(self.source, target, str(content[column]))

    def _complete(self, kind: str, content: dict[str, Any]) -> None:
        if kind == "service":
            content.setdefault("status", "active")
        elif kind == "location":
            content.setdefault("location_type", "physical")
            place = cleaning.coordinates(content.get("latitude"), content.get("longitude"))
            if place:
                content["latitude"], content["longitude"] = place
        elif kind == "address":
            content.setdefault("country", "US")
            if content.get("address_2") is None and content.get("address_3"):
                content["address_2"] = content.pop("address_3")
        elif kind in ("organization", "taxonomy_term", "program"):
            content.setdefault("description", content.get("name", ""))
        elif kind == "attribute":
            content.setdefault("link_entity", "service")

    def _read(self, reader: str, kind: str, content: dict[str, Any], text: str) -> Iterator[Made]:
        """The parts that one cell means."""
        key, column, parts = content["id"], f"{kind}_id", self.parts
        if not text:
            return
        if reader == "flag":
            if text.lower() in ("true", "t", "yes", "1"):
                content["location_type"] = "virtual"
        elif reader == "website":
            yield parts.made("url", column, key, text, url=cleaning.web(text) or text)
        elif reader == "locations":
            for place in text.replace(";", ",").split(","):
                at = ids.adopted(self.source, "location", place)
                if at in self.owners:
                    content.setdefault("organization_id", self.owners[at])
                yield parts.made("service_at_location", "service_id", key, at, location_id=at)
        elif reader == "terms":
            for term in text.replace(";", ",").split(","):
                found = ids.adopted(self.source, "taxonomy_term", term)
                yield parts.attribute(key, found)
                yield from parts.needs_of(key, needs_of(self.words.get(found, ()), self.mapping.needs))
        elif reader == "categories":
            words = [word for word in text.replace(";", ",").split(",") if word.strip()]
            yield from parts.categories(key, words, str(content.get("name", "")))
        elif reader in ("documents", "accessibility", "address"):
            yield from getattr(parts, reader)(key, text)
        else:
            yield from getattr(parts, reader)(column, key, text)

    def _add(self, rule: TableRule, file: InputFile, table: Table) -> None:
        """Rows that are fields of other records, kept until those come."""
        kind, by = rule.adds_to or ("", "")
        for _, row in table.rows():
            owner = ids.adopted(self.source, kind, row.get(by, ""))
            for theirs, ours in rule.columns.items():
                if text := once(row.get(theirs, "")).strip():
                    self.additions[kind, owner][ours].append(text)

    def _note_owners(self, table: Table) -> None:
        """Whose the locations are: in some layouts services name their location and no organization."""
        for _, row in table.rows():
            if row.get("id") and row.get("organization_id"):
                owner = ids.adopted(self.source, "organization", row["organization_id"])
                self.owners[ids.adopted(self.source, "location", row["id"])] = owner

    def _special(self, rule: TableRule, file: InputFile, table: Table) -> Iterator[Item]:
        rows = list(table.rows())
        for line, content in weekdays.read(rule.special, rows, self.source, self._adopt):
            yield Item(file.name, line, "schedule", content, line, row=True)

    def _adopt(self, kind: str, given: str) -> str:
        return ids.adopted(self.source, kind, given)

    def _say(self, field: str, what: str, mend: str, done: str) -> None:
        at = self.at
        self.problems.append(Problem(at.file, at.record, field, what, mend, False, at.line, done))
