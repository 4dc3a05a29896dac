"""What a navigator's text asks of the desk: a command, a case code, and the words left over. Forgiving."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import yaml

from bot.handoff.desk import DIGITS, LETTERS
from bot.settings import ROOT

LEXICON = ROOT / "data" / "lexicons" / "navigator_commands.yml"
CODE = re.compile(rf"^[{LETTERS}]{{2}}[{DIGITS}]$")
ALONE = ("accept", "decline", "done", "info", "away", "back", "help", "stop")
"""Commands that stand alone or with a code; with more words behind them they are talk. Only notes go on."""


@dataclass(frozen=True)
class Said:
    """One text of a navigator: `command` of the lexicon or None for talk, a case code or None, the words."""

    command: str | None
    code: str | None
    words: str


def read(text: str) -> Said:
    """Read «YES KT4», «kt4 yes», «KT4 hello», «done.», «note KT4 …», or plain talk."""
    parts = text.split()
    code = None
    if parts and _code(parts[0]):
        code, parts = _code(parts[0]), parts[1:]
    command, length = _command(parts)
    rest = parts[length:] if command else parts
    if command and code is None and rest and _code(rest[0]):
        code, rest = _code(rest[0]), rest[1:]
    if command in ALONE and rest:
        command, rest = None, parts
    if code is not None and command is None:
        words = re.sub(rf"^\W*{code}\W*", "", text.strip(), flags=re.IGNORECASE)
        return Said(None, code, words)
    return Said(command, code, " ".join(rest) if command else text.strip())


def _code(word: str) -> str | None:
    bare = re.sub(r"\W", "", word).upper()
    return bare if CODE.match(bare) else None


def _command(parts: list[str]) -> tuple[str | None, int]:
    for length in (2, 1):
        if len(parts) >= length:
            command = _lexicon().get(_plain(" ".join(parts[:length])))
            if command:
                return command, length
    return None, 0


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, str]:
    commands: dict[str, list[str]] = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    return {_plain(str(form)): command for command, forms in commands.items() for form in forms}


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(c for c in apart if unicodedata.category(c) != "Mn")
    return " ".join(re.sub(r"[^\w\s]", " ", unicodedata.normalize("NFC", bare)).split())
