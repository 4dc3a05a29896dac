"""Webhooks that come while the database is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.channels.arrived import Arrived
from bot.delivery.inbox import InboundMessage
from bot.delivery.media import Attached
from bot.delivery.spool import Spool
from bot.store import Store

TEXT = Arrived(
    "sms",
    "SM1",
    "+15550100007",
    "+15550100000",
    "mi palabra secreta",
    1,
    (Attached("https://api.twilio.com/x", "image/png"),),
)


def take(session: Session, fields: dict[str, Any]) -> None:
    Arrived.of(fields).take_in(session)


def bodies(store: Store) -> list[str]:
    with store.reading() as session:
        return [message.body for message in session.query(InboundMessage).order_by(InboundMessage.id)]


async def test_what_was_kept_aside_is_poured_in_the_order_in_which_it_came(
    store: Store, tmp_path: Path
) -> None:
    spool = Spool(tmp_path / "spool")
    assert spool.waiting() == [] and spool.oldest_seconds() == 0
    for number in range(5):
        spool.put(
            "message", Arrived(**{**vars(TEXT), "provider_sid": f"SM{number}", "body": str(number)}).fields()
        )
    assert len(spool.waiting()) == 5 and 0 < spool.oldest_seconds() < 60
    assert await spool.pour(store, {"message": take}) == 5
    assert bodies(store) == ["0", "1", "2", "3", "4"]
    assert spool.waiting() == [] and await spool.pour(store, {"message": take}) == 0


async def test_nothing_of_it_can_be_read_on_the_disk(store: Store, tmp_path: Path) -> None:
    Spool(tmp_path).put("message", TEXT.fields())
    (file,) = Spool(tmp_path).waiting()
    assert "secreta" not in file.read_text() and "5550100007" not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


async def test_what_fails_to_be_poured_is_poured_later_and_only_once(store: Store, tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put("message", TEXT.fields())

    def gone(session: Session, fields: dict[str, Any]) -> None:
        take(session, fields)
        raise OSError("the database went away")

    with pytest.raises(OSError):
        await spool.pour(store, {"message": gone})
    assert bodies(store) == [] and len(spool.waiting()) == 1
    spool.put("message", TEXT.fields())  # the carrier asked twice
    assert await spool.pour(store, {"message": take}) == 2
    assert bodies(store) == ["mi palabra secreta"]


async def test_a_damaged_file_is_set_aside_and_holds_up_nothing(store: Store, tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put("message", TEXT.fields())
    damaged, unfinished = tmp_path / f"{0:020d}-x.webhook", tmp_path / f"{1:020d}-y.part"
    damaged.write_text("half a")
    unfinished.write_text("never finished")
    assert await spool.pour(store, {"message": take}) == 1
    assert spool.waiting() == [] and unfinished.exists()
    assert damaged.with_suffix(".unreadable").read_text() == "half a"


def test_a_disk_that_is_full_is_said(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        Spool(tmp_path / "file").put("message", TEXT.fields())
    assert Spool(tmp_path / "file").waiting() == []
