"""`kinpath understand` writes one line of JSON for every line it reads."""

import io
import json

import pytest

from bot.understanding.commands import read_lines
from bot.understanding.reader import Reader

pytestmark = pytest.mark.rasa


def test_one_reading_a_line(reader: Reader) -> None:
    out = io.StringIO()
    read_lines(reader, ["necesito pañales\n", "\n", "2\n"], out)
    readings = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [r["text"] for r in readings] == ["necesito pañales", "", "2"]
    assert readings[0]["language"] == "es"
    assert "baby_supplies" in [need["code"] for need in readings[0]["needs"]]
    assert readings[2]["act"] == "choose"
    assert readings[2]["entities"]["option"] == "2"
