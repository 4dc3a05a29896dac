"""One flat table, a row a service at a site, as rows of the standard's tables: joined where rows mean the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

from bot.directory.mapping import ids
from bot.directory.mapping.mappings import MappingFile
from bot.directory.mapping.naming import columns_of
from bot.directory.mapping.parts import Made, Parts
from bot.directory.mapping.reading_rows import ReadRow, read_row
from bot.directory.mapping.siting import Sites
from bot.directory.packages.reading import ragged
from bot.directory.reading.inputs import InputFile
from bot.directory.reading.items import Item
from bot.directory.reading.tables import Table
from bot.directory.report import Problem


class Rowing:
    """Reads one flat table by a mapping. Rows of one organization, and of one service, become one record."""

    def __init__(self, mapping: MappingFile, source: str, problems: list[Problem]) -> None:
        self.mapping, self.source, self.problems = mapping, source, problems
        self.at: tuple[str, int, int] = ("", 0, 0)
        self.parts = Parts(source, mapping.needs, self._say)
        self.records: dict[tuple[str, str], dict[str, Any]] = {}
        self.lines: dict[tuple[str, str], int] = {}
        self.made: dict[tuple[str, str], dict[str, Any]] = {}
        self.spellings: dict[str, Counter[str]] = defaultdict(Counter)
        self.sites = Sites(self.parts, source)
        self.rows_of: set[tuple[str, str]] = set()

    def read(self, file: InputFile, table: Table, most: int | None = None) -> Iterator[Item]:
        """Everything the table means, or only what its first `most` rows do."""
        columns = columns_of(self.mapping, table.columns)
        self._say_columns(file, columns)
        if not any(target in ("organization.name", "service.name") for target in columns.values()):
            what = "no column was understood as the name of an organization or of a service"
            mend = "write a mapping file (docs/directory.md) and give it with --mapping"
            self.problems.append(Problem(file.name, "", "", what, mend, refused=True))
            return
        for number, (line, cells) in enumerate(islice(table.rows(), most), start=1):
            self.at = (file.name, number, line)
            self._row(read_row(columns, cells, self.mapping.constants, self._say))
        self.problems += ragged(file, table)
        self._say_joined(file)
        yield from self._items(file)

    def _row(self, row: ReadRow) -> None:
        organization, service = row.of("organization"), row.of("service")
        name = organization.get("name") or service.get("name")
        if not name:
            self._refuse("there is neither an organization nor a service in this row", "name one of them")
            return
        if not service.get("name"):
            service["name"] = next(iter(row.categories), "") or name
            done = f"it was called «{service['name']}»"
            self._say("service.name", "the service has no name", "name it", done)
        organization.setdefault("name", name)
        org = self._organization(organization)
        given = service.pop("id", None)
        key = ids.adopted(self.source, "service", given) if given else ids.made(
            self.source, "service", org, ids.plain(service["name"])
        )  # fmt: skip
        if given and key != given.lower():
            service[ids.GIVEN] = given
        site = self.sites.of(org, row)
        if (key, site.location or "") in self.rows_of:
            what = "the same service at the same place stands in another row"
            self._say("", what, "give it once", "the rows were joined")
        self.rows_of.add((key, site.location or ""))
        if site.location is None and not (site.area or row.areas):
            what, mend = (
                "this row says neither a place nor an area",
                "add one, or say `constants: {areas: …}`",
            )
            self._say("areas", what, mend, "it will be found in every county")
        self._keep(
            "service", {"id": key, "organization_id": org, "status": "active", **service, **row.unknown}
        )
        for kind, content in site.made(key, self.sites):
            self._keep_part(kind, content)
        for kind, content in self._parts(key, org, site.at, row):
            self._keep_part(kind, content)

    def _organization(self, said: dict[str, Any]) -> str:
        given = said.pop("id", None)
        plain = ids.plain(said["name"])
        key = (
            ids.adopted(self.source, "organization", given)
            if given
            else ids.made(self.source, "organization", plain)
        )
        if given and key != given.lower():
            said[ids.GIVEN] = given
        self.spellings[key][said["name"]] += 1
        self._keep("organization", {"id": key, "description": said["name"], **said}, weak=("description",))
        return key

    def _parts(self, key: str, org: str, at: tuple[str, str], row: ReadRow) -> Iterator[Made]:
        """Parts of the service, those of the site under its place there."""
        parts = self.parts
        for nth, (kind, about, text) in enumerate(row.phones):
            yield from parts.phones(*at, text, kind, about, nth)
        for text in row.hours:
            yield from parts.hours(*at, text)
        for text in row.languages:
            yield from parts.languages("service_id", key, text)
        for text in row.areas:
            yield from parts.areas("service_id", key, text)
        for text in row.documents:
            yield from parts.documents(key, text)
        for text in row.programs:
            program = ids.made(self.source, "program", org, ids.plain(text))
            yield "program", {"id": program, "organization_id": org, "name": text, "description": text}
            self.records["service", key].setdefault("program_id", program)
        contact = row.of("contact")
        if contact:
            phone = contact.pop("phone", None)
            made = parts.made(
                "contact", "service_id", key, contact.get("name") or contact.get("email"), **contact
            )
            yield made
            if phone:
                yield from parts.phones("contact_id", made[1]["id"], phone)
        name = str(self.records["service", key]["name"])
        if row.needs:
            yield from parts.needs_of(key, row.needs)
        yield from parts.categories(key, row.categories, "" if row.needs else name)
        yield from parts.ours(key, "communities", row.communities)

    def _keep(self, kind: str, content: dict[str, Any], weak: tuple[str, ...] = ()) -> None:
        """A record, or what a further row adds to it: the first row that says something counts."""
        key = (kind, content["id"])
        known = self.records.setdefault(key, {})
        self.lines.setdefault(key, self.at[2])
        for name, value in content.items():
            if value in (None, ""):
                continue
            if name not in known or (name in weak and known[name] == known.get("name") != value):
                known[name] = value
            elif known[name] != value and name not in (*weak, "id", "name", "organization_id"):
                what = f"«{str(value)[:60]}» is not what an earlier row says of the same {kind}"
                mend = "make the rows agree, or give different services different names"
                self._say(name, what, mend, "the earlier row counts")

    def _keep_part(self, kind: str, content: dict[str, Any]) -> None:
        if kind in ("organization", "service", "location"):
            self._keep(kind, content)
            return
        nth, first = 1, content["id"]
        while (kind, content["id"]) in self.made and self.made[kind, content["id"]] != content:
            content, nth = {**content, "id": ids.made(first, nth)}, nth + 1  # another row's, not the same
        self.made.setdefault((kind, content["id"]), content)
        self.lines.setdefault((kind, content["id"]), self.at[2])

    def _items(self, file: InputFile) -> Iterator[Item]:
        order = (
            "organization",
            "taxonomy",
            "taxonomy_term",
            "program",
            "location",
            "service",
            "service_at_location",
        )
        grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for (kind, _), content in (*self.records.items(), *self.made.items()):
            grouped[kind].append(content)
        for kind in (*order, *(kind for kind in grouped if kind not in order)):
            for number, content in enumerate(grouped.get(kind, ()), start=1):
                yield Item(file.name, number, kind, content, self.lines[kind, content["id"]], row=True)

    def _say_columns(self, file: InputFile, columns: dict[str, str]) -> None:
        read = "; ".join(f"«{theirs}» as {ours}" for theirs, ours in columns.items() if ours)
        left = ", ".join(f"«{theirs}»" for theirs, ours in columns.items() if not ours)
        what = f"columns were read so: {read or 'none'}"
        if left:
            what += f". Not understood, kept with the service as they are: {left}"
        mend = "where that is wrong, say it in a mapping file (docs/directory.md)"
        self.problems.append(Problem(file.name, "", "columns", what, mend, False))

    def _say_joined(self, file: InputFile) -> None:
        for spellings in self.spellings.values():
            if len(spellings) > 1:
                what = f"one organization is written in {len(spellings)} ways: {', '.join(f'«{s}»' for s in spellings)}"
                done = f"they were joined as «{next(iter(spellings))}»"
                self.problems.append(
                    Problem(
                        file.name,
                        next(iter(spellings)),
                        "organization",
                        what,
                        "write it one way",
                        False,
                        done=done,
                    )
                )

    def _say(self, field: str, what: str, mend: str, done: str) -> None:
        file, number, line = self.at
        self.problems.append(Problem(file, f"#{number}", field, what, mend, False, line, done))

    def _refuse(self, what: str, mend: str) -> None:
        file, number, line = self.at
        self.problems.append(Problem(file, f"#{number}", "", what, mend, True, line))
