"""Annotated messages: what a person wrote and how it should be read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.settings import ROOT

NLU = ROOT / "data" / "nlu"
ENTITY_KEYS = (
    "zip", "city", "county", "child_age_months", "weeks_pregnant", "program", "language_wanted", "option", "community",
)  # fmt: skip
NUMBER_KEYS = ("child_age_months", "weeks_pregnant")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Example:
    """One message with its labels. `voice` names who wrote it (`en_A`): no voice is in training and test both."""

    text: str
    language: str
    act: str
    needs: tuple[str, ...] = ()
    crisis: str | None = None
    entities: dict[str, list[Any]] = field(default_factory=dict, hash=False)
    voice: str = ""

    def metadata(self) -> dict[str, Any]:
        """The labels as they stand beside the text in data/nlu; what is empty is left out."""
        found: dict[str, Any] = {}
        if self.needs:
            found["needs"] = list(self.needs)
        if self.crisis:
            found["crisis"] = self.crisis
        if self.entities:
            found["entities"] = {k: v[0] if len(v) == 1 else list(v) for k, v in self.entities.items()}
        found["voice"] = self.voice
        return found


def from_metadata(text: str, act: str, metadata: dict[str, Any]) -> Example:
    """The example of a text, its Rasa intent and its per-example metadata."""
    voice = str(metadata.get("voice", ""))
    entities = {k: v if isinstance(v, list) else [v] for k, v in (metadata.get("entities") or {}).items()}
    return Example(
        text=text,
        language=str(metadata.get("language") or voice.partition("_")[0]),
        act=act,
        needs=tuple(metadata.get("needs") or ()),
        crisis=metadata.get("crisis") or None,
        entities=entities,
        voice=voice,
    )


def read_yaml(path: Path) -> list[Example]:
    """The examples of one NLU file."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader) or {}  # noqa: S506 (a safe loader)
    return [
        from_metadata(str(item["text"]).strip(), block["intent"], item.get("metadata") or {})
        for block in content.get("nlu", [])
        for item in block.get("examples", [])
    ]


def read_all(folder: Path = NLU) -> list[Example]:
    """Every training message, in the order of the files' names."""
    return [example for path in sorted(folder.glob("*/*.yml")) for example in read_yaml(path)]


def read_draft_line(line: str, voice: str) -> Example:
    """One line of the draft form `act | needs | crisis | entities | text`. Raises ValueError saying what is wrong."""
    parts = [part.strip() for part in line.rstrip("\n").split(" | ", 4)]
    if len(parts) != 5 or not parts[4]:
        raise ValueError("not five fields: act | needs | crisis | entities | text")
    act, needs, crisis, entities, text = parts
    found: dict[str, list[Any]] = {}
    for pair in [] if entities == "-" else entities.split(";"):
        key, _, value = pair.strip().partition("=")
        values: list[Any] = [v.strip() for v in value.split(",") if v.strip()]
        if key in NUMBER_KEYS:
            values = [int(v) for v in values]
        if values:
            found.setdefault(key, []).extend(values)
    return Example(
        text=text,
        language=voice.partition("_")[0],
        act=act,
        needs=tuple(n.strip() for n in needs.split(",") if n.strip() and n.strip() != "-"),
        crisis=None if crisis == "-" else crisis,
        entities=found,
        voice=voice,
    )


def read_draft(path: Path) -> Iterator[Example]:
    """The messages of a draft file; its name gives the voice (`en_A.txt`)."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield read_draft_line(line, path.stem)
            except ValueError as error:
                raise ValueError(f"{path}:{number}: {error}") from None


def read_json_lines(path: Path) -> Iterator[Example]:
    """Messages as JSON lines: {"lang", "text", "act", "needs", "crisis", "entities"}."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            item = json.loads(line)
            entities = {k: v if isinstance(v, list) else [v] for k, v in (item.get("entities") or {}).items()}
            yield Example(
                text=item["text"].strip(),
                language=item.get("lang") or item["language"],
                act=item["act"],
                needs=tuple(item.get("needs") or ()),
                crisis=item.get("crisis") or None,
                entities=entities,
                voice=path.stem,
            )


def read_any(paths: Iterable[Path]) -> list[Example]:
    """The examples of draft (.txt), JSON lines (.jsonl) and NLU (.yml) files."""
    found: list[Example] = []
    for path in paths:
        if path.suffix == ".jsonl":
            found.extend(read_json_lines(path))
        elif path.suffix == ".yml":
            found.extend(read_yaml(path))
        else:
            found.extend(read_draft(path))
    return found
