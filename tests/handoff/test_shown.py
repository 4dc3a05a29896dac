"""A stream that lives on has shown what it sent; one that dies at once may not have."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.channels import event_stream
from bot.channels.event_stream import Shown
from bot.channels.house import House
from bot.delivery.outbox import OutboxMessage
from bot.settings import Settings
from tests.conftest import KEY
from tests.handoff.scene import Scene
from tests.handoff.test_follow_up import on_phone, on_web


async def test_words_are_texted_unless_the_page_surely_has_them(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_web(scene)
    scene.texts("Ana", "hello")
    settings = Settings.from_env({"KINPATH_DATABASE_URL": scene.store.url, "KINPATH_SECRET_KEY": KEY})
    shown = Shown(House(settings, scene.store), scene.conversations["Rosa"])
    with scene.store.reading() as session:
        last = max(row.id for row in session.execute(select(OutboxMessage)).scalars())
    await shown.sent(last)
    assert "Ana: hello" in [body for body, _ in on_phone(scene)], "written to the stream, perhaps in vain"
    monkeypatch.setattr(event_stream, "SURELY", 0.0)
    await shown.sent(last)
    assert "Ana: hello" not in [body for body, _ in on_phone(scene)]
