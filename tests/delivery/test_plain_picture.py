"""Pictures without what a phone writes into them."""

from __future__ import annotations

import contextlib
import io

import pytest
from PIL import Image, PngImagePlugin

from bot.delivery.plain_picture import NotAPicture, plain

GPS = 0x8825


def jpeg(turned: int | None = None, place: bool = True, progressive: bool = False) -> bytes:
    image = Image.effect_noise((80, 60), 90)
    exif = Image.Exif()
    exif[0x010F] = "Rosa's phone"
    if place:
        exif[GPS] = {1: "N", 2: (34.0, 1.0, 2.0)}
    if turned:
        exif[0x0112] = turned
    out = io.BytesIO()
    image.save(out, "jpeg", exif=exif, comment=b"by Rosa", progressive=progressive)
    return out.getvalue()


def opened(body: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(body))
    image.load()
    return image


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("turned", [None, 1, 3, 6, 8])
def test_a_jpeg_keeps_what_is_seen_and_loses_where_and_whose(turned: int | None, progressive: bool) -> None:
    body = jpeg(turned, progressive=progressive)
    assert b"Rosa" in body
    cleaned = plain(body, "image/jpeg")
    assert b"Rosa" not in cleaned
    exif = opened(cleaned).getexif()
    assert set(exif) <= {0x0112} and not exif.get_ifd(GPS)
    assert exif.get(0x0112) == (turned if turned and turned > 1 else None)
    assert opened(cleaned).tobytes() == opened(body).tobytes()


def test_what_is_hidden_behind_a_jpeg_is_left_out() -> None:
    body = jpeg()
    assert plain(body + b"a second picture, with its place", "image/jpeg") == plain(body, "image/jpeg")


def test_a_png_loses_its_words() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Rosa")
    words.add_itxt("Place", "Boyle Heights")
    out = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(out, "png", pnginfo=words, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")
    cleaned = plain(out.getvalue(), "image/png")
    assert b"Rosa" not in cleaned and b"Boyle" not in cleaned and b"eXIf" not in cleaned
    assert opened(cleaned).tobytes() == opened(out.getvalue()).tobytes()


def test_a_gif_stays_as_it_is() -> None:
    out = io.BytesIO()
    Image.new("L", (9, 9)).save(out, "gif")
    assert plain(out.getvalue(), "image/gif") == out.getvalue()


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/gif"])
@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\xff\xd8abcdef"])
def test_what_is_no_picture_is_not_passed_off_as_one(kind: str, body: bytes) -> None:
    try:
        assert b"html" not in plain(body, kind)
    except NotAPicture:
        return
    assert body.startswith(b"\xff\xd8\xff"), "only what begins as a JPEG ends as one"


def test_a_broken_jpeg_never_hangs_or_breaks_in_another_way() -> None:
    whole = jpeg(6)
    for cut in range(0, len(whole), 7):
        for body in (whole[:cut], whole[:cut] + b"\xff\xe1\xff\xff" + whole[cut:]):
            with contextlib.suppress(NotAPicture):
                assert plain(body, "image/jpeg").endswith(b"\xff\xd9")
