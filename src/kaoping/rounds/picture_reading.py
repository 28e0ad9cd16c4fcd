"""What a child process does with one picture: look at its size first, then read the words in it."""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

MOST_PIXELS = 50_000_000  # as of uploads: what is larger is not opened
LARGEST_BYTES = 20 << 20
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
WIDEST = 1600  # wider ones are made smaller: their letters stay large enough
BAND, OVERLAP = 1900, 120  # tall ones are read in bands, so that no letter is made smaller
IN_OVERLAP = 3  # lines that may stand there
SMALLEST = 32
LEAST_SURE = 0.6
MOST_CHARACTERS = 20_000


def can_read_pictures() -> bool:
    """Whether the extra that reads words in pictures is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@dataclass(frozen=True, slots=True)
class PictureTask:
    """The bytes of one picture."""

    body: bytes


@dataclass(frozen=True, slots=True)
class PictureOutcome:
    """
    The words of a picture, a line each, or in Chinese why there are none; pixels as the file declares,
    `cpu_s` are the processor's seconds that it took.
    """

    text: str = ""
    unread: str = ""
    width: int = 0
    height: int = 0
    cpu_s: float = 0.0


class PictureReader:
    """Reads pictures with rapidocr, whose models lie in its wheel. One per child process."""

    def __init__(self, threads: int = 2, *, engine: Any = None) -> None:
        self._engine = engine or _engine(threads)

    def outcome(self, task: PictureTask) -> PictureOutcome:
        """The answer to one task."""
        if len(task.body) > LARGEST_BYTES:
            return PictureOutcome(unread=f"图片超过{LARGEST_BYTES >> 20}MB,未识读")
        from PIL import Image, UnidentifiedImageError

        began = time.process_time()
        Image.MAX_IMAGE_PIXELS = None  # the size is held against a limit of our own, before any pixel is made
        try:
            with Image.open(io.BytesIO(task.body), formats=FORMATS) as picture:
                width, height = picture.size
                if why := _too_large(width, height):
                    return PictureOutcome(unread=why, width=width, height=height)
                bands = [list(self._lines(band)) for band in _bands(picture.convert("RGB"))]
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
            return PictureOutcome(unread="不是可识读的图片,或已损坏")
        text = "\n".join(_once(bands))[:MOST_CHARACTERS]
        return PictureOutcome(text, width=width, height=height, cpu_s=time.process_time() - began)

    def _lines(self, band: Any) -> Iterator[str]:
        import numpy

        read = self._engine(numpy.asarray(band))
        for words, sure in zip(read.txts or (), read.scores or (), strict=True):
            if sure >= LEAST_SURE and words.strip():
                yield words.strip()


def _engine(threads: int) -> Any:
    from rapidocr import RapidOCR

    # the classifier that looks for lines upside down costs time, and no poster has such lines
    return RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "Global.use_cls": False,
            "Global.log_level": "error",
        }
    )


def _too_large(width: int, height: int) -> str:
    if width * height > MOST_PIXELS:
        return f"图片为{width}×{height}像素,超过{MOST_PIXELS // 10_000:,}万像素,未打开"
    return f"图片只有{width}×{height}像素,没有文字可读" if min(width, height) < SMALLEST else ""


def _bands(picture: Any) -> Iterator[Any]:
    """The picture in pieces that the engine need not make smaller, with an overlap so that no line is cut."""
    width, height = picture.size
    if width > WIDEST:
        picture = picture.resize((WIDEST, max(1, height * WIDEST // width)))
        width, height = picture.size
    top = 0
    while True:
        yield picture.crop((0, top, width, min(top + BAND, height)))
        if top + BAND >= height:
            return
        top += BAND - OVERLAP


def _once(bands: list[list[str]]) -> Iterator[str]:
    """Without what two neighbouring bands both read in their overlap: the first lines of the lower one."""
    from rapidfuzz import fuzz

    above: list[str] = []
    for lines in bands:
        for number, line in enumerate(lines):
            is_told = number < IN_OVERLAP and any(fuzz.ratio(line, other) >= 90 for other in above)
            if not is_told:
                yield line
        above = lines[-IN_OVERLAP:]
