"""Whether a webhook really comes from Twilio."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import parse_qs, urlparse

from twilio.request_validator import RequestValidator, add_port, remove_port

from bot.settings import Settings


def form(body: bytes) -> dict[str, list[str]]:
    """The fields of a form as Twilio signed them: blank ones too, which the web framework drops.

    Twilio sends blank fields with nearly every message (FromZip, Body of a picture) and signs them all.
    """
    return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=1000)


def valid(settings: Settings, path: str, params: Mapping[str, str | list[str]], header: str | None) -> bool:
    """True when `header` (X-Twilio-Signature) signs these fields for this path of ours.

    `path` is the path of the request with its query; it is checked under KINPATH_PUBLIC_URL, whatever
    host a proxy asked for. Without a token nothing is valid.
    """
    if not settings.twilio_auth_token or not header:
        return False
    parsed = urlparse(settings.public_url.rstrip("/") + _path_and_query(path))
    fields = _Fields(params)
    validator = RequestValidator(settings.twilio_auth_token)
    given = header.encode("utf-8", "replace")
    # Twilio itself is not consistent about the port; both are computed before either is compared
    addresses = (add_port(parsed), remove_port(parsed))
    expected = [validator.compute_signature(address, fields).encode() for address in addresses]
    matches = [hmac.compare_digest(given, signature) for signature in expected]
    return any(matches)


def _path_and_query(address: str) -> str:
    parsed = urlparse(address)
    return parsed.path + (f"?{parsed.query}" if parsed.query else "")


class _Fields(dict[str, list[str]]):
    """Fields in the shape in which Twilio's validator asks for repeated ones."""

    def __init__(self, params: Mapping[str, str | list[str]]) -> None:
        super().__init__({k: [v] if isinstance(v, str) else list(v) for k, v in params.items()})

    def getall(self, name: str) -> list[str]:
        return self[name]
