"""What a person reads of an archived page: its words with the quote marked, its copy, its picture."""

import re
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import msgspec

from kaoping.errors import KaopingError
from kaoping.gather import FAILURE_WORDS, Capture

from ..review.models import Suspect
from .archives import kept
from .copying import Copy
from .page_child import Wanted
from .proofs import Proof

SECONDS = 15
LONGEST_SHOWN = 60_000
BEFORE_MARK = 8000
MOST_MARKS = 200
_REMEMBERED = 24
_MARKUP = ("text/html", "application/xhtml", "text/xml", "application/xml", "text/plain", "")
_remembered: OrderedDict[tuple[str, str], Copy] = OrderedDict()
_lock = Lock()


class NotReadable(KaopingError):
    """What is archived cannot be shown; the words say why."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The page's words: (marked, text) in order. `problem` says in Chinese why there are none."""

    title: str = ""
    parts: tuple[tuple[bool, str], ...] = ()
    is_found: bool = False
    is_cut: bool = False
    problem: str = ""
    notes: tuple[str, ...] = ()


def text_of(suspect: Suspect, proof: Proof, *, masks: bool = True) -> Reading:
    """The words of a proof with its quote marked; personal numbers hidden unless asked otherwise."""
    try:
        found = kept(suspect.round, proof.archive, proof.offset, proof.digest)
        copy = copy_of(found.capture, proof.digest, masks=masks)
    except KaopingError as error:
        return Reading(problem=str(error))
    return marked_reading(copy, proof.quote)


def copy_of(capture: Capture, digest: str, *, masks: bool = True) -> Copy:
    """
    The capture as harmless markup and text, made in a child process. The last few are remembered, with the
    numbers hidden.

    Raises:
        NotReadable: There was no answer, it is no page, or it takes too much to read.
    """
    kind = capture.header("content-type").partition(";")[0].strip().lower()
    if capture.failure is not None:
        raise NotReadable(f"当时没有取得页面:{FAILURE_WORDS.get(capture.failure, '访问失败')}。")
    if not capture.body:
        raise NotReadable(f"当时的响应没有正文(状态码 {capture.status})。")
    if kind not in _MARKUP:
        raise NotReadable(f"这是附件或数据({kind}),没有文字视图,请下载查看。")
    key = (digest, kind)
    with _lock:
        if masks and key in _remembered:
            _remembered.move_to_end(key)
            return _remembered[key]
    wanted = Wanted("copy", capture.header("content-type"), masks)
    copy = msgspec.json.decode(in_child(wanted, capture.body), type=Copy)
    if masks and digest:
        with _lock:
            _remembered[key] = copy
            if len(_remembered) > _REMEMBERED:
                _remembered.popitem(last=False)
    return copy


def in_child(wanted: Wanted, body: bytes) -> bytes:
    """What the child makes of the bytes. Raises `NotReadable` where it fails or takes too long."""
    command = (sys.executable, "-m", "kaoping.web.evidence.page_child")
    try:
        done = subprocess.run(
            command,
            input=msgspec.json.encode(wanted) + b"\n" + body,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotReadable("内容过于复杂,规定时间内读不完,请下载查看。") from None
    if done.returncode != 0:
        raise NotReadable("内容读不出来,可能已损坏或有意构造成这样,请下载查看。")
    return done.stdout


def marked_reading(copy: Copy, quote: str) -> Reading:
    """The words with each place of the quote marked, from a little before the first one on."""
    text, spans = copy.text, _spans(copy.text, quote)
    start = max(0, spans[0][0] - BEFORE_MARK) if spans else 0
    end = min(len(text), start + LONGEST_SHOWN)
    parts, at = [], start
    for first, last in spans:
        if first < at or last > end:
            continue
        parts += [(False, text[at:first]), (True, text[first:last])]
        at = last
    parts.append((False, text[at:end]))
    return Reading(
        title=copy.title,
        parts=tuple(part for part in parts if part[1]),
        is_found=bool(spans),
        is_cut=start > 0 or end < len(text),
        notes=tuple(copy.notes),
    )


def _spans(text: str, quote: str) -> Sequence[tuple[int, int]]:
    """Where the quote stands, whatever white space is in between; of one with gaps (…) each piece."""
    pieces = [piece for piece in re.split(r"…+|\.{3,}", quote) if len(piece.strip()) >= 2]
    if not pieces:
        return ()
    patterns = [
        r"\s*".join(re.escape(letter) for letter in "".join(piece.split())[:300]) for piece in pieces[:8]
    ]
    found = re.finditer("|".join(patterns), text)
    return [match.span() for _, match in zip(range(MOST_MARKS), found, strict=False)]
