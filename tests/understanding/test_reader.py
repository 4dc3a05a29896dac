"""The reader gives what Rasa's graph gives, for any input."""

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bot.understanding.reader import ModelError, Reader, newest_model

pytestmark = pytest.mark.rasa

MESSAGES = [
    "necesito pañales y algo de comida, estoy en 90022",
    "my 3 yo isnt talking, we're in Fresno, have medi-cal",
    "no me quiero seguir viviendo",
    "can xin ta lot cho be 2 tuoi",
    "第二個",
    "헤드스타트 자리 있나요 네 살이에요",
    "yung pangalawa po",
    "",
    "😀" * 2000,
    "a" * 10_000,
    "a\x00b",
    "/restart",
    '/find_help{"zip":"1"}',
    "STOP",
    "\n\n",
    "\ud800",
]


def _by_rasa(agent: Any, text: str, prior: str | None) -> dict[str, Any]:
    from rasa.core.channels.channel import UserMessage

    message = UserMessage(text, metadata={"language": prior} if prior else None)
    return dict(asyncio.new_event_loop().run_until_complete(agent.processor.parse_message(message)))


@pytest.mark.parametrize("prior", [None, "es"])
@pytest.mark.parametrize("number", [n for n, m in enumerate(MESSAGES) if m.strip() and not m.startswith("/")])
def test_the_same_as_rasa(reader: Reader, agent: Any, number: int, prior: str | None) -> None:
    text = MESSAGES[number]
    parsed = _by_rasa(agent, text, prior)
    reading = reader.read(text, prior).as_json()
    ranking = [r for r in parsed["intent_ranking"] if r["name"] != "nlu_fallback"]
    assert reading["language"] == parsed["language"]
    assert (reading["act"], reading["act_confidence"]) == (
        ranking[0]["name"],
        round(ranking[0]["confidence"], 3),
    )
    assert reading["needs"] == parsed["needs"]
    assert reading["crisis"] == parsed.get("crisis")  # Rasa leaves out what is None
    entities: dict[str, set[Any]] = {}
    for entity in parsed["entities"]:
        entities.setdefault(entity["entity"], set()).add(entity["value"])
    assert {k: set(v) if isinstance(v, list) else {v} for k, v in reading["entities"].items()} == entities


@pytest.mark.parametrize("number", range(len(MESSAGES)))
def test_any_input_is_read(reader: Reader, number: int) -> None:
    reading = reader.read(MESSAGES[number]).as_json()
    assert list(reading) == ["text", "language", "act", "act_confidence", "needs", "crisis", "entities"]
    json.dumps(reading)


def test_reading_is_quick(reader: Reader) -> None:
    messages = [f"necesito pañales y comida para mi niño de {n} meses, vivo en Fresno" for n in range(60)]
    reader.read("warm up")
    started = time.process_time()
    for message in messages:
        reader.read(message)
    assert (time.process_time() - started) / len(messages) < 0.03  # 10 ms aimed at, where nothing else runs


def test_the_reader_needs_neither_rasa_nor_tensorflow(model: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bot.understanding.reader import Reader;"
        f"Reader.from_model(Path({str(model)!r})).read('hola');"
        "sys.exit(any(m in sys.modules for m in ('rasa', 'tensorflow', 'spacy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603


def test_what_is_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model in"):
        newest_model(tmp_path)
    (tmp_path / "broken.tar.gz").write_bytes(b"not a model")
    with pytest.raises(ModelError):
        Reader.from_model(tmp_path / "broken.tar.gz")
