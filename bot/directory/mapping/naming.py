"""Which target each column of a flat table has: by the mapping's columns, else by how columns are usually named."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.directory.mapping.languages import code_of
from bot.directory.mapping.mappings import MappingFile
from bot.directory.mapping.targets import is_target

_SIGNS = re.compile(r"[^a-z0-9]+")


def columns_of(mapping: MappingFile, columns: Iterable[str]) -> dict[str, str]:
    """Their columns, in order, with our targets; an empty target where nobody knows."""
    own = {plain(theirs): ours for theirs, ours in mapping.columns.items()}
    words = {plain(word): target for target, names in mapping.words.items() for word in names}
    found: dict[str, str] = {}
    for column in columns:
        if not column:
            continue
        said = plain(column)
        found[column] = own.get(said) or (column if is_target(column) else "") or words.get(said, "")
        if not found[column] and (match := re.fullmatch(r"(.+?) ?\d", said)):  # «Phone 2» beside «Phone 1»
            found[column] = words.get(match[1], "")
        if (
            not found[column] and len(said) > 3 and code_of(said)
        ):  # shorter ones are codes, and «no» is Norwegian
            found[column] = "ticked_language"
    return found


def plain(name: str) -> str:
    """A column name as it is compared: «PhysicalAddress1» and «physical_address 1» are the same."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Z])", " ", name.strip())
    return _SIGNS.sub(" ", apart.lower()).strip()
