"""What the files of an import are, and the objects in them: JSON, the standard's tables, tables of other layouts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from bot.directory.mapping.mappings import MappingFile, MappingProblem, load, shipped
from bot.directory.mapping.rowing import Rowing
from bot.directory.mapping.tabling import Found, Tabling
from bot.directory.packages import reading as packages
from bot.directory.reading import inputs, jsons, objects, older
from bot.directory.reading.items import Item
from bot.directory.report import Problem, Report

STANDARD = "HSDS 3.1"
SAMPLE = 300
"""Services by which it is told whether files come from a source that is known."""


@dataclass
class Reading:
    """The input of one import, ready to be read once."""

    report: Report
    form: str
    """What it was taken for: HSDS 3.1, or the name of a mapping."""
    documents: list[inputs.InputFile] = field(default_factory=list)
    descriptors: list[inputs.InputFile] = field(default_factory=list)
    tables: Found = field(default_factory=list)
    flat: Found = field(default_factory=list)
    mapping: MappingFile | None = None
    source: str = ""
    pages: objects.Pages = field(default_factory=objects.Pages)
    nested: bool = False
    """True when the tables were JSON: they need not be all there is."""

    @property
    def whole_kinds(self) -> frozenset[str]:
        """Kinds of which the tables are all there are; none when JSON was read."""
        if self.nested:
            return frozenset()
        if self.mapping is not None or self.flat:
            return frozenset({"*"})
        names = {f"{file.stem}" for file, _ in self.tables}
        return frozenset(packages.kinds_of(names, self.descriptors))

    @property
    def mapping_source(self) -> str:
        """The source that the mapping itself names; empty when it names none."""
        return self.mapping.source if self.mapping else ""

    @property
    def makes_ids(self) -> bool:
        """True when ids are made of the source's name and the source's own numbers or words."""
        return self.mapping is not None

    def sample(self, source: str) -> set[str]:
        """The ids that the first services would have if this were the source."""
        silent: list[Problem] = []
        found: set[str] = set()
        if self.mapping is None:
            return found
        for file, table in self.flat:
            items = Rowing(self.mapping, source, silent).read(file, table, SAMPLE)
            found.update(item.content["id"] for item in items if item.kind == "service")
        if self.tables:
            items = Tabling(self.mapping, source, silent).read(self.tables)
            services = (str(item.content["id"]) for item in items if item.kind == "service")
            found.update(islice(services, SAMPLE))
        return found

    def items(self) -> Iterator[Item]:
        """Everything in the files; what cannot be read goes into the report."""
        waiting: list[Problem] = []
        for item in self._items(waiting):
            if waiting:
                self.report.add(waiting)
                waiting.clear()
            yield item
        self.report.add(waiting)

    def _items(self, problems: list[Problem]) -> Iterator[Item]:
        for file in self.documents:
            yield from objects.read(file, problems, self.pages)
        if self.tables and self.mapping is not None:
            yield from Tabling(self.mapping, self.source, problems).read(self.tables)
        elif self.tables:
            yield from packages.read(self.tables, self.descriptors, problems)
        for file, table in self.flat:
            yield from Rowing(self.mapping or shipped()["flat"], self.source, problems).read(file, table)


def open_files(
    paths: Iterable[Path], report: Report, mapping: str | Path | None, source: str | None
) -> Reading:
    """Look at the files and tell what they are. What is wrong with them goes into the report."""
    problems: list[Problem] = []
    files = inputs.find(paths, problems)
    reading = Reading(report, STANDARD)
    report.files = [file.name for file in files]
    reading.descriptors = [file for file in files if file.is_descriptor]
    reading.documents = [
        file for file in files if file.suffix not in inputs.TABLES and not file.is_descriptor
    ]
    tables = packages.tables_of((file for file in files if file.suffix in inputs.TABLES), problems)
    chosen: MappingFile | None = None
    layout: str | None = None
    if not tables:
        tables, layout = _older(reading, problems)
    reading.nested = layout is not None
    if mapping is not None:
        try:
            chosen = load(mapping)
        except MappingProblem as error:
            problems.append(Problem(str(mapping), "", "", str(error), "correct the mapping", refused=True))
    elif layout is not None:
        chosen = shipped()[layout]
    elif tables:
        chosen = recognise(tables)
    if chosen is not None and chosen.form == "rows":
        reading.flat = tables
    elif chosen is not None:
        reading.tables = tables
    else:
        strange = [] if reading.descriptors else [entry for entry in tables if not packages.fits(*entry)]
        lone = len(tables) == len(strange)
        reading.flat = strange if lone else []
        reading.tables = tables if not lone else []
        chosen = shipped()["flat"] if reading.flat else None
    reading.mapping = chosen
    if chosen is not None:
        reading.form = chosen.name
        how = "as --mapping says" if mapping is not None else "by its files and columns"
        report.notes.append(f"Read as {chosen.title} ({how}; mapping «{chosen.name}»).")
    reading.source = source or (chosen.source if chosen else "") or (chosen.name if chosen else "")
    report.add(problems)
    return reading


def _older(reading: Reading, problems: list[Problem]) -> tuple[Found, str | None]:
    """The tables that JSON files of an older layout stand for, and that layout; none unless all are of one."""
    found: Found = []
    said: list[Problem] = []
    layouts: set[str | None] = set()
    for file in reading.documents:
        text = objects.text_of(file, said)
        layout = older.layout_of(text) if text is not None else None
        layouts.add(layout)
        if text is None or layout is None or len(layouts) > 1:
            return [], None
        try:
            found += older.read(file, text, layout, reading.pages, said)
        except jsons.NotJson:  # read as today's form, it will be said where
            reading.pages = objects.Pages()
            return [], None
    if not found:
        return [], None
    problems += said
    reading.documents = []
    return found, layouts.pop()


def recognise(tables: Found) -> MappingFile | None:
    """The shipped layout that the tables are in, by what only it has; None for the standard's own, and flat ones."""
    best: MappingFile | None = None
    most = 0
    for mapping in shipped().values():
        score = 0
        for file, table in tables:
            names = {"_".join(column.strip().lower().split()) for column in table.columns}
            score += 3 * (file.stem in mapping.files)
            score += len(names & mapping.marks.get(file.stem, frozenset()))
        if score > most:
            best, most = mapping, score
    described = {file.stem for file, _ in tables}
    if best is not None and len(tables) == 1 and not described & best.tables.keys():
        return None
    return best
