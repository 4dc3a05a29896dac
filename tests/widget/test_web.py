"""The web channel over HTTP: sessions, messages, events."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.channels import web
from bot.conversations import contacts
from bot.conversations.contacts import Conversation
from bot.delivery import outbox
from bot.delivery.inbox import InboundMessage
from bot.replies import fixed
from bot.settings import Settings
from bot.store import Store
from tests.widget.site import Site, bearer


def inbound(store: Store) -> list[InboundMessage]:
    with store.reading() as session:
        return list(session.execute(select(InboundMessage).order_by(InboundMessage.id)).scalars())


def conversation_of(store: Store, token: str) -> Conversation:
    with store.reading() as session:
        found = contacts.for_web_token(session, token)
        assert found is not None
        return found


class TestSessions:
    async def test_a_session_begins_with_a_greeting_in_her_language(self, site: Site) -> None:
        async with site.http.post(f"{site.url}/webhooks/web/sessions", json={"language": "es"}) as response:
            assert response.status == 201
            opened = await response.json()
        assert len(opened["token"]) >= 40
        assert opened["greeting"]["text"] == fixed.response("es", "utter_greet")
        assert all({"title", "say"} == set(r) for r in opened["greeting"]["payload"]["quick_replies"])
        assert conversation_of(site.store, opened["token"]).language == "es"

    @pytest.mark.parametrize(
        ("body", "accepts", "language"),
        [
            ({}, "es-MX,es;q=0.9,en;q=0.8", "es"),
            ({"language": "es-US"}, "en", "es"),
            ({"language": "kl"}, "kl, es;q=0.5", "es"),
            ({"language": None}, "", "en"),
            ({"language": "\ud800"}, "xx", "en"),
        ],
    )
    async def test_its_language_is_the_one_asked_for_else_the_browsers(
        self, site: Site, body: dict[str, Any], accepts: str, language: str
    ) -> None:
        async with site.http.post(
            f"{site.url}/webhooks/web/sessions", json=body, headers={"Accept-Language": accepts}
        ) as response:
            assert (await response.json())["language"] == language

    async def test_no_body_is_a_session_too(self, site: Site) -> None:
        async with site.http.post(f"{site.url}/webhooks/web/sessions") as response:
            assert response.status == 201

    async def test_only_the_digest_of_a_token_is_kept(self, site: Site) -> None:
        token = await site.open()
        assert token not in str(vars(conversation_of(site.store, token)))

    @pytest.mark.parametrize("body", ["{", "[]", "7", '{"language": 7}', "\x00", "[" * 30000])
    async def test_a_body_that_makes_no_sense_is_400(self, site: Site, body: str) -> None:
        async with site.http.post(f"{site.url}/webhooks/web/sessions", data=body) as response:
            assert response.status == 400
            assert (await response.json())["error"] == "bad_request"


class TestMessages:
    async def test_a_message_is_kept_and_answered(self, site: Site) -> None:
        token = await site.open()
        assert (await site.send(token, "a1", "we need diapers")).status == 202
        assert [event["text"] for event in await site.said(token, 1)] == ["You said: we need diapers"]
        (kept,) = inbound(site.store)
        assert (kept.channel, kept.body) == ("web", "we need diapers")
        assert kept.sender == conversation_of(site.store, token).id
        assert kept.provider_sid == f"web:{kept.sender}:a1"

    async def test_the_same_id_again_is_accepted_and_kept_once(self, site: Site) -> None:
        token = await site.open()
        assert [(await site.send(token, "a1", text)).status for text in ("hello", "hello", "other")] == [
            202
        ] * 3
        assert [message.body for message in inbound(site.store)] == ["hello"]

    async def test_the_same_id_in_two_sessions_is_two_messages(self, site: Site) -> None:
        for token in (await site.open(), await site.open()):
            await site.send(token, "1", "hello")
        assert len(inbound(site.store)) == 2

    async def test_ids_too_long_for_the_inbox_still_tell_messages_apart(self, site: Site) -> None:
        token = await site.open()
        same = "0123456789abcdef0123456789abcdef"
        for id in (f"{same}-1", f"{same}-2", f"{same}-1", "¿qué?", "\ud800"):
            assert (await site.send(token, id, "hello")).status == 202
        kept = inbound(site.store)
        assert len(kept) == 4
        assert all(len(message.provider_sid) <= 64 for message in kept)

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "nonsense",
            "[]",
            json.dumps({"id": "1"}),
            json.dumps({"text": "hello"}),
            json.dumps({"id": 1, "text": "hello"}),
            json.dumps({"id": "", "text": "hello"}),
            json.dumps({"id": "x" * 201, "text": "hello"}),
            json.dumps({"id": "1", "text": ["hello"]}),
            json.dumps({"id": "1", "text": None}),
        ],
    )
    async def test_a_body_that_makes_no_sense_is_400(self, site: Site, body: str) -> None:
        token = await site.open()
        async with site.http.post(
            f"{site.url}/webhooks/web/messages", data=body, headers=bearer(token)
        ) as response:
            assert response.status == 400
        assert inbound(site.store) == []

    @pytest.mark.parametrize(
        "header", [None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic abc", "Bearer cl\u00e9", "tok"]
    )
    async def test_without_the_right_token_it_is_401(self, site: Site, header: str | None) -> None:
        await site.open()
        headers = {} if header is None else {"Authorization": header}
        for method, route in (("POST", "messages"), ("GET", "events"), ("GET", "events?poll=1")):
            async with site.http.request(
                method, f"{site.url}/webhooks/web/{route}", json={"id": "1", "text": "x"}, headers=headers
            ) as response:
                assert response.status == 401
                assert (await response.json())["error"] == "unknown_session"
        assert inbound(site.store) == []

    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("", ""),
            ("\0", ""),
            ("dia\0pers", "diapers"),
            ("half \ud83d of it", "half  of it"),
            ("😀" * 2000, "😀" * 2000),
            ("/restart", "/restart"),
            ('/find_help{"zip":"1"}', '/find_help{"zip":"1"}'),
            ("a" * 10 * 1024, "a" * 10 * 1024),
        ],
    )
    async def test_whatever_can_be_kept_is_kept(self, site: Site, text: str, kept: str) -> None:
        token = await site.open()
        assert (await site.send(token, "1", text)).status == 202
        assert [message.body for message in inbound(site.store)] == [kept]

    @pytest.mark.parametrize("text", ["a" * (10 * 1024 + 1), "あ" * 4000, "x" * 500_000])
    async def test_a_message_too_long_is_answered_with_a_kind_sentence(self, site: Site, text: str) -> None:
        token = await site.open()
        response = await site.send(token, "1", text)
        assert response.status == 413
        assert "too long for me" in (await response.json())["text"]
        assert inbound(site.store) == []

    async def test_more_than_twenty_a_minute_must_wait(self, site: Site) -> None:
        token, other = await site.open(), await site.open()
        responses = [await site.send(token, str(number), "hello") for number in range(21)]
        assert [response.status for response in responses] == [202] * 20 + [429]
        assert 0 < int(responses[-1].headers["Retry-After"]) <= 60
        assert "988" in (await responses[-1].json())["text"]
        assert (await site.send(other, "1", "hello")).status == 202

    async def test_an_address_that_opens_far_too_many_sessions_must_wait(self, site: Site) -> None:
        body = {"language": "es"}
        for _ in range(web.SESSIONS_AN_HOUR):
            async with site.http.post(f"{site.url}/webhooks/web/sessions", json=body) as response:
                assert response.status == 201
        async with site.http.post(f"{site.url}/webhooks/web/sessions", json=body) as response:
            assert response.status == 429
            assert "988" in (await response.json())["text"]

    async def test_when_nothing_can_be_kept_she_is_told_so_and_whom_to_call(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def broken(**_: object) -> bool:
            raise RuntimeError("the disk is full")

        token = await site.open()
        monkeypatch.setattr(site.house, "receive", broken)
        response = await site.send(token, "1", "i want to die")
        assert response.status == 503
        said = await response.json()
        assert all(number in said["text"] for number in ("211", "988", "911"))
        assert "disk" not in said["text"]
        assert response.headers["Access-Control-Allow-Origin"] == "*"


class TestEvents:
    async def test_words_arrive_while_the_stream_is_open(self, site: Site) -> None:
        token = await site.open()
        stream = await site.stream(token)
        assert stream.response.headers["Content-Type"].startswith("text/event-stream")
        payload = {"kind": "text", "quick_replies": [{"title": "MORE", "say": "MORE"}]}
        id = await site.say(token, "line one\nline two", payload=payload)
        event = await stream.message()
        assert event["id"] == str(id)
        assert event["data"]["speaker"] == "kinpath"
        assert event["data"]["text"] == "line one\nline two"
        assert event["data"]["payload"] == payload
        assert event["data"]["at"].endswith("+00:00")
        await site.say(token, "I am here", speaker="navigator")
        assert (await stream.message())["data"]["speaker"] == "navigator"
        stream.close()

    async def test_what_came_after_the_last_event_is_replayed(self, site: Site) -> None:
        token = await site.open()
        ids = [await site.say(token, text) for text in ("one", "two", "three")]
        for query, headers in (("", {"Last-Event-ID": str(ids[0])}), (f"?after={ids[0]}", {})):
            stream = await site.stream(token, query, **headers)
            assert [(await stream.message())["data"]["text"] for _ in range(2)] == ["two", "three"]
            stream.close()
        assert [event["id"] for event in (await site.poll(token, ids[1]))["events"]] == ids[2:]

    @pytest.mark.parametrize("last", ["", "x", "-1", "1e3", "9" * 40, "٣"])
    async def test_a_last_event_that_makes_no_sense_is_no_last_event(self, site: Site, last: str) -> None:
        token = await site.open()
        await site.say(token, "one")
        async with site.http.get(
            f"{site.url}/webhooks/web/events", params={"poll": "1", "after": last}, headers=bearer(token)
        ) as response:
            assert [event["text"] for event in (await response.json())["events"]] == ["one"]

    async def test_more_than_one_batch_is_replayed_whole(self, site: Site) -> None:
        token = await site.open()
        for number in range(230):
            await site.say(token, str(number))
        stream = await site.stream(token)
        assert [(await stream.message())["data"]["text"] for _ in range(230)] == [str(n) for n in range(230)]
        stream.close()

    async def test_nobody_hears_another_conversation(self, site: Site) -> None:
        token, other = await site.open(), await site.open()
        stream = await site.stream(other)
        await site.say(token, "a secret")
        await site.say(other, "hello")
        assert (await stream.message())["data"]["text"] == "hello"
        assert [event["text"] for event in (await site.poll(other))["events"]] == ["hello"]
        stream.close()

    async def test_a_quiet_stream_shows_that_it_lives(self, site: Site) -> None:
        site.web._streams._heartbeat = 0.05
        stream = await site.stream(await site.open())
        blocks = [await stream.next() for _ in range(4)]
        assert sum("comment" in (block or {}) for block in blocks) >= 2
        stream.close()

    async def test_a_lost_wakeup_costs_one_heartbeat_and_no_message(self, site: Site) -> None:
        site.web._streams._heartbeat = 0.2
        token = await site.open()
        stream = await site.stream(token)
        site.house.wakeups.notify = lambda name: None  # type: ignore[method-assign]
        await site.say(token, "hello")
        assert (await stream.message())["data"]["text"] == "hello"
        stream.close()

    async def test_the_stream_ends_when_the_server_stops(self, site: Site) -> None:
        stream = await site.stream(await site.open())
        await stream.next()
        await asyncio.wait_for(site.stop(), 3)
        assert site.left_open == 0
        while await stream.next() is not None:
            pass

    async def test_a_browser_that_goes_away_leaves_nothing_behind(self, site: Site) -> None:
        token = await site.open()
        stream = await site.stream(token)
        await stream.next()
        assert site.web._streams._bells
        stream.close()
        for _ in range(100):
            if not site.web._streams._bells:
                break
            await asyncio.sleep(0.02)
        assert not site.web._streams._bells
        assert f"web:{conversation_of(site.store, token).id}" not in site.house.wakeups._bells

    async def test_the_stream_says_when_the_language_changes(self, site: Site) -> None:
        token = await site.open("en")
        stream = await site.stream(token)
        await stream.next()
        assert (await stream.next()) == {"event": "language", "data": {"language": "en"}}

        def spanish(session: Session) -> None:
            found = contacts.for_web_token(session, token)
            assert found is not None
            found.language = "es"

        await site.store.run(spanish)
        await site.say(token, "hola")
        assert (await stream.next()) == {"event": "language", "data": {"language": "es"}}
        assert (await site.poll(token))["language"] == "es"
        stream.close()

    async def test_after_an_erasure_the_page_is_told_to_forget(self, site: Site) -> None:
        token = await site.open()
        id = await site.say(token, "before")
        stream = await site.stream(token)
        await stream.message()
        conversation = conversation_of(site.store, token)
        await site.store.run(lambda session: outbox.forget(session, conversation.id))
        await site.say(token, "all gone")
        assert (await stream.next())["event"] == "erased"  # type: ignore[index]
        assert (await stream.message())["data"]["text"] == "all gone"
        polled = await site.poll(token, id)
        assert polled["erased"] is True
        assert [event["text"] for event in polled["events"]] == ["all gone"]
        stream.close()

    async def test_the_stream_of_a_conversation_that_is_gone_ends(self, site: Site) -> None:
        token = await site.open()
        stream = await site.stream(token)
        conversation = conversation_of(site.store, token)
        await site.store.run(
            lambda session: session.execute(delete(Conversation).where(Conversation.id == conversation.id))
        )
        site.house.wakeups.notify(f"web:{conversation.id}")
        while await stream.next() is not None:
            pass
        async with site.http.get(f"{site.url}/webhooks/web/events", headers=bearer(token)) as response:
            assert response.status == 401


@pytest.mark.parametrize("cors", ["", "*", "https://county.example"])
async def test_any_page_may_embed_the_widget_whatever_rasa_is_told(
    settings: Settings, store: Store, cors: str
) -> None:
    async with Site(settings, store, cors=cors) as site:
        origin = {"Origin": "https://partner.example"}
        for route, method in (("sessions", "POST"), ("messages", "POST"), ("events", "GET")):
            asking = {
                **origin,
                "Access-Control-Request-Method": method,
                "Access-Control-Request-Headers": "authorization,content-type,last-event-id",
            }
            async with site.http.options(f"{site.url}/webhooks/web/{route}", headers=asking) as response:
                assert response.status in (200, 204)
                assert response.headers.getall("Access-Control-Allow-Origin") == ["*"]
                allowed = response.headers["Access-Control-Allow-Headers"].lower()
                assert {"authorization", "content-type", "last-event-id"} <= set(allowed.split(", "))
                assert method in response.headers["Access-Control-Allow-Methods"]
            async with site.http.request(
                method, f"{site.url}/webhooks/web/{route}", headers=origin
            ) as response:
                assert response.headers.getall("Access-Control-Allow-Origin") == ["*"]
                assert response.headers["Cache-Control"] == "no-store"
        async with await site.http.get(
            f"{site.url}/webhooks/web/events", headers={**origin, **bearer(await site.open())}
        ) as response:
            assert response.headers.getall("Access-Control-Allow-Origin") == ["*"]
