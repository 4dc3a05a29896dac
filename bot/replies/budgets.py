"""What an SMS may cost: a budget of segments for each kind of message, and characters that make one dear for nothing.

A segment holds 160 characters (153 of several) while all are in GSM-7, and 70 (67) once a single one is not. Spanish
á, í, ó and ú are not, while é, ñ, ¿ and ¡ are; accents are never dropped, but sometimes a word without one says it
as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_from_dir

from bot.delivery import gsm
from bot.settings import ROOT

REPLY, CRISIS, SHOWN, PART = "reply", "crisis", "shown", "part"
BUDGETS = {REPLY: 3, CRISIS: 5}
"""Segments by kind. Two are the aim and what English keeps to; a script outside GSM-7 needs three for the same words.
A crisis reply holds every number that applies, and is as long as it must be. What is only shown on the web, and parts
that other messages are made of, have none."""

WHY_LONGER = {
    "Hi, I'm Kinpath": "the first words: who this is, what it does, how a person is reached, how it ends",
    "It's free. I keep": "what is kept of her and how it is erased: the whole of it, asked for by her",
    "I can ask a peer navigator": "what she agrees to must be said before she does",
    "No navigator": "the truth about when, and the numbers that help until then",
    "Open: {codes}": "a navigator's whole set of commands, asked for with HELP",
}
"""Beginnings of messages that may take one segment more, and why."""

TYPOGRAPHIC = frozenset("‘’‚“”„«»‐‑‒–—―…•·\u00a0\u2009\u202f\u200b")
"""Characters that say nothing which a plain one does not say."""
GSM_LANGUAGES = ("en", "es", "tl")
"""Languages that GSM-7 was made for, wholly or nearly."""

_PAGES = ("widget_words.py", "web.py", "pages.py", "agency_words.py", "asked_language.py")
_PARTS = ("labels.py", "words.py", "summary.py")
_KEYWORDS = {"text": (2,), "plural": (2, 3), "N_": None, "words": (2,)}
_SAMPLES = {"code": "KT4", "own": "KT4", "codes": "KT4, MW7", "name": "Rosa", "place": "90022", "number": "1"}
_LENGTH = 12


@dataclass(frozen=True)
class Cost:
    """What one wording costs, with its placeholders filled by samples."""

    segments: int
    strays: list[str]
    cheaper: int
    """What it would cost if the strays were in GSM-7."""


def of(message: str) -> Cost:
    """The cost of a message of a catalog."""
    filled = re.sub(r"\{(\w+)\}", lambda name: _SAMPLES.get(name[1], "x" * _LENGTH), message)
    strays = gsm.strays(filled)
    plain = "".join("x" if c in strays else c for c in filled)
    return Cost(gsm.segments(filled), strays, gsm.segments(plain))


def problems(catalog: str, english: str, message: str) -> Iterator[str]:
    """Why a wording costs too much, a sentence each; `english` is its message id."""
    kind = kinds().get(english, PART)
    if kind not in BUDGETS:
        return
    cost = of(message)
    more = any(english.startswith(beginning) for beginning in WHY_LONGER)
    if cost.segments > BUDGETS[kind] + more:
        yield f"takes {cost.segments} SMS segments, over the {BUDGETS[kind] + more} of a {kind}"
    needless = [c for c in cost.strays if c in TYPOGRAPHIC]
    if catalog in GSM_LANGUAGES and needless and set(cost.strays) <= TYPOGRAPHIC:
        yield f"is pushed out of GSM-7 by {' '.join(needless)}: write it plainly"


def one_stray(catalog: str, english: str, message: str) -> str | None:
    """What to know of a wording that costs more for the sake of one single character; None for all others."""
    if catalog not in GSM_LANGUAGES or kinds().get(english, PART) not in BUDGETS:
        return None
    cost = of(message)
    if sum(message.count(c) for c in cost.strays) != 1 or cost.segments == cost.cheaper:
        return None
    return f"takes {cost.segments} segments instead of {cost.cheaper} because of one {cost.strays[0]}"


@lru_cache(maxsize=1)
def kinds(root: Path = ROOT) -> dict[str, str]:
    """The kind of every message id, by where in the code it stands."""
    methods: Any = [("bot/**.py", "python"), ("actions/**.py", "python"), ("domain.yml", _domain)]
    found: dict[str, str] = {}
    extracted = extract_from_dir(
        str(root),
        methods,
        keywords=_KEYWORDS,
        comment_tags=(),
        directory_filter=lambda folder: (
            Path(folder).name in (Path(root).name, "bot", "actions")
            or "bot" in Path(folder).relative_to(root).parts[:1]
        ),
    )
    for file, _, message, comments, _ in extracted:
        english = message[0] if isinstance(message, (tuple, list)) else message
        kind = _kind(Path(file).name, comments)
        if found.get(english, PART) in (PART, SHOWN):  # what is texted anywhere is an SMS
            found[english] = kind
    return found


def _domain(source: object, keywords: object, comment_tags: object, options: object) -> Iterator[object]:
    from bot.replies.extract import extract_domain

    return extract_domain(source, keywords, comment_tags, {})  # type: ignore[arg-type]


def _kind(file: str, comments: list[str]) -> str:
    if file == "domain.yml":
        name = comments[0]
        if "(" in name:
            return PART
        return CRISIS if name.startswith(("utter_crisis", "utter_fallback")) else REPLY
    if file in _PAGES:
        return SHOWN
    return PART if file in _PARTS else REPLY
