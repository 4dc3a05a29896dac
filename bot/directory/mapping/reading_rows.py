"""One row of a flat table, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.directory.mapping import ages, categories, cleaning
from bot.directory.mapping.parts import Say
from bot.directory.packages import cells
from bot.directory.reading.texts import once
from bot.directory.shapes import SHAPES

PHONES = {"phones": "voice", "fax": "fax", "tty": "textphone", "text": "text", "hotline": "voice"}
_DAYS = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat", "SU": "Sun"}
_TICKED = re.compile(r"(?i)^(?:x|yes|y|true|t|1|✓|✔|si|sí)$")
_NOT_TICKED = re.compile(r"(?i)^(?:n|no|false|f|0)$")
_EMPTY = re.compile(r"(?i)^(?:n/?a|null|none|nan|-+|\.|unknown|not available)$")


@dataclass
class ReadRow:
    """What a row says, by what it is about."""

    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    phones: list[tuple[str, str, str]] = field(default_factory=list)
    """(type, label, text)"""
    hours: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    programs: list[str] = field(default_factory=list)
    addresses: list[tuple[str, str]] = field(default_factory=list)
    """(type or nothing, text)"""
    accessibility: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    communities: list[str] = field(default_factory=list)
    county: str = ""
    unknown: dict[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> dict[str, Any]:
        """What the row says of one object."""
        return self.fields.setdefault(kind, {})


def read_row(
    columns: Mapping[str, str], row: Mapping[str, str], constants: Mapping[str, Any], say: Say
) -> ReadRow:
    """The row, read by its columns' targets."""
    found = ReadRow()
    given = [(columns.get(theirs, ""), theirs, cell) for theirs, cell in row.items()]
    given += [(target, target, str(value)) for target, value in constants.items()]
    days: list[str] = []
    for target, theirs, cell in given:
        text = once(cell).strip()
        if target == "ignore" or not text or _EMPTY.match(text):
            continue
        if not target:
            found.unknown[theirs] = text
        elif target == "ticked_language":
            _language(found, theirs, text)
        elif target.startswith("hours."):
            days.append(f"{_DAYS[target[6:]]} {text}")
        elif "." in target:
            _field(found, target, text, say)
        else:
            _part(found, target, text, say)
    if days:
        found.hours.append("; ".join(days))
    return found


def _field(found: ReadRow, target: str, text: str, say: Say) -> None:
    kind, _, name = target.partition(".")
    said = found.of(kind)
    value: Any = text
    form = next((a.form for a in SHAPES[kind].attributes if a.name == name), "")
    if kind == "service" and name == "status":
        value = cleaning.status(text)
        if value is None:
            say(
                name,
                f"«{text[:40]}» is no status",
                "say active or inactive",
                "«inactive» was taken, to be sure",
            )
            value = "inactive"
    elif form == "uri":
        value = cleaning.web(text)
    elif form == "email":
        value = cleaning.email(text)
    elif form.startswith("date"):
        value = cleaning.day(text)
    elif name in SHAPES[kind].numbers:
        value = cells.number(text)
        value = value if isinstance(value, (int, float)) else None
    if value is None:
        say(name, f"«{text[:60]}» is not what {target} needs", "correct it", "it was kept beside the record")
        found.unknown[f"{target} as given"] = text
    elif name in said and isinstance(value, str) and value not in str(said[name]):
        said[name] = f"{said[name]}{', ' if kind == 'address' else chr(10)}{value}"
    else:
        said.setdefault(name, value)


def _language(found: ReadRow, language: str, text: str) -> None:
    if _TICKED.match(text):
        found.languages.append(language)
    elif not _NOT_TICKED.match(text):
        found.unknown[language] = text


def _part(found: ReadRow, target: str, text: str, say: Say) -> None:
    if target in PHONES:
        found.phones.append((PHONES[target], "hotline" if target == "hotline" else "", text))
    elif target in ("address", "mail_address"):
        found.addresses.append(("postal" if target == "mail_address" else "", text))
    elif target == "categories":
        found.categories += [word for word in categories.split(text) if word not in found.categories]
    elif target == "needs":
        codes = text.replace(",", " ").replace(";", " ").replace("|", " ").split()
        found.needs += [code for code in codes if code in categories.known_needs()]
        if strange := [code for code in codes if code not in categories.known_needs()]:
            say(
                target,
                f"«{', '.join(strange)}» is no need of ours",
                "use the codes of data/taxonomy/needs.csv",
                "left out",
            )
    elif target == "communities":
        codes = text.replace(",", " ").replace(";", " ").replace("|", " ").split()
        found.communities += [code for code in codes if code in categories.terms()["communities"]]
    elif target == "ages":
        span = ages.parse(text)
        if span:
            youngest, oldest = span
            found.of("service").update(
                {k: v for k, v in (("minimum_age", youngest), ("maximum_age", oldest)) if v is not None}
            )
        else:
            found.unknown["ages"] = text
    elif target == "fees":
        found.of("service").setdefault("fees_description", text)
    elif target == "assured":
        day = cleaning.day(text)
        if day:
            found.of("service")["assured_date"] = day
        else:
            found.unknown["assured_date as given"] = text
    elif target == "county":
        found.county = text
    elif target == "program":
        found.programs.append(text)
    else:
        getattr(found, target).append(text)
