"""Case codes: two letters and a digit that nobody mixes up on a small screen or over the phone."""

from __future__ import annotations

import re
import secrets
import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff.models import Case

LETTERS = "ACEFHJKMNPRTWXY"
"""Without those that look like another or like a digit: B D G I L O Q S U V Z."""
DIGITS = "234679"
_UNKIND = frozenset({"FA", "KK", "CA", "AN", "HE", "ME", "MY", "AM", "PM", "AT"})
"""Pairs that read as a word, or stand before numbers in plain talk."""
_FRONT = re.compile(rf"^[^\w]*([{LETTERS}{LETTERS.lower()}]{{2}}[{DIGITS}])(?!\w)[\s:;,.>)\]\-\u2013\u2014]*")


def new(session: Session) -> str:
    """A code that no open case has."""
    taken = set(session.execute(select(Case.code).where(Case.closed_at.is_(None))).scalars())
    free = [code for code in every() if code not in taken]
    if not free:
        raise RuntimeError("every case code is in use")
    return secrets.choice(free)


def in_front(text: str) -> tuple[str | None, str]:
    """The code a text begins with, and the rest of it: «kt7: hola» gives KT7 and «hola»."""
    plain = unicodedata.normalize("NFKC", text)
    found = _FRONT.match(plain)
    if found is None or found.group(1)[:2].upper() in _UNKIND:
        return None, text
    return found.group(1).upper(), plain[found.end() :]


def of_word(word: str) -> str | None:
    """The code that a single word is, whatever its case and punctuation; None for other words."""
    code, rest = in_front(word)
    return code if not rest.strip(" .,;:!?") else None


def every() -> list[str]:
    """Every code there is."""
    pairs = [a + b for a in LETTERS for b in LETTERS if a + b not in _UNKIND]
    return [pair + digit for pair in pairs for digit in DIGITS]
