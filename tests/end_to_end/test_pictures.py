"""Pictures by MMS through the real server: not read without a person, passed on with one, never lost silently."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from PIL import Image

from bot.channels import first_run
from bot.handoff import navigators
from tests.delivery.databases import open_store
from tests.delivery.fake_twilio import FakeTwilio
from tests.end_to_end.forked import Forked, Nursery
from tests.end_to_end.phones import CarriedPhones, answered

ROSA, ANA = "+12135550142", "+15550100001"

pytestmark = pytest.mark.server


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Rosa's phone"
    out = io.BytesIO()
    Image.effect_noise((60, 40), 80).save(out, "jpeg", exif=exif)
    return out.getvalue()


@pytest.fixture()
async def server(nursery: Nursery, tmp_path: Path, twilio: FakeTwilio) -> AsyncIterator[Forked]:
    url = f"sqlite:///{tmp_path / 'kinpath.db'}"
    store = open_store(url)
    store.upgrade()
    with store.transaction() as session:
        first_run.bundled.fill_if_empty(session)
        navigators.add(session, "Ana", ANA, ["en", "es"])
    store.close()
    running = nursery.server(tmp_path, {**twilio.settings(), "KINPATH_DATABASE_URL": url})
    running.env["KINPATH_PUBLIC_URL"] = running.url
    running.start()
    try:
        await running.ready()
        yield running
    finally:
        running.kill()


class Phone:
    """A phone that texts words and pictures and waits for an answer."""

    def __init__(self, twilio: FakeTwilio, server: Forked, number: str) -> None:
        self._twilio, self._number = twilio, number
        self._webhook = f"{server.url}/webhooks/sms/inbound"
        self._phones = CarriedPhones(twilio, [self._webhook])

    async def text(self, body: str, *pictures: tuple[str, bytes], answers: int = 1) -> str:
        fields = {"NumMedia": str(len(pictures))}
        for number, (kind, content) in enumerate(pictures):
            fields[f"MediaUrl{number}"] = self._twilio.picture(kind, content)
            fields[f"MediaContentType{number}"] = kind
        before = len(self._twilio.bodies(self._number))
        assert await self._twilio.text(self._webhook, self._number, body, **fields) == 200
        return await self.hears(before + answers)

    async def hears(self, count: int) -> str:
        assert await answered(self._phones, self._number, count - 1, 60), self._twilio.bodies(self._number)
        return "\n".join(self._twilio.bodies(self._number)[-2:])


async def test_pictures_between_a_family_and_her_navigator(server: Forked, twilio: FakeTwilio) -> None:
    rosa, ana = Phone(twilio, server, ROSA), Phone(twilio, server, ANA)
    said = await rosa.text("necesito pañales, 90022", ("image/jpeg", photo()), answers=2)
    assert "fotos" in said and "1)" in said, "told that nobody saw it, and her words are answered"
    assert "fotos" in await rosa.text("", ("image/jpeg", photo()))
    await rosa.text("PERSONA")
    await rosa.text("SÍ")
    await ana.hears(1)
    code = re.search(r"\b[A-Z]{2}\d\b", twilio.bodies(ANA)[0])
    assert code is not None
    await ana.text(f"YES {code[0]}")

    before = len(twilio.bodies(ANA))
    assert (
        await twilio.text(
            f"{server.url}/webhooks/sms/inbound",
            ROSA,
            "mire la carta",
            NumMedia="1",
            MediaUrl0=twilio.picture("image/jpeg", photo()),
            MediaContentType0="image/jpeg",
        )
        == 200
    )
    await ana.hears(before + 1)
    passed = next(sent for sent in twilio.sent if sent.to == ANA and sent.pictures)
    (address,) = passed.pictures
    assert address.startswith(server.url) and ROSA[2:] not in address and twilio.account_sid not in address
    async with aiohttp.ClientSession() as http:
        async with http.get(address) as answer:
            assert answer.status == 200 and answer.content_type == "image/jpeg"
            body = await answer.read()
        assert b"Rosa" not in body and Image.open(io.BytesIO(body)).size == (60, 40)
        async with http.get(address[:-1] + ("0" if address[-1] != "0" else "1")) as answer:
            assert answer.status == 404

    before = len(twilio.sent)
    told = await ana.text("", ("text/x-vcard", b"BEGIN:VCARD\nTEL:+12135550143"))
    assert "photos only" in told, "a contact card carries a number, and is refused aloud"
    assert not any(sent.pictures or "VCARD" in sent.body for sent in twilio.sent[before:])
