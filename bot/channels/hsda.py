"""The directory's API under /hsda, as Open Referral's HSDA 3.1 describes it: open to all, and only to read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import unquote

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.channels.hsda_answers import READS, Answer, Refused, method_not_allowed, preflight
from bot.channels.hsda_door import Door
from bot.directory.documents import Document
from bot.directory.hsda import description, filters, modified, pages, parameters, standard_api
from bot.directory.hsda.parameters import NDJSON, Asked
from bot.store import Store

PREFIX = "/hsda"
AT_ONCE = 200
"""Records of a list sent whole that are read together; others are answered in between."""
EVERYTHING = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def blueprint() -> Blueprint:
    """GET and HEAD of /hsda/, /hsda/openapi.json, and each kind of record, as a list (POST too) and by id."""
    routes = Blueprint("hsda", url_prefix=PREFIX)
    door = Door()

    def serve(path: str, work: Any, name: str, methods: tuple[str, ...] = READS) -> None:
        async def answer(request: Request, **parts: str) -> HTTPResponse | None:
            if request.method == "OPTIONS":
                return preflight(methods)
            if request.method not in methods:
                return method_not_allowed(request.method, methods).response(request)
            try:
                result: HTTPResponse | None = await work(request, **parts)
                return result
            except Refused as refused:
                return refused.response(request)

        routes.add_route(answer, path, methods=EVERYTHING, name=name)

    async def meta(request: Request) -> HTTPResponse:
        _asked(request, "/")
        return Answer.of(description.meta(_root(request))).response(request)

    async def openapi(request: Request) -> HTTPResponse:
        _read(request, ())
        return Answer.of(description.openapi(_root(request))).response(request)

    async def unknown(request: Request, path: str) -> HTTPResponse:
        if not path.strip("/"):
            return await meta(request)
        known = ", ".join(f"{PREFIX}/{plural}" for plural in standard_api.KIND_OF)
        message = f"there is no {PREFIX}/{unquote(path)[:80]}; there are {known}"
        return Refused(404, "not found", message).response(request)

    def serve_kind(plural: str, kind: str) -> None:
        async def listed(request: Request) -> HTTPResponse | None:
            asked = _asked(request, f"/{plural}")
            if asked.format == NDJSON:
                await _stream(request, door, kind, asked)
                return None  # it is sent already
            async with door:
                answer = await _store(request).read(
                    partial(_page, kind=kind, asked=asked, path=_path(request))
                )
            return answer.response(request)

        async def by_id(request: Request, key: str) -> HTTPResponse:
            asked = _asked(request, f"/{plural}/{{id}}")
            async with door:
                answer = await _store(request).read(
                    partial(_record, kind=kind, key=_key(key), full_service=asked.full_service)
                )
            if answer is None:
                raise Refused(404, "not found", f"there is no {kind} with the id «{unquote(key)[:80]}»")
            return answer.response(request)

        serve(f"/{plural}", listed, f"{kind}_list", (*READS, "POST"))
        serve(f"/{plural}/<key:str>", by_id, f"{kind}_by_id")

    serve("/", meta, "meta")
    serve("/openapi.json", openapi, "openapi")
    for plural, kind in standard_api.KIND_OF.items():
        serve_kind(plural, kind)
    serve("/<path:path>", unknown, "unknown")
    return routes


def _page(session: Session, kind: str, asked: Asked, path: str) -> Answer:
    page = pages.page(session, kind, asked)
    links = {"first": 1, "last": max(page.pages, 1)}
    if page.number > 1:
        links["prev"] = min(page.number - 1, max(page.pages, 1))
    if page.number < page.pages:
        links["next"] = page.number + 1
    link = ", ".join(f'<{path}page={number}>; rel="{name}"' for name, number in links.items())
    return Answer.of(page.as_json(), modified.latest(session), {"Link": link})


def _record(session: Session, kind: str, key: str, full_service: bool) -> Answer | None:
    found = pages.record(session, kind, key, full_service)
    if found is None:
        return None
    service = found["id"] if kind == "service" else found.get("service", {}).get("id")
    when = modified.times(session, [service]).get(service) if service else None
    return Answer.of(found, when)


async def _stream(request: Request, door: Door, kind: str, asked: Asked) -> None:
    """All records of a list, one a line, as fast as the reader takes them."""
    store = _store(request)
    async with door:
        fitting = await store.read(partial(filters.conditions, kind=kind, asked=asked))
        part = await store.read(partial(_part, kind=kind, asked=asked, fitting=fitting, last=""))
    response = await request.respond(
        content_type="application/x-ndjson", headers={**Answer.HEADERS, "X-Accel-Buffering": "no"}
    )
    while part and request.method != "HEAD":
        await response.send("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in part))
        last = part[-1]["id"]
        async with door.again():
            part = await store.read(partial(_part, kind=kind, asked=asked, fitting=fitting, last=last))
    await response.eof()


def _part(session: Session, kind: str, asked: Asked, fitting: list[Any], last: str) -> list[Document]:
    return pages.after(session, kind, asked, fitting, last, AT_ONCE)


def _asked(request: Request, path: str) -> Asked:
    return _read(request, standard_api.parameters()[path])


def _read(request: Request, allowed: tuple[str, ...]) -> Asked:
    given: Mapping[str, list[str]] = request.get_args(keep_blank_values=True)
    try:
        return parameters.read(allowed, given)
    except parameters.BadParameter as bad:
        raise Refused(400, "bad parameter", str(bad), bad.parameter) from None


def _key(part: str) -> str:
    """An id as the database may be asked for it."""
    return unquote(part).replace("\0", "\ufffd")


def _path(request: Request) -> str:
    """The address of a list without its page, ready for `page=`."""
    others = [part for part in request.query_string.split("&") if part and not part.startswith("page=")]
    return f"{request.path}?{''.join(f'{part}&' for part in others)}"


def _root(request: Request) -> str:
    """The address under which the API is served: as the operator says, else as the reader came here."""
    public = request.app.ctx.house.settings.public_url.rstrip("/")
    return f"{public or f'{request.scheme}://{request.host}'}{PREFIX}"


def _store(request: Request) -> Store:
    store: Store = request.app.ctx.house.store
    return store
