"""Pictures across: those that can be passed on go with the words; of the others both sides are told."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery import media
from bot.delivery.outbox import OutboxMessage
from tests.handoff.scene import Scene


def _with_pictures(scene: Scene, who: str, words: str, *kinds: str, size: int = 1000) -> list[str]:
    """Someone sends pictures; gives back their ids."""
    with scene.store.transaction() as session:
        inbound = scene._kept(session, who, words)
        attached = [media.Attached(f"https://carrier.example/{n}", kind) for n, kind in enumerate(kinds)]
        media.keep(session, inbound, attached, scene.at)
        kept = media.of(session, inbound)
        media.measured(session, {one.id: size for one in kept if one.refused is None})
        ids = [one.id for one in kept]
    if who in scene.conversations:
        scene.writes(who, words, inbound=inbound, media_count=len(kinds))
    else:
        scene.got(who)
        scene.texts(who, words, inbound=inbound, media_count=len(kinds))
    return ids


def _sent_with(scene: Scene, body: str) -> Any:
    with scene.store.reading() as session:
        rows = session.execute(select(OutboxMessage)).scalars().all()
        return next(row.media for row in rows if row.body == body)


def test_a_picture_goes_with_the_first_part_of_the_words(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    ids = _with_pictures(scene, "Rosa", "look at this", "image/jpeg", "image/png")
    assert scene.got("Ana") == [f"{code} Family: look at this"] and scene.got("Rosa") == []
    assert _sent_with(scene, f"{code} Family: look at this") == ids
    ids = _with_pictures(scene, "Ana", "word " * 90, "image/jpeg")
    first, *others = scene.got("Rosa")
    assert _sent_with(scene, first) == ids and others and all(_sent_with(scene, one) == [] for one in others)


def test_a_picture_without_words_has_a_word_of_ours(scene: Scene) -> None:
    code = scene.accepted("Rosa")
    _with_pictures(scene, "Rosa", "", "image/jpeg")
    assert scene.got("Ana") == [f"{code} Family: (picture)"]
    _with_pictures(scene, "Ana", "", "image/gif")
    assert scene.got("Rosa") == ["Ana: (picture)"]


@pytest.mark.parametrize(
    ("kind", "size", "reason"),
    [
        ("video/mp4", 1000, "photos only"),
        ("text/vcard", 10, "photos only"),
        ("image/jpeg", 6_000_000, "too large"),
    ],
)
def test_both_sides_hear_of_one_that_cannot_be_passed_on(
    scene: Scene, kind: str, size: int, reason: str
) -> None:
    code = scene.accepted("Rosa")
    _with_pictures(scene, "Rosa", "look", kind, size=size)
    words, told = scene.got("Ana")
    assert words == f"{code} Family: look" and _sent_with(scene, words) == []
    assert told == f"{code}: the family sent a picture that can't be passed on. I asked for words instead."
    (why,) = scene.got("Rosa")
    assert reason in why
    _with_pictures(scene, "Ana", "the form", kind, size=size)
    assert reason in scene.everything("Ana")[-1]
    assert scene.got("Rosa") == ["Ana sent a picture that I can't pass on.", "Ana: the form"]


def test_one_that_we_know_nothing_of_is_asked_for_again(scene: Scene) -> None:
    scene.accepted("Rosa")
    scene.writes("Rosa", "", media_count=1)
    assert scene.got("Rosa") == ["I could not get your picture. Please send it again, or say it in words."]
    assert len(scene.got("Ana")) == 1
