"""Only Twilio speaks as Twilio."""

from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from bot.delivery import signature
from bot.settings import Settings

TOKEN = "a token that signs"
PUBLIC = "https://kinpath.example.org"
FORM = {"From": "+15550100007", "Body": "hola ¿qué?", "FromZip": "", "NumMedia": "0"}
SETTINGS = Settings(public_url=PUBLIC, twilio_auth_token=TOKEN)
PATH = "/webhooks/sms/inbound"


def sign(url: str, form: dict[str, str] = FORM, token: str = TOKEN) -> str:
    return RequestValidator(token).compute_signature(url, form)


def test_what_twilio_signed_is_valid_with_its_blank_fields() -> None:
    received = signature.form(urlencode(FORM).encode())
    assert received["FromZip"] == [""]
    assert signature.valid(SETTINGS, PATH, received, sign(PUBLIC + PATH))


def test_plain_and_repeated_fields_are_understood() -> None:
    assert signature.valid(SETTINGS, PATH, FORM, sign(PUBLIC + PATH))
    doubled = {"A": ["2", "1"]}
    expected = RequestValidator(TOKEN).compute_signature(PUBLIC + PATH, signature._Fields(doubled))
    assert signature.valid(SETTINGS, PATH, doubled, expected)


def test_the_query_is_signed_too() -> None:
    assert signature.valid(SETTINGS, PATH + "?a=1", FORM, sign(PUBLIC + PATH + "?a=1"))
    assert not signature.valid(SETTINGS, PATH, FORM, sign(PUBLIC + PATH + "?a=1"))


def test_the_public_address_counts_whatever_host_was_asked() -> None:
    assert signature.valid(SETTINGS, "http://10.0.0.7:5005" + PATH, FORM, sign(PUBLIC + PATH))
    assert signature.valid(SETTINGS, PATH, FORM, sign("https://kinpath.example.org:443" + PATH))
    behind = Settings(public_url="http://localhost:5005/", twilio_auth_token=TOKEN)
    assert signature.valid(behind, PATH, FORM, sign("http://localhost:5005" + PATH))


@pytest.mark.parametrize(
    "header", [None, "", "nonsense", "ü", "A" * 5000, sign(PUBLIC + PATH, FORM, "other")]
)
def test_forged_and_unsigned_requests_are_not(header: str | None) -> None:
    assert not signature.valid(SETTINGS, PATH, FORM, header)


def test_a_changed_field_is_not() -> None:
    assert not signature.valid(SETTINGS, PATH, {**FORM, "From": "+15550100009"}, sign(PUBLIC + PATH))


def test_without_a_token_nothing_is() -> None:
    settings = Settings(public_url=PUBLIC)
    assert not signature.valid(
        settings, PATH, FORM, RequestValidator("").compute_signature(PUBLIC + PATH, FORM)
    )


def test_a_form_that_is_not_utf8_does_no_harm() -> None:
    assert signature.form(b"Body=%ff%fe&From=\xff") == {"Body": ["\ufffd\ufffd"], "From": ["\ufffd"]}
