"""Our tables know everything that the standard knows."""

import json
from pathlib import Path

from bot.directory.shapes import SHAPES
from bot.settings import ROOT

SCHEMAS = ROOT.parent / "shared" / "hsds" / "schema"
OBJECTS = 24


def test_every_object_of_the_standard_has_a_table() -> None:
    assert len(SHAPES) == OBJECTS


def test_every_attribute_of_the_standard_has_a_home() -> None:
    for schema in (SCHEMAS / f"{kind}.json" for kind in SHAPES):
        if not Path(schema).exists():
            continue
        shape, properties = SHAPES[schema.stem], json.loads(schema.read_text())["properties"]
        known = {column.name for column in shape.table.columns} | set(shape.lists) | set(shape.ones)
        assert set(properties) <= known, schema.stem
