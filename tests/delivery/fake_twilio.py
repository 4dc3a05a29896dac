"""A local stand-in for Twilio's API that judges what it is sent, fails on demand, and calls back, signed.

Use it inside a running event loop:

    async with FakeTwilio() as twilio:
        env = twilio.settings(public_url)     # the settings that point Kinpath at it
        await twilio.text(webhook, "+15551230000", "hola")    # a phone texts us
        twilio.sent                            # what it was asked to send
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import aiohttp
import jsonschema
from aiohttp import web
from twilio.request_validator import RequestValidator

from bot.store import new_id

OPENAPI = Path(__file__).resolve().parents[2].parent / "shared" / "twilio" / "twilio_api_v2010.json"
MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json"


@dataclass(frozen=True)
class Sent:
    """One message that was taken: what the phone gets."""

    sid: str
    to: str
    sender: str
    body: str
    status_callback: str
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """One answer that is not a success. `status` 0 resets the connection; `seconds` passes before it.

    `taken`: the message is sent all the same, although nobody hears so.
    """

    status: int = 0
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    half: bool = False
    taken: bool = False


def error(status: int, code: int, **headers: str) -> Fault:
    """A refusal in Twilio's own form."""
    body = {"code": code, "message": "refused", "more_info": f"https://www.twilio.com/docs/errors/{code}"}
    return Fault(
        status, json.dumps({**body, "status": status}), {k.replace("_", "-"): v for k, v in headers.items()}
    )


class FakeTwilio:
    """Twilio's message API at a local address."""

    def __init__(
        self, account_sid: str = "", auth_token: str = "a token that signs", number: str = ""
    ) -> None:
        self.account_sid = account_sid or f"AC{new_id()}"
        self.auth_token = auth_token
        self.number = number or "+15005550006"
        self.sent: list[Sent] = []
        self.requests: list[dict[str, str]] = []
        self.problems: list[str] = []
        """What was wrong with requests by Twilio's own description of its API; must stay empty."""
        self.faults: deque[Fault] = deque()
        """Answers to the next requests, before all goes well again."""
        self.refuse: Callable[[dict[str, str]], Fault | None] = lambda form: None
        """Decides by a request's form whether it is refused."""
        self.report: tuple[str, ...] = ()
        """Statuses that are called back for every message taken."""
        self.report_first = False
        """Whether they are called back before the create call is answered."""
        self.callbacks: list[asyncio.Task[int]] = []
        self.answers: list[str] = []
        """What webhooks were answered with."""
        self.pictures: dict[str, tuple[str, bytes]] = {}
        """Pictures that came with texts, by the last part of their address: their kind and their bytes."""
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> FakeTwilio:
        app = web.Application()
        app.router.add_post(MESSAGES.replace("{AccountSid}", "{account}"), self._create)
        app.router.add_get("/2010-04-01/Accounts/{account}/Messages/{message}/Media/{media}", self._media)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*self.callbacks, return_exceptions=True)
        assert self._runner is not None
        await self._runner.cleanup()

    def settings(self, public_url: str = "https://kinpath.example.org", sender: str = "") -> dict[str, str]:
        """The environment that makes Kinpath use this instead of Twilio."""
        return {
            "KINPATH_SMS": "twilio",
            "TWILIO_ACCOUNT_SID": self.account_sid,
            "TWILIO_AUTH_TOKEN": self.auth_token,
            "TWILIO_FROM": sender or self.number,
            "KINPATH_TWILIO_API_URL": self.url,
            "KINPATH_PUBLIC_URL": public_url,
            "KINPATH_SECRET_KEY": "a key for tests and nothing else",
        }

    def bodies(self, number: str) -> list[str]:
        """What one phone got, oldest first."""
        return [sent.body for sent in self.sent if sent.to == number]

    async def text(self, webhook: str, sender: str, body: str, sid: str = "", **fields: str) -> int:
        """A phone texts our number: the signed webhook. Gives back the HTTP status of the answer.

        Like Twilio, it sends blank fields and signs them.
        """
        form = {
            "MessageSid": sid or f"SM{new_id()}",
            "SmsSid": sid,
            "AccountSid": self.account_sid,
            "MessagingServiceSid": "",
            "From": sender,
            "To": self.number,
            "Body": body,
            "NumMedia": "0",
            "FromCity": "",
            "FromState": "CA",
            "FromZip": "",
            "FromCountry": "US",
            "ApiVersion": "2010-04-01",
            **fields,
        }
        return await self.post(webhook, form)

    async def call_back(self, sent: Sent, status: str, error_code: str = "") -> int:
        """Report a status of a message. Gives back the HTTP status of the answer."""
        form = {
            "MessageSid": sent.sid,
            "SmsSid": sent.sid,
            "AccountSid": self.account_sid,
            "MessageStatus": status,
            "SmsStatus": status,
            "From": sent.sender,
            "To": sent.to,
            "ApiVersion": "2010-04-01",
        }
        if error_code:
            form["ErrorCode"] = error_code
        return await self.post(sent.status_callback, form)

    async def post(self, url: str, form: dict[str, str], signature: str | None = None) -> int:
        """Post a form to a webhook, signed as Twilio signs (or with the signature given)."""
        signed = signature or RequestValidator(self.auth_token).compute_signature(url, form)
        headers = {"X-Twilio-Signature": signed, "Content-Type": "application/x-www-form-urlencoded"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=urlencode(form), headers=headers) as answer,
        ):
            self.answers.append(await answer.text())
            return answer.status

    async def _create(self, request: web.Request) -> web.StreamResponse:
        pairs = parse_qsl((await request.read()).decode("utf-8"), keep_blank_values=True)
        pictures = tuple(value for name, value in pairs if name == "MediaUrl")
        form = {name: value for name, value in pairs if name != "MediaUrl"}
        self.requests.append(form)
        self.problems += problems({**form, **({"MediaUrl": list(pictures)} if pictures else {})})
        expected = aiohttp.BasicAuth(self.account_sid, self.auth_token).encode()
        if (
            request.headers.get("Authorization") != expected
            or request.match_info["account"] != self.account_sid
        ):
            return self._answer(error(401, 20003))
        fault = self.refuse(form) or (self.faults.popleft() if self.faults else None)
        if fault is None:
            sent = self._take(form, pictures)
            await self._pause()
            if self.report_first:
                await asyncio.gather(*(self.call_back(sent, status) for status in self.report))
            else:
                self.callbacks += [asyncio.create_task(self.call_back(sent, s)) for s in self.report]
            return web.json_response(self._resource(sent), status=201)
        if fault.taken:
            self._take(form, pictures)
        await asyncio.sleep(fault.seconds)
        if fault.status == 0:
            assert request.transport is not None
            request.transport.abort()  # type: ignore[attr-defined]
            return web.Response()
        if fault.half:
            answer = web.StreamResponse(status=fault.status, headers={"Content-Length": "5000"})
            await answer.prepare(request)
            await answer.write(b'{"sid": "SM')
            assert request.transport is not None
            request.transport.close()
            return answer
        return self._answer(fault)

    def _answer(self, fault: Fault) -> web.Response:
        return web.Response(
            status=fault.status, text=fault.body, headers=fault.headers, content_type="application/json"
        )

    async def _pause(self) -> None:
        """Time between taking a message and saying so."""

    async def _media(self, request: web.Request) -> web.Response:
        expected = aiohttp.BasicAuth(self.account_sid, self.auth_token).encode()
        if request.headers.get("Authorization") != expected:
            return web.Response(status=401)
        found = self.pictures.get(request.match_info["media"])
        if found is None:
            return web.Response(status=404)
        return web.Response(body=found[1], content_type=found[0])

    def picture(self, kind: str, body: bytes) -> str:
        """Keep a picture that a phone sent; gives back its address, as a webhook names it."""
        media = f"ME{new_id()}"
        self.pictures[media] = (kind, body)
        return f"{self.url}/2010-04-01/Accounts/{self.account_sid}/Messages/MM{new_id()}/Media/{media}"

    def _take(self, form: dict[str, str], pictures: tuple[str, ...] = ()) -> Sent:
        sender = form.get("From") or self.number
        sent = Sent(
            f"SM{new_id()}", form["To"], sender, form["Body"], form.get("StatusCallback", ""), pictures
        )
        self.sent.append(sent)
        return sent

    def _resource(self, sent: Sent) -> dict[str, Any]:
        return {
            "sid": sent.sid,
            "account_sid": self.account_sid,
            "to": sent.to,
            "from": sent.sender,
            "body": sent.body,
            "status": "queued",
            "num_segments": "1",
            "direction": "outbound-api",
            "date_created": "Thu, 24 Aug 2023 05:01:45 +0000",
            "date_updated": "Thu, 24 Aug 2023 05:01:45 +0000",
            "date_sent": None,
            "error_code": None,
        }


def problems(form: dict[str, Any]) -> list[str]:
    """What is wrong with a create request by Twilio's OpenAPI description, where that is at hand."""
    schema = _schema()
    found = [f"unknown field {name}" for name in form if name not in schema["properties"]]
    found += [f"{e.json_path}: {e.message}" for e in jsonschema.Draft7Validator(schema).iter_errors(form)]
    if not form.get("Body") or len(form["Body"]) > 1600:
        found.append("Body must have 1 to 1600 characters")
    if not form.get("From") and not form.get("MessagingServiceSid"):
        found.append("either From or MessagingServiceSid is required")
    if "From" in form and "MessagingServiceSid" in form:
        found.append("From and MessagingServiceSid together")
    if not form.get("StatusCallback", "https://").startswith(("http://", "https://")):
        found.append("StatusCallback is no address")
    return found


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    if not OPENAPI.exists():  # a clone without Twilio's description still checks the essentials
        names = ("To", "From", "MessagingServiceSid", "Body", "StatusCallback", "MediaUrl")
        return {"properties": {name: {} for name in names}, "required": ["To"]}
    description = json.loads(OPENAPI.read_text())
    create = description["paths"][MESSAGES]["post"]
    schema = create["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    return {**schema, "components": description["components"]}
