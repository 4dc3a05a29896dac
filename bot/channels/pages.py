"""The page at /, the widget's files, and the widget's words."""

from __future__ import annotations

import html
import json
from string import Template

import phonenumbers
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels import static_files, widget_words
from bot.channels.asked_language import catalog_of_request
from bot.channels.house import House
from bot.channels.simulator import E164
from bot.channels.static_files import Content, StaticFiles
from bot.settings import Settings

PARTS = static_files.ROOT / "page"
"""The page's HTML; values come in escaped, markup only from these files."""

FOR_ANY_PAGE = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Timing-Allow-Origin": "*",
}
"""A partner's page may load the widget: module scripts need CORS, and nothing in them is private."""

PAGE_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def blueprint() -> Blueprint:
    """GET /, GET /widget.js and the files it loads, GET /widget-words.json."""
    routes = Blueprint("pages")
    files = StaticFiles()

    @routes.route("/", methods=["GET", "HEAD"])
    async def page(request: Request) -> HTTPResponse:
        house: House = request.app.ctx.house
        catalog = catalog_of_request(request, request.args.get("language"))
        content = Content.of(_page(catalog, house.settings).encode(), static_files.TYPES[".html"])
        return content.answer(request, {**PAGE_HEADERS, "Vary": "Accept-Encoding, Accept-Language"})

    @routes.route("/widget-words.json", methods=["GET", "HEAD"])
    async def words(request: Request) -> HTTPResponse:
        catalog = catalog_of_request(request, request.args.get("language"))
        said = json.dumps(widget_words.words(catalog), ensure_ascii=False).encode()
        headers = {**FOR_ANY_PAGE, "Vary": "Accept-Encoding, Accept-Language"}
        return Content.of(said, "application/json; charset=utf-8").answer(request, headers)

    def serve(path: str) -> None:
        async def file(request: Request) -> HTTPResponse:
            return files.content(path).answer(request, FOR_ANY_PAGE)

        name = "file_" + path.replace("/", "_").replace(".", "_").replace("-", "_")
        routes.add_route(file, f"/{path}", methods=["GET", "HEAD"], name=name)

    for path in files.paths:
        serve(path)
    return routes


def _page(catalog: str, settings: Settings) -> str:
    words = widget_words.words(catalog)
    values = {
        **words["words"],
        "language": catalog,
        "tag": words["tag"],
        "direction": words["direction"],
        "service_number": settings.service_number,
        "readable_number": _readable(settings.service_number),
        "look": "simulating" if settings.simulating else "plain",
    }
    escaped = {name: html.escape(value) for name, value in values.items()}
    # a messaging service stands in the place of a number, but nobody can text its name
    textable = not settings.simulating and E164.fullmatch(settings.service_number)
    parts = {
        "chat_label": _filled("chat_label", escaped) if settings.simulating else "",
        "phones": _filled("phones", escaped) if settings.simulating else "",
        "text_us": _filled("text_us", escaped) if textable else "",
    }
    return _filled("index", {**escaped, **parts})


def _readable(number: str) -> str:
    """A phone number as people at home write it; anything else as it is."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def _filled(part: str, values: dict[str, str]) -> str:
    return Template((PARTS / f"{part}.html").read_text(encoding="utf-8")).substitute(values)
