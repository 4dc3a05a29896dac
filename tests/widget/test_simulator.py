"""The simulated phones' routes."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.delivery import media
from bot.delivery.inbox import InboundMessage
from bot.settings import Settings
from bot.store import Store
from tests.widget.site import Site
from tests.widget.test_pages import twilio

FAMILY, SERVICE = "+15550109001", "+15550100000"


def kept(store: Store) -> list[InboundMessage]:
    with store.reading() as session:
        return list(session.execute(select(InboundMessage)).scalars())


async def text(site: Site, body: str, sender: str = FAMILY) -> dict[str, str]:
    message = {"from": sender, "to": SERVICE, "body": body}
    async with site.http.post(f"{site.url}/simulator/messages", json=message) as response:
        assert response.status == 202
        return await response.json()


async def shown(site: Site, number: str) -> list[dict[str, str]]:
    async with site.http.get(f"{site.url}/simulator/messages", params={"number": number}) as response:
        assert response.status == 200
        return await response.json()


async def test_a_text_is_taken_in_and_shown_on_both_phones(site: Site) -> None:
    id = (await text(site, "necesito pañales 👶"))["id"]
    (message,) = kept(site.store)
    assert message.provider_sid == id
    assert id.startswith("SIM")
    assert (message.channel, message.sender, message.recipient) == ("sms", FAMILY, SERVICE)
    assert message.body == "necesito pañales 👶"
    assert await shown(site, FAMILY) == await shown(site, SERVICE)
    (seen,) = await shown(site, FAMILY)
    assert datetime.fromisoformat(seen.pop("at")).utcoffset() is not None
    assert seen == {"from": FAMILY, "to": SERVICE, "body": "necesito pañales 👶"}
    assert await shown(site, "+15550109002") == []


async def test_texts_are_shown_oldest_first_and_the_same_text_twice_is_two(site: Site) -> None:
    for body in ("one", "two", "two"):
        await text(site, body)
    assert [message["body"] for message in await shown(site, FAMILY)] == ["one", "two", "two"]
    assert len(kept(site.store)) == 3


async def test_a_plus_sign_that_was_not_escaped_is_understood(site: Site) -> None:
    await text(site, "hello")
    async with site.http.get(f"{site.url}/simulator/messages?number={FAMILY}") as response:
        assert len(await response.json()) == 1


@pytest.mark.parametrize("body", ["", "\0", "a" * 10_240, "😀" * 2000, "/restart"])
async def test_whatever_can_be_texted_is_taken(site: Site, body: str) -> None:
    await text(site, body)
    assert [message.body for message in kept(site.store)] == [body.replace("\0", "")]


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ("{", "not JSON"),
        ("[]", "JSON object"),
        ("", '"from"'),
        ({"to": SERVICE, "body": "x"}, '"from"'),
        ({"from": 15550109001, "to": SERVICE, "body": "x"}, '"from"'),
        ({"from": "555-0109", "to": SERVICE, "body": "x"}, '"from"'),
        ({"from": FAMILY, "to": "+15550100009", "body": "x"}, SERVICE),
        ({"from": SERVICE, "to": SERVICE, "body": "x"}, "another number"),
        ({"from": FAMILY, "to": SERVICE}, '"body"'),
        ({"from": FAMILY, "to": SERVICE, "body": None}, '"body"'),
    ],
)
async def test_what_makes_no_sense_is_refused_with_the_reason(
    site: Site, message: str | dict[str, object], problem: str
) -> None:
    data = message if isinstance(message, str) else json.dumps(message)
    async with site.http.post(f"{site.url}/simulator/messages", data=data) as response:
        assert response.status == 400
        assert problem in (await response.json())["error"]
    assert kept(site.store) == []


async def test_far_too_much_is_refused(site: Site) -> None:
    message = {"from": FAMILY, "to": SERVICE, "body": "x" * 100_000}
    async with site.http.post(f"{site.url}/simulator/messages", json=message) as response:
        assert response.status == 413


@pytest.mark.parametrize("number", ["", "x", "+0", "15550109001"])
async def test_whose_phone_must_be_said(site: Site, number: str) -> None:
    async with site.http.get(f"{site.url}/simulator/messages", params={"number": number}) as response:
        assert response.status == 400


async def test_with_a_carrier_there_are_no_simulated_phones(settings: Settings, store: Store) -> None:
    async with Site(twilio(settings), store) as site:
        for method in ("GET", "POST"):
            async with site.http.request(
                method,
                f"{site.url}/simulator/messages",
                params={"number": FAMILY},
                json={"from": FAMILY, "to": "+14155550123", "body": "x"},
            ) as response:
                assert response.status == 404
        assert kept(store) == []


async def test_pictures_come_as_addresses_and_are_shown_as_such(site: Site) -> None:
    link = "https://example.org/baby.png"
    message = {"from": FAMILY, "to": SERVICE, "body": "mire", "media": [link, "http://example.org/card.vcf"]}
    async with site.http.post(f"{site.url}/simulator/messages", json=message) as response:
        assert response.status == 202
    (seen,) = await shown(site, FAMILY)
    assert seen["media"] == message["media"]
    (kept_one,) = kept(site.store)
    with site.store.reading() as session:
        pictures = media.of(session, kept_one.id)
    assert kept_one.media_count == 2
    assert [(p.source, p.kind, p.refused) for p in pictures] == [
        (link, "image/png", None),
        ("http://example.org/card.vcf", "text/vcard", "kind"),
    ]


@pytest.mark.parametrize("links", ["x", {"a": 1}, [1], ["file:///etc/passwd"], ["https://a b"], ["x"] * 11])
async def test_what_is_no_list_of_addresses_is_refused(site: Site, links: object) -> None:
    message = {"from": FAMILY, "to": SERVICE, "body": "", "media": links}
    async with site.http.post(f"{site.url}/simulator/messages", json=message) as response:
        assert response.status == 400 and "media" in (await response.json())["error"]
