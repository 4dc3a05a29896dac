"""Twilio as carrier, through its asynchronous client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import Any

from aiohttp import BasicAuth, ClientError, ClientSession, ClientTimeout
from twilio.base import values
from twilio.base.exceptions import TwilioException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from yarl import URL

from bot.delivery import media
from bot.delivery.carrier import Permanent, Temporary
from bot.delivery.meanings import of_response
from bot.settings import Settings
from bot.store import now

SECONDS_IN_ALL = 15.0
SECONDS_TO_CONNECT = 5.0


class TwilioCarrier:
    """Sends with the account of the settings. Make it on the event loop; `close` it there."""

    def __init__(
        self, settings: Settings, seconds: float = SECONDS_IN_ALL, to_connect: float = SECONDS_TO_CONNECT
    ) -> None:
        self._http = _HttpClient(ClientTimeout(total=seconds, connect=to_connect))
        self._client = Client(settings.twilio_account_sid, settings.twilio_auth_token, http_client=self._http)
        if settings.twilio_api_url:
            self._client.api.base_url = settings.twilio_api_url.rstrip("/")
        self._account = BasicAuth(settings.twilio_account_sid, settings.twilio_auth_token)
        self._origin = URL(self._client.api.base_url).origin()
        sender = settings.twilio_from
        self._from = {"messaging_service_sid" if sender.startswith("MG") else "from_": sender}

    async def send(
        self, recipient: str, body: str, status_callback: str, pictures: Sequence[str] = ()
    ) -> str:
        """Create the message at Twilio and give back its SID. Raises Temporary or Permanent.

        When the answer is not seen whole (time-out, reset, garbled), Twilio may have taken the message; it
        counts as Temporary, since a message twice is better than none.
        """
        try:
            message = await self._client.messages.create_async(
                to=recipient,
                body=body,
                status_callback=status_callback or values.unset,
                media_url=list(pictures) or values.unset,
                **self._from,
            )
        except asyncio.TimeoutError:
            raise Temporary("timeout") from None
        except (ClientError, OSError) as error:
            raise Temporary(type(error).__name__) from None
        except (ValueError, TypeError, AttributeError, TwilioException):
            raise Temporary("garbled_answer") from None
        if not isinstance(message.sid, str) or not message.sid:
            raise Temporary("garbled_answer")
        return message.sid

    async def picture_size(self, source: str) -> int | None:
        """Ask for the bytes of a picture. Raises Temporary."""
        try:
            async with self._asked("HEAD", source) as answer:
                if answer.status in (404, 410):
                    return None
                if answer.status != 200 or answer.content_length is None:
                    raise Temporary(f"http_{answer.status}")
                return answer.content_length
        except Permanent:
            return None
        except (asyncio.TimeoutError, ClientError, OSError) as error:
            raise Temporary(type(error).__name__) from None

    async def picture(self, source: str, most: int) -> bytes | str:
        """Fetch a picture with our account. Raises Temporary or Permanent."""
        try:
            async with self._asked("GET", source) as answer:
                if answer.status in (404, 410):
                    raise Permanent(media.GONE)
                if answer.status != 200:
                    raise Temporary(f"http_{answer.status}")
                read = bytearray()
                async for piece in answer.content.iter_chunked(1 << 16):
                    read += piece
                    if len(read) > most:
                        raise Permanent(media.TOO_LARGE)
                return bytes(read)
        except (asyncio.TimeoutError, ClientError, OSError) as error:
            raise Temporary(type(error).__name__) from None

    def _asked(self, method: str, source: str) -> Any:
        """One request for a picture. The account is shown to Twilio alone: not to where it sends us on."""
        try:
            ours = URL(source).origin() == self._origin
        except ValueError:
            ours = False
        if not ours:
            raise Permanent(media.GONE)
        return self._http.session.request(method, source, auth=self._account, allow_redirects=True)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.close()


class _HttpClient(AsyncTwilioHttpClient):
    """Twilio's client with what it leaves out: time-outs, Retry-After, and no state between requests."""

    def __init__(self, timeout: ClientTimeout) -> None:
        super().__init__(pool_connections=False)
        self.session = ClientSession(timeout=timeout)

    async def request(
        self,
        method: str,
        url: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """One request; raises Temporary or Permanent for every answer but success."""
        async with self.session.request(
            method.upper(),
            url,
            params=params,
            data=data,
            headers=headers,
            auth=BasicAuth(*auth) if auth else None,
            allow_redirects=allow_redirects,
        ) as response:
            body = await response.text()
        if not 200 <= response.status < 300:
            raise of_response(response.status, _code(body), _seconds(response.headers.get("Retry-After")))
        return Response(response.status, body, response.headers)


def _code(body: str) -> str:
    try:
        answer: Any = json.loads(body)
        return str(answer["code"]) if answer.get("code") else ""
    except (ValueError, AttributeError, TypeError, KeyError):
        return ""


def _seconds(retry_after: str | None) -> float | None:
    """The Retry-After header in seconds: it is a number, or a date."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        date = parsedate_to_datetime(retry_after)
    except (ValueError, TypeError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=timezone.utc)
    return max(0.0, (date - now()).total_seconds())
