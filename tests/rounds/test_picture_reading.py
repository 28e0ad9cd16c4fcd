"""Pictures of posts: what is opened, what is refused unopened, and what the words in them may do."""

import io
import struct
import zlib
from types import SimpleNamespace

import pytest
from PIL import Image

from kaoping.rounds.picture_reading import PictureReader, PictureTask


def read_by(*answers):
    """A reader whose engine gives these lines, one list a band."""
    waiting = list(answers)

    def engine(band):
        lines = waiting.pop(0)
        return SimpleNamespace(txts=tuple(lines), scores=tuple(0.99 for _ in lines))

    return PictureReader(engine=engine)


def png(width, height):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return out.getvalue()


def declared(width, height):
    """A small file that says it is this large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


class TestWhatIsRefused:
    def test_a_hundred_megapixels_are_not_opened(self):
        outcome = read_by().outcome(PictureTask(declared(10_000, 10_000)))

        assert outcome.unread == "图片为10000×10000像素,超过5,000万像素,未打开"

    def test_a_file_that_is_cut_short_or_no_picture(self):
        for body in (b"", b"<svg/>", png(200, 200)[:60], b"GIF89a" + b"\xff" * 50):
            assert read_by([]).outcome(PictureTask(body)).unread == "不是可识读的图片,或已损坏"

    def test_a_dot_holds_no_words(self):
        assert "没有文字可读" in read_by().outcome(PictureTask(png(1, 1))).unread


class TestWhatIsRead:
    def test_lines_come_in_their_order(self):
        outcome = read_by(["一图读懂", "资助政策"]).outcome(PictureTask(png(400, 300)))

        assert (outcome.text, outcome.width, outcome.unread) == ("一图读懂\n资助政策", 400, "")

    def test_a_tall_poster_is_read_in_bands_and_their_overlap_once(self):
        reader = read_by(["第一部分的内容", "恰好在接缝的一行"], ["恰好在接缝的一行", "第二部分的内容"])

        outcome = reader.outcome(PictureTask(png(300, 3000)))

        assert outcome.text.splitlines() == ["第一部分的内容", "恰好在接缝的一行", "第二部分的内容"]


class TestTheLibrary:
    def test_it_reads_rendered_words_without_the_network(self):
        pytest.importorskip("rapidocr")
        from PIL import ImageDraw, ImageFont

        font = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
        try:
            letters = ImageFont.truetype(font, 48)
        except OSError:
            pytest.skip("no Chinese font here")
        picture = Image.new("RGB", (800, 200), "white")
        ImageDraw.Draw(picture).text((40, 60), "望川市政务公开", font=letters, fill="black")
        out = io.BytesIO()
        picture.save(out, "PNG")

        assert PictureReader(1).outcome(PictureTask(out.getvalue())).text == "望川市政务公开"
