"""Services as families read them: the short list with numbers, and everything known about one.

Only fields of the record are said. English phrases of a record (what it is, hours, cost) are translated by the
`directory` catalog where it has them and stand in English where it does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_skeleton
from babel.units import format_unit

from bot.directory.records import Found
from bot.languages import locale_of
from bot.replies import labels
from bot.replies.catalogs import N_, catalog_of, text

KM_PER_MILE = 1.609344
HOW: Mapping[str | None, str] = {
    "phone": N_("Last checked {when}, by a call."),
    "web": N_("Last checked {when}, on its own page."),
    "visit": N_("Last checked {when}, by going there."),
    "agency": N_("Last checked {when}, by the agency itself."),
}
"""How a steward checked a record last, as a family reads it."""


def options(catalog: str, found: Sequence[Found], wanted: Sequence[str]) -> str:
    """The numbered list: a line for each service, the needs she named first among what it does."""
    return "\n".join(f"{number}) {_line(catalog, one, wanted)}" for number, one in enumerate(found, 1))


def _line(catalog: str, one: Found, wanted: Sequence[str]) -> str:
    fits = [code for code in wanted if code in one.needs] or list(one.needs[:1])
    who = f"{one.organization}: {labels.needs(catalog, fits[:2])}"
    parts = [who, distance(catalog, one), contact(one), checked(catalog, one)]
    return ". ".join(part for part in parts if part)


def distance(catalog: str, one: Found) -> str:
    """How far, in whole miles; empty when that is unknown or so near that a ZIP's middle cannot tell."""
    if one.distance_km is None or one.distance_km < KM_PER_MILE / 2:
        return ""
    miles = max(1, round(one.distance_km / KM_PER_MILE))
    return str(format_unit(miles, "length-mile", length="short", locale=locale_of(catalog)))


def contact(one: Found) -> str:
    """The one way to reach a service that fits a line: its phone, else its page."""
    voice = [phone.number for phone in one.phones if phone.kind == "voice"] or [p.number for p in one.phones]
    return voice[0] if voice else (one.url or one.email or "")


def details(catalog: str, one: Found) -> str:
    """Everything a family may be told of one service, a fact a line, and how sure we are of it."""
    texts = [phone.number for phone in one.phones if phone.kind == "text"]
    lines = [
        one.organization,
        phrase(catalog, one.service),
        one.address,
        distance(catalog, one),
        _labelled(catalog, text(catalog, "Phone"), contact(one) if one.phones else None),
        _labelled(catalog, text(catalog, "Text to"), texts[0] if texts else None),
        _labelled(catalog, text(catalog, "Web"), one.url),
        _labelled(catalog, text(catalog, "Hours"), _phrase_or_none(catalog, one.hours)),
        _labelled(catalog, text(catalog, "Languages"), labels.languages(catalog, one.languages) or None),
        _labelled(catalog, text(catalog, "Cost"), _phrase_or_none(catalog, one.cost)),
        _labelled(catalog, text(catalog, "For"), _phrase_or_none(catalog, one.eligibility)),
        _labelled(catalog, text(catalog, "Ages"), _phrase_or_none(catalog, one.ages)),
        _labelled(
            catalog,
            text(catalog, "Bring"),
            ", ".join(phrase(catalog, paper) for paper in one.documents) or None,
        ),
        verified(catalog, one),
    ]
    return "\n".join(line for line in lines if line)


def verified(catalog: str, one: Found) -> str:
    """When the record was last confirmed, its source, and that she should call first where it is in doubt."""
    when = _month(catalog, one)
    if when is None:
        if one.recheck:
            said = text(catalog, "We could not confirm this lately: please call before you go.")
        else:
            said = text(catalog, "We have no date for this: please call before you go.")
    elif one.stale:
        said = text(catalog, "Last checked {when}, a long time ago: please call before you go.", when=when)
    elif one.recheck:
        said = text(catalog, "Last checked {when}: please call before you go.", when=when)
    elif one.assured_how in HOW:
        return text(catalog, HOW[one.assured_how], when=when)
    else:
        said = text(catalog, "Last checked {when}.", when=when)
    source = _site(one.source)
    named = text(catalog, "Source: {source}.", source=source) if source else ""
    return f"{said}{'' if said.endswith('。') else ' '}{named}".strip()


def checked(catalog: str, one: Found) -> str:
    """The same in a few words, for a line of the list."""
    when = _month(catalog, one)
    if when is None:
        return text(catalog, "Not dated: ask first")
    if one.stale:
        return text(catalog, "Old, {when}: ask first", when=when)
    if one.recheck:
        return text(catalog, "Checked {when}: ask first", when=when)
    return text(catalog, "Checked {when}", when=when)


def _month(catalog: str, one: Found) -> str | None:
    if one.assured_on is None:
        return None
    return str(format_skeleton("yMMM", one.assured_on, locale=locale_of(catalog)))


def _site(source: str | None) -> str:
    """A source as a family reads it: the site, without the rest of its address or what is said in brackets."""
    said = (source or "").strip()
    if re.match(r"https?://", said):
        address = urlsplit(said)
        host = address.netloc.removeprefix("www.").rstrip(".")
        owner = address.path.split("/")[1:2] if host == "github.com" else []
        return "/".join([host, *owner])
    return re.split(r"[(:]", said)[0].strip(" .")


def phrase(catalog: str, english: str) -> str:
    """A phrase of a record in the family's language, where the directory's catalog has it."""
    return catalog_of(catalog, "directory").gettext(english)


def web_card(catalog: str, number: int, one: Found, wanted: Sequence[str]) -> dict[str, Any]:
    """One service for the web widget: the same facts as the text, field by field."""
    fits = [code for code in wanted if code in one.needs] or list(one.needs[:1])
    return {
        "number": number,
        "id": one.id,
        "title": one.organization,
        "subtitle": phrase(catalog, one.service),
        "needs": [labels.need(catalog, code) for code in fits],
        "distance": distance(catalog, one),
        "address": one.address,
        "phone": contact(one) if one.phones else None,
        "url": one.url,
        "verified": verified(catalog, one),
        "stale": one.stale,
        "button": text(catalog, "More about this"),
    }


def _phrase_or_none(catalog: str, english: str | None) -> str | None:
    return phrase(catalog, english) if english else None


def _labelled(catalog: str, label: str, value: str | None) -> str | None:
    return text(catalog, "{label}: {value}", label=label, value=value) if value else None
