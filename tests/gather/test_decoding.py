import gzip
import zlib

import brotli
import pytest

from kaoping.gather.decoding import STEP_BYTES, Decoder, DecodingError

TEXT = "政务公开".encode() * 20_000


def decoded(coding: str, data: bytes, step: int = 1000) -> bytes:
    decoder = Decoder(coding)
    out = [p for i in range(0, len(data), step) for p in decoder.push(data[i : i + step])]
    decoder.finish()
    return b"".join(out)


def raw_deflate(data: bytes) -> bytes:
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    return c.compress(data) + c.flush()


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("utf-8", TEXT),
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("GZIP", gzip.compress(TEXT, mtime=0) + b"\0\0\0"),
        ("gzip", gzip.compress(TEXT[:999], mtime=0) + gzip.compress(TEXT[999:])),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("br", brotli.compress(TEXT)),
        ("gzip, gzip", gzip.compress(gzip.compress(TEXT, mtime=0), mtime=0)),
        ("br, gzip", gzip.compress(brotli.compress(TEXT), mtime=0)),
    ],
)
@pytest.mark.parametrize("step", [1, 1000, 1 << 20])
def test_every_coding_is_undone_in_any_pieces(coding, data, step):
    if step == 1 and len(data) > 50_000:
        data = data[:3000] if data == TEXT else data

    result = decoded(coding, data, step)

    assert result == (TEXT if len(data) != 3000 else TEXT[:3000])


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("gzip", gzip.compress(TEXT, mtime=0)[:-20]),
        ("br", brotli.compress(TEXT)[:-5]),
        ("br", b"<html>plain</html>"),
        ("gzip", b"<html>plain</html>"),
        ("deflate", b"x"),
    ],
)
def test_damage_is_an_error(coding, data):
    with pytest.raises(DecodingError):
        decoded(coding, data)


def test_an_empty_body_needs_no_coding():
    assert decoded("gzip", b"") == b""


def test_codings_that_were_not_asked_for_are_refused():
    for coding in ("zstd", "gzip, gzip, gzip, gzip, gzip"):
        with pytest.raises(DecodingError):
            Decoder(coding)


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate"])
def test_a_bomb_comes_in_small_pieces(coding):
    zeros = bytes(20 << 20)
    bomb = {"gzip": gzip.compress, "br": lambda d: brotli.compress(d, quality=5), "deflate": zlib.compress}
    pieces = Decoder(coding).push(bomb[coding](zeros))

    assert all(len(next(pieces)) <= 2 * STEP_BYTES for _ in range(50))
