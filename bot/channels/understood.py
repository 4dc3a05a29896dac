"""What Rasa's pipeline understood of one message, typed, with what a public channel corrects before Rasa acts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.directory.trust.kinds import PLAIN, kind_of
from bot.languages import code_of
from bot.understanding import keywords
from bot.understanding.entities import options
from bot.understanding.entities.view import View
from bot.understanding.phrases import Phrases

LONGEST = 1800
"""Characters of a message that are read: of a longer one its beginning and its end, where the point often is."""

OTHERWISE, SURE_OTHERWISE = ("opt_out", "delete_data", "ask_person", "find_help"), 0.7
"""Acts that words such as «wrong number» do not change when they are this sure."""


@dataclass(frozen=True)
class Understood:
    """One message: what the turn decides by, and the parse data that Rasa goes on with."""

    act: str
    act_confidence: float
    crisis: str | None
    language: str
    language_confidence: float
    script: str | None
    language_wanted: str | None
    parse_data: dict[str, Any]


def of(parse_data: dict[str, Any], text: str) -> Understood:
    """Read Rasa's parse data; a number or a menu word that is the whole message decides the act."""
    keyword = keywords.meaning(text)
    act = "choose" if re.fullmatch(r"\W*\d{1,2}\W*", text) else keywords.ACTS.get(keyword or "")
    numbered = keywords.numbered(text)
    if act is None and numbered is not None and numbered[0] == "wrong":
        act = keywords.ACTS["wrong"]
        parse_data = _with_option(parse_data, numbered[1])
    if act is None and _is_plainly_wrong(parse_data, text):
        act = keywords.ACTS["wrong"]
    if act is not None:
        parse_data = {**parse_data, "intent": {"name": act, "confidence": 1.0}}
    intent = parse_data.get("intent") or {}
    if intent.get("name") == keywords.ACTS["wrong"] and not _has_option(parse_data):
        named = _named_place(text)
        parse_data = _with_option(parse_data, named) if named else parse_data
    wanted = next(
        (e["value"] for e in parse_data.get("entities") or [] if e["entity"] == "language_wanted"), None
    )
    return Understood(
        act=intent.get("name") or "nlu_fallback",
        act_confidence=float(intent.get("confidence") or 0.0),
        crisis=(parse_data.get("crisis") or {}).get("code"),
        language=parse_data.get("language") or "en",
        language_confidence=float(parse_data.get("language_confidence") or 0.0),
        script=parse_data.get("script"),
        language_wanted=wanted,
        parse_data=parse_data,
    )


def sentences_of_danger(text: str, most: int = 3) -> list[str]:
    """The sentences of a long message in which the safety lexicon finds danger, the last first."""
    sentences = [part for part in re.split(r"(?<=[.!?…。！？;])\s*", text) if part.strip()]
    return [one for one in reversed(sentences) if in_plain_words(one, None).crisis is not None][:most]


def _named_place(text: str) -> str | None:
    """The option that a report names («the first one»), when it names exactly one."""
    named = {
        str(candidate.value)
        for candidate in options.candidates(View.of(text))
        # «3 blocks away» is no place of the list
        if not (text[candidate.end - 1].isdigit() and re.match(r"\s*[A-Za-z]", text[candidate.end :]))
    }
    return named.pop() if len(named) == 1 else None


def _is_plainly_wrong(parse_data: dict[str, Any], text: str) -> bool:
    """«Nobody answers», whatever else it was taken for; but a need, a wish for a person, or a sure «no more» counts."""
    intent = parse_data.get("intent") or {}
    sure = float(intent.get("confidence") or 0.0) >= SURE_OTHERWISE
    if parse_data.get("needs") or (intent.get("name") in OTHERWISE and sure):
        return False
    return kind_of(text) in PLAIN


def _has_option(parse_data: dict[str, Any]) -> bool:
    return any(entity["entity"] == "option" for entity in parse_data.get("entities") or [])


def _with_option(parse_data: dict[str, Any], number: str) -> dict[str, Any]:
    others = [entity for entity in parse_data.get("entities") or [] if entity["entity"] != "option"]
    return {**parse_data, "entities": [*others, {"entity": "option", "value": number}]}


def plain(text: str) -> str:
    """A message as Rasa may read it: no control characters, not endless, and none of Rasa's own syntax.

    Rasa takes a leading `/` for an intent; what a family types is never that.
    """
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"
    printable = "".join(c if c.isprintable() else " " for c in text)
    return re.sub(r"^[\s/]+", "", " ".join(printable.split()))


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    return Phrases.read()


def in_plain_words(text: str, prior: str | None) -> Understood:
    """A message read by the safety lexicon alone, for when the model cannot: plain words of danger are seen."""
    found = _phrases().find(plain(text))
    kinds = sorted(found.sure) or ([] if found.harmless else sorted(found.likely))
    return Understood(
        act="nlu_fallback",
        act_confidence=0.0,
        crisis=kinds[0] if kinds else None,
        language=code_of(prior) if prior else "en",
        language_confidence=0.0,
        script=None,
        language_wanted=None,
        parse_data={
            "intent": {"name": "nlu_fallback", "confidence": 0.0},
            "entities": [],
            "text": plain(text),
        },
    )
