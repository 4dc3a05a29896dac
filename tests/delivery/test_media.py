"""Pictures: kept with their message, measured, passed on under signed addresses that end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.delivery import inbox, media, outbox
from bot.delivery.carrier import Permanent, Temporary
from bot.delivery.inbox import InboundMessage
from bot.delivery.media import Attached, Picture
from bot.delivery.sending import Sender
from bot.delivery.simulator import SimulatorCarrier, messages_for
from bot.delivery.twilio_carrier import TwilioCarrier
from bot.delivery.wakeups import Wakeups
from bot.settings import Settings
from bot.store import Store, now
from tests.delivery.fake_twilio import FakeTwilio

MOTHER = "+15550100007"
PUBLIC = Settings(public_url="https://kinpath.example.org/")


def arrive(store: Store, *kinds: str, sid: str = "MM1") -> int:
    attached = [Attached(f"https://api.twilio.com/{sid}/{n}", kind) for n, kind in enumerate(kinds)]
    with store.transaction() as session:
        kept = inbox.take_in(session, sid, "sms", MOTHER, "+1", "mire", len(kinds), attached=attached)
        assert kept is not None
        return kept.id


def pictures(store: Store, inbound_id: int) -> list[Picture]:
    with store.reading() as session:
        return media.of(session, inbound_id)


def named(store: Store, address: str, later: timedelta = timedelta(0)) -> Picture | None:
    *_, picture_id, until, signature = address.split("/")
    with store.reading() as session:
        return media.addressed(session, picture_id, int(until), signature, now() + later)


def test_pictures_are_kept_in_order_and_what_is_none_is_refused(store: Store) -> None:
    inbound = arrive(store, "image/jpeg", "IMAGE/PNG; x=1", "text/x-vcard", "video/mp4", "image/jpg", "")
    found = pictures(store, inbound)
    assert [p.source[-1] for p in found] == ["0", "1", "2", "3", "4", "5"]
    assert [p.refused for p in found] == [None, None, "kind", "kind", None, "kind"]
    assert found[4].kind == "image/jpeg"


def test_more_than_ten_are_refused(store: Store) -> None:
    inbound = arrive(store, *["image/gif"] * 12)
    assert [p.refused for p in pictures(store, inbound)] == [None] * 10 + ["kind"] * 2


def test_what_is_too_large_together_or_gone_is_refused(store: Store) -> None:
    inbound = arrive(store, *["image/png"] * 4)
    ids = [picture.id for picture in pictures(store, inbound)]
    with store.transaction() as session:
        media.measured(session, dict(zip(ids, (3_000_000, 2_500_000, None, 1_000_000), strict=True)))
    assert [p.refused for p in pictures(store, inbound)] == [None, "size", "gone", None]


def test_an_address_is_good_for_a_day_and_cannot_be_made_up(store: Store) -> None:
    (picture,) = pictures(store, arrive(store, "image/png"))
    address = media.address("https://kinpath.example.org/", picture.id)
    assert address.startswith("https://kinpath.example.org/webhooks/sms/media/")
    found = named(store, address)
    assert found is not None and found.id == picture.id
    assert named(store, address, timedelta(hours=25)) is None
    start, until, signature = address.rsplit("/", 2)
    assert named(store, f"{start}/{int(until) + 1}/{signature}") is None
    assert named(store, f"{start}/{until}/{'0' * 40}") is None
    assert named(store, f"{start}/{until}/é") is None


@pytest.mark.parametrize("how", ["forget", "empty"])
def test_erasing_a_message_ends_the_addresses_of_its_pictures(store: Store, how: str) -> None:
    inbound, other = arrive(store, "image/png"), arrive(store, "image/png", sid="MM2")
    address = media.address("", pictures(store, inbound)[0].id)
    with store.transaction() as session:
        if how == "forget":
            inbox.forget(session, MOTHER)
        else:
            inbox.empty(session, [inbound])
    assert named(store, address) is None
    assert len(pictures(store, other)) == (0 if how == "forget" else 1)


async def test_a_picture_goes_out_under_our_address_as_twilio_describes_it(
    store: Store, twilio: FakeTwilio
) -> None:
    one, two = pictures(store, arrive(store, "image/png", "image/gif"))
    with store.transaction() as session:
        outbox.put(session, key="a", channel="sms", recipient=MOTHER, body="Foto", media=[one.id, two.id])
        outbox.put(session, key="b", channel="sms", recipient=MOTHER, body="word " * 400, media=[one.id])
    wakeups = Wakeups()
    carrier = TwilioCarrier(Settings.from_env(twilio.settings()))
    await Sender(store, wakeups, carrier, PUBLIC).drain()
    first, *parts = twilio.sent
    assert [named(store, address).id for address in first.pictures] == [one.id, two.id]  # type: ignore[union-attr]
    assert [len(part.pictures) for part in parts] == [1, *[0] * (len(parts) - 1)], "with the first part only"
    assert not any("api.twilio.com" in address for address in first.pictures)
    await carrier.close()
    await wakeups.close()


async def test_a_picture_is_fetched_with_our_account_from_twilio_alone(
    store: Store, twilio: FakeTwilio
) -> None:
    carrier = TwilioCarrier(Settings.from_env(twilio.settings()))
    source = twilio.picture("image/png", b"x" * 2000)
    assert await carrier.picture_size(source) == 2000
    assert await carrier.picture(source, 2000) == b"x" * 2000
    with pytest.raises(Permanent, match="size"):
        await carrier.picture(source, 1999)
    gone = source[:-1] + "~"
    assert await carrier.picture_size(gone) is None
    with pytest.raises(Permanent, match="gone"):
        await carrier.picture(gone, 9)
    for elsewhere in ("https://evil.example/x", "file:///etc/passwd", "http://127.0.0.1:1/x", "x"):
        assert await carrier.picture_size(elsewhere) is None
        with pytest.raises(Permanent):
            await carrier.picture(elsewhere, 9)
    twilio.auth_token = "another"
    with pytest.raises(Temporary):
        await carrier.picture(source, 9)
    await carrier.close()


async def test_a_simulated_phone_shows_pictures_as_links(store: Store) -> None:
    (picture,) = pictures(store, arrive(store, "image/png"))
    with store.transaction() as session:
        outbox.put(session, key="a", channel="sms", recipient=MOTHER, body="Foto", media=[picture.id])
        outbox.put(session, key="b", channel="sms", recipient=MOTHER, body="sin foto")
    wakeups = Wakeups()
    await Sender(store, wakeups, SimulatorCarrier(store, "+15550100000"), PUBLIC).drain()
    with store.reading() as session:
        shown = messages_for(session, MOTHER)
    assert [named(store, link).id for link in shown[0]["media"]] == [picture.id]  # type: ignore[union-attr]
    assert "media" not in shown[1]
    await wakeups.close()


def test_what_came_before_pictures_were_kept_has_none(store: Store) -> None:
    with store.transaction() as session:
        kept = inbox.take_in(session, "MM9", "sms", MOTHER, "+1", "", 2)
        assert isinstance(kept, InboundMessage) and media.of(session, kept.id) == []
