"""Fetches returned reports from the office's mailbox (IMAP); a person confirms whose each is."""

import hashlib
import imaplib
import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone

from kaoping.errors import UsageError

from ..people.models import User
from ..planning.models import Round, Unit
from .actions.returned import TAKEN_IN, lay_letter
from .models import Contact

log = logging.getLogger("kaoping.worker")
LARGEST_LETTER = 40 << 20
MOST_LETTERS = 50  # at once; the rest the next time
MOST_FILES = 20
TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one visit to the mailbox brought: documents laid down, and files not taken with the reason."""

    laid: int = 0
    refused: tuple[str, ...] = ()
    error: str = ""


def fetch() -> Fetched:
    """
    Lay down the documents of all letters that were not read yet, and mark those as read. A letter is marked
    only after its documents are laid down: one that was cut off comes again, and is laid down once.
    """
    if not settings.IMAP_HOST:
        return Fetched(error="没有设置邮箱(KAOPING_IMAP_HOST)。")
    if _newest_round() is None:
        return Fetched(error="没有已发布或整改中的轮次,暂不收取。")
    try:
        with _opened() as server:
            return _fetched(server)
    except (imaplib.IMAP4.error, OSError) as error:
        return Fetched(error=f"收取邮箱失败:{error}"[:300])


def _opened() -> imaplib.IMAP4:
    make = imaplib.IMAP4_SSL if settings.IMAP_TLS else imaplib.IMAP4
    server = make(settings.IMAP_HOST, settings.IMAP_PORT, timeout=TIMEOUT_S)
    server.login(settings.IMAP_USER, settings.IMAP_PASSWORD)
    return server


def _fetched(server: imaplib.IMAP4) -> Fetched:
    state, _ = server.select(settings.IMAP_FOLDER)
    if state != "OK":
        return Fetched(error=f"邮箱里没有文件夹“{settings.IMAP_FOLDER}”。")
    _, (numbers, *_) = server.uid("SEARCH", "UNSEEN")
    laid, refused = 0, []
    for number in (numbers or b"").split()[:MOST_LETTERS]:
        uid = number.decode("ascii")
        at, size = _head(server, uid)
        if size > LARGEST_LETTER:
            refused.append(
                f"一封 {size >> 20} MB 的邮件超过 {LARGEST_LETTER >> 20} MB,没有收取,请在邮箱中处理。"
            )
        else:
            _, parts = server.uid("FETCH", uid, "(BODY.PEEK[])")
            body = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            count, words = lay(body, at)
            laid, refused = laid + count, refused + words
        server.uid("STORE", uid, "+FLAGS", "(\\Seen)")
    return Fetched(laid, tuple(refused))


def _head(server: imaplib.IMAP4, uid: str) -> tuple[datetime, int]:
    """When the mailbox got it, by its own clock (the sender's is not believed), and its size."""
    _, parts = server.uid("FETCH", uid, "(INTERNALDATE RFC822.SIZE)")
    told = b"".join(part if isinstance(part, bytes) else part[0] for part in parts if part)
    size = re.search(rb"RFC822\.SIZE (\d+)", told)
    came, now = imaplib.Internaldate2tuple(told), timezone.now()
    at = datetime.fromtimestamp(time.mktime(came), UTC) if came else now
    return min(at, now), int(size[1]) if size else 0


def lay(body: bytes, at: datetime) -> tuple[int, list[str]]:
    """Lay down a letter's documents. Answers how many were new, and why others were not taken."""
    letter = message_from_bytes(body, policy=default)
    assert isinstance(letter, EmailMessage)
    sender = parseaddr(_header(letter, "From"))[1].lower()
    subject = " ".join(_header(letter, "Subject").split())
    key = hashlib.sha256((_header(letter, "Message-ID") or "").encode() or body).hexdigest()
    laid, refused = 0, []
    for name, content in _files(letter):
        unit, told_unit = unit_of(sender, f"{subject} {name}")
        round_, told_round = round_of(f"{subject} {name}")
        try:
            made = lay_letter(
                round_=round_, unit=unit, content=content, name=name, letter=key, sender=sender,
                subject=subject, matched=f"{told_unit};{told_round}", at=at,
            )  # fmt: skip
        except UsageError as error:
            refused.append(f"来自 {sender} 的“{name}”没有接收:{error}")
            log.warning("mailed file refused", extra={"sender": sender, "why": str(error)})
        else:
            laid += made is not None
    return laid, refused


def _files(letter: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Attached files; pictures that only stand in the text are none."""
    for number, part in enumerate(letter.iter_attachments()):
        if number >= MOST_FILES:
            return
        if part.get_content_disposition() != "attachment" and not part.get_filename():
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            yield str(part.get_filename() or "未命名"), content


def _header(letter: EmailMessage, name: str) -> str:
    try:
        return str(letter.get(name, ""))
    except (ValueError, IndexError, AttributeError):  # a header that the parser cannot read
        return ""


def unit_of(sender: str, words: str) -> tuple[Unit | None, str]:
    """Whose it is, by the sender's address or by the only unit that is named; and how that was told."""
    by_mail = set(Contact.objects.filter(email__iexact=sender, ended_at=None).values_list("unit", flat=True))
    people = User.objects.filter(email__iexact=sender, unit__isnull=False, is_active=True)
    by_mail |= set(people.values_list("unit", flat=True))
    if sender and len(by_mail) == 1:
        return Unit.objects.get(pk=by_mail.pop()), "按发件人邮箱对上单位"
    named = _named(words)
    if len(named) == 1:
        return named[0], "按标题或文件名对上单位"
    return None, "有几个单位都对得上" if named or len(by_mail) > 1 else "没有对上单位"


def _named(words: str) -> list[Unit]:
    """Units named in the words; one whose name lies within another's that is there too is not meant."""
    found: dict[int, tuple[str, Unit]] = {}
    for unit in Unit.objects.filter(is_closed=False):
        hits = [name for name in (unit.name, *unit.aliases) if len(name) >= 2 and name in words]
        if hits:
            found[unit.pk] = (max(hits, key=len), unit)
    longest = [name for name, _ in found.values()]
    return [u for name, u in found.values() if not any(name != one and name in one for one in longest)]


def round_of(words: str) -> tuple[Round, str]:
    """The round that the words name, or the newest that takes reports."""
    rounds = Round.objects.filter(state__in=TAKEN_IN)
    named = [one for one in rounds if one.title in words]
    if len(named) == 1:
        return named[0], "标题写明轮次"
    newest = _newest_round()
    assert newest is not None
    return newest, "按最近的整改轮次"


def _newest_round() -> Round | None:
    return Round.objects.filter(state__in=TAKEN_IN).order_by("-period_to", "-made_at").first()
