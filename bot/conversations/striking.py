"""What a family leaves out of the summary before she agrees to it: «2», «not the rent», «nothing». Pure functions."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import yaml

from bot.conversations import plainly
from bot.settings import ROOT

LEXICON = ROOT / "data" / "handoff" / "striking.yml"
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
MOST_WORDS = 12
"""A longer message says more than what to leave out."""


@dataclass(frozen=True)
class Part:
    """One thing that a navigator would be told: `key` names it (`need:food`, `place`, `child`, …), `words` say it."""

    key: str
    words: str


def is_strike(said: str, needs: Collection[str] = ()) -> bool:
    """Whether a message at the question of consent leaves something out, rather than saying yes or no."""
    plain = plainly.plain(said)
    if not plain or len(plain.split()) > MOST_WORDS:
        return False
    if _numbers_alone(plain) or plain in _forms("all"):
        return True
    return _has(plain, "leave_out") and (
        bool(needs)
        or bool(_NUMBER.search(plain))
        or any(_has(plain, kind) for kind in ("all", "place", "child", "pregnancy", "community"))
    )


def struck(said: str, parts: Sequence[Part], needs: Collection[str] = ()) -> tuple[str, ...]:
    """The keys of the shown parts that a message leaves out; nothing when it is no strike or names none."""
    if not is_strike(said, needs):
        return ()
    plain = plainly.plain(said)
    numbers = [int(number) for number in _NUMBER.findall(plain)]
    if 0 in numbers or _has(plain, "all"):
        return tuple(part.key for part in parts)
    if numbers:
        return tuple(parts[number - 1].key for number in numbers if 1 <= number <= len(parts))
    return tuple(part.key for part in parts if _named(plain, part, needs))


def _named(plain: str, part: Part, needs: Collection[str]) -> bool:
    kind, _, code = part.key.partition(":")
    if kind == "need":
        return code in needs or plainly.plain(part.words) in plain
    return _has(plain, kind) or (kind == "community" and plainly.plain(part.words) in plain)


def _numbers_alone(plain: str) -> bool:
    rest = _NUMBER.sub(" ", plain)
    return (
        bool(_NUMBER.search(plain))
        and all(len(word) <= 3 for word in rest.split())
        and len(rest.split()) <= 3
    )


def _has(plain: str, kind: str) -> bool:
    return _pattern(kind).search(plain) is not None


@lru_cache(maxsize=8)
def _forms(kind: str) -> frozenset[str]:
    read: dict[str, list[str]] = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    return frozenset(plainly.plain(str(form)) for form in read[kind])


@lru_cache(maxsize=8)
def _pattern(kind: str) -> re.Pattern[str]:
    return plainly.any_of(_forms(kind))
