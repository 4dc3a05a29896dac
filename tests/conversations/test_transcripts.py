"""Conversations written as people read them, run through the real channels.

Every step rereads all state from the database, so each is also a restart. Promises are asserted here, not in
the recordings: no number crosses, and nothing goes to somebody who did not take part.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from bot import transcripts
from bot.rehearsal import Rehearsal
from bot.settings import Settings
from bot.store import Store

FOLDER = Path(__file__).parent / "transcripts"
NAMES = {"family": "+15550109001", "other": "+15550109002", "ana": "+15550100001", "linh": "+15550100002"}
STEPS = {file: transcripts.parse(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.rglob("*.txt"))}
LONG_NUMBER = re.compile(r"\+?1?555010\d{4}")


@pytest.mark.rasa()
@pytest.mark.parametrize("file", sorted(STEPS), ids=lambda f: str(f.relative_to(FOLDER)))
async def test_transcript(file: Path, settings: Settings, furnished: Store, agent: Any) -> None:
    rehearsal = Rehearsal.open(settings, furnished, agent)
    web = rehearsal.new_web("en")
    names = {number: name for name, number in NAMES.items()} | {web: "web"}
    for step in STEPS[file]:
        came = (
            await rehearsal.web(web, step.words)
            if step.speaker == "web"
            else await rehearsal.text(NAMES[step.speaker], step.words)
        )
        said = [(names.get(line.recipient, line.recipient), line.words) for line in came]
        recorded = "\n".join(transcripts.line(f"to {to}", words) for to, words in said)
        assert len(said) == len(step.expected), f"after {step.speaker}: {step.words}\n{recorded}"
        for (to, words), (expected_to, pattern) in zip(said, step.expected, strict=True):
            assert to == expected_to, recorded
            assert transcripts.matches(pattern, words), f"expected: {pattern}\n{recorded}"
            assert not LONG_NUMBER.search(re.sub(r"[\s().-]", "", words)), f"a number crossed: {words}"
