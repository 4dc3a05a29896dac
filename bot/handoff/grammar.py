"""What a navigator's text asks of the desk: a command, a case code, and the words left over. Forgiving."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import yaml

from bot.conversations.plainly import plain
from bot.handoff import codes
from bot.settings import ROOT

LEXICON = ROOT / "data" / "lexicons" / "navigator_commands.yml"
GO_ON = ("note", "ask", "assign", "wrong")
"""Commands that words may follow. All others stand alone or with a code; with more words they are talk."""


@dataclass(frozen=True)
class Said:
    """One text of a navigator: `command` of the lexicon or None for talk, a case code or None, the words."""

    command: str | None
    code: str | None
    words: str


def read(text: str) -> Said:
    """Read «YES KT4», «kt4 yes», «sí, por favor», «KT4 hello», «note KT4 …», «Done.», or plain talk."""
    code, rest = codes.in_front(text.strip())
    command, words = _command(rest)
    if command is None and code is None:
        command, code = _command_with_code(rest)
        words = "" if command else rest
    if command is None:
        return Said(None, code, rest.strip())
    if command in GO_ON and code is None:
        code, words = codes.in_front(words)
    return Said(command, code, words.strip() if command in GO_ON else "")


def _command(text: str) -> tuple[str | None, str]:
    """The command that a text is, and the words after it where the command lets words follow."""
    whole = _meaning(text)
    if whole is not None:
        return whole, ""
    found = re.match(r"\W*(\w+)[\s:;,.\-\u2013\u2014]+(.*)", text, re.DOTALL)
    first = _meaning(found.group(1)) if found else None
    return (first, found.group(2)) if found and first in GO_ON else (None, text)


def _command_with_code(text: str) -> tuple[str | None, str | None]:
    """«YES KT4», «done with case KT4»: a command that stands before its code."""
    parts = text.split()
    code = codes.of_word(parts[-1]) if len(parts) > 1 else None
    if code is None or len(parts) > 5:
        return None, None
    kept = [word for word in plain(" ".join(parts[:-1])).split() if word not in _words()["between"]]
    command = _commands().get(" ".join(kept))
    return (command, code) if command else (None, None)


def _meaning(text: str) -> str | None:
    bare = plain(text)
    for polite in _words()["polite"]:
        bare = re.sub(rf" {re.escape(polite)}$", "", bare)
    return _commands().get(bare)


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, list[str]]:
    forms: dict[str, list[str]] = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    return {name: [plain(str(form)) for form in listed] for name, listed in forms.items()}


@lru_cache(maxsize=1)
def _commands() -> dict[str, str]:
    return {
        form: name
        for name, forms in _lexicon().items()
        if name not in ("polite", "between")
        for form in forms
    }


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, ...]]:
    return {name: tuple(_lexicon().get(name, ())) for name in ("polite", "between")}
