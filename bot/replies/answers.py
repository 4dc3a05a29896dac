"""Whole answers about services: words for every channel, and the same as cards for the web."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.lists import format_list

from bot.directory.records import Found
from bot.languages import locale_of
from bot.replies import cards, labels
from bot.replies.catalogs import N_, text

MENU_WORDS = (N_("YES"), N_("NO"), N_("MORE"), N_("PERSON"), N_("WRONG"))
"""The words a family can always text; quick replies say the same."""


@dataclass(frozen=True)
class Answer:
    """One reply: its text for every channel, and what the web widget shows beside or instead of it."""

    text: str
    payload: dict[str, Any]


def services(
    catalog: str,
    found: Sequence[Found],
    wanted: Sequence[str],
    place: str | None,
    about: str | None = None,
    later: Sequence[str] = (),
) -> Answer:
    """Up to three services by number, how to see one, others or a person, and what was kept for later."""
    if about:
        intro = text(catalog, "These can tell you about {program} and help you apply:", program=about)
    elif not any(reason.startswith("need:") for one in found for reason in one.why):
        intro = text(
            catalog,
            "I have nothing for {needs} in my list yet, and I noted that it is missing. These may help you look:",
            needs=labels.needs(catalog, wanted),
        )
    elif place:
        intro = text(catalog, "For {needs} near {place}:", needs=labels.needs(catalog, wanted), place=place)
    else:
        intro = text(catalog, "For {needs}, anywhere in California:", needs=labels.needs(catalog, wanted))
    outro = " ".join(filter(None, (_menu(catalog, len(found)), _later(catalog, later))))
    return Answer(
        text="\n".join((intro, cards.options(catalog, found, wanted), outro)),
        payload={
            "kind": "services",
            "intro": intro,
            "cards": [cards.web_card(catalog, n, one, wanted) for n, one in enumerate(found, 1)],
            "outro": _later(catalog, later),
            "quick_replies": quick(catalog, *(("YES",) if later else ()), "MORE", "PERSON"),
        },
    )


def none_found(catalog: str, wanted: Sequence[str], place: str | None, more: bool) -> Answer:
    """An honest word when the directory has nothing, or nothing further."""
    if more:
        said = text(
            catalog,
            "Those are all I have for now. Text PERSON and a navigator can look further with you, or tell me "
            "another need or place.",
        )
    else:
        said = text(
            catalog,
            "I have nothing for {needs} in my list yet, and I noted that it is missing. Call 211, any time, "
            "free, or text PERSON and a navigator will look with you.",
            needs=labels.needs(catalog, wanted),
        )
    return Answer(said, {"kind": "text", "quick_replies": quick(catalog, "PERSON")})


def one(catalog: str, found: Found) -> Answer:
    """Everything known about one service, and what she can do next."""
    outro = text(catalog, "Is something not right? Text WRONG. MORE for others, PERSON for a person.")
    return Answer(
        text=f"{cards.details(catalog, found)}\n{outro}",
        payload={
            "kind": "text",
            "quick_replies": quick(catalog, "WRONG", "MORE", "PERSON"),
        },
    )


def quick(catalog: str, *words: str) -> list[dict[str, str]]:
    """Quick replies for the web: what the button says is what is sent."""
    return [{"title": text(catalog, word), "say": text(catalog, word)} for word in words]


def _menu(catalog: str, count: int) -> str:
    if count == 1:
        return text(catalog, "Text 1 for details, MORE for others, PERSON for a person.")
    numbers = format_list([str(n) for n in range(1, count + 1)], style="or", locale=locale_of(catalog))
    return text(catalog, "Text {numbers} for details, MORE for others, PERSON for a person.", numbers=numbers)


def _later(catalog: str, later: Sequence[str]) -> str:
    if not later:
        return ""
    return text(
        catalog,
        "You also mentioned {needs}. Text YES and I'll look for that too.",
        needs=labels.needs(catalog, later),
    )
