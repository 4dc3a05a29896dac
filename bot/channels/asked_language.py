"""Which catalog a browser asks for, from a language tag as browsers and web pages write it."""

from __future__ import annotations

from sanic.request import Request

from bot.languages import CATALOGS, DEFAULT_CATALOG, catalog_for

TRADITIONAL = ("hant", "tw", "hk", "mo")
"""Parts of a Chinese tag that ask for traditional characters."""


def catalog_of_tag(tag: str) -> str | None:
    """The catalog for a tag such as `es`, `es-MX`, `zh-TW`, `zh_Hans`; None for one we do not speak."""
    code, *rest = tag.strip().lower().replace("_", "-").split("-")
    if code == "fil":
        code = "tl"
    traditional = "hans" not in rest and any(part in TRADITIONAL for part in rest)
    script = "zh_Hant" if traditional else "zh_Hans"
    return catalog_for(code, script)


def catalog_of_request(request: Request, asked: str | None = None) -> str:
    """The catalog for an answer: the language asked for, else the first of the browser's that we speak."""
    tags = [asked or ""] + [
        part.partition(";")[0] for part in request.headers.get("Accept-Language", "").split(",")
    ]
    return next((name for name in map(catalog_of_tag, tags) if name in CATALOGS), DEFAULT_CATALOG)
