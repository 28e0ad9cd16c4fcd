"""Sends e-mail: by the office's server, or into an outbox of files where none is set."""

import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from pathlib import Path

from django.conf import settings

from .models import Message

LANE_SMTP, LANE_FILE, LANE_PAGE = "smtp", "file", "page"
TIMEOUT_S = 20


def lane() -> str:
    """How mail goes out as things are set."""
    return LANE_SMTP if settings.SMTP_HOST else LANE_FILE


def outbox() -> Path:
    """Where letters lie as files."""
    return Path(settings.DATA_FOLDER) / "outbox"


def letter(message: Message) -> EmailMessage:
    """The message as a letter. Whatever stands in names and findings is text: no header comes of it."""
    made = EmailMessage(policy=SMTP)
    made["Subject"] = " ".join(message.subject.split())
    made["From"] = settings.SMTP_FROM
    made["To"] = message.to.replace(",", ", ")
    made["Date"] = formatdate(message.at.timestamp(), localtime=False)
    made["Message-ID"] = make_msgid(idstring=str(message.pk), domain="kaoping.invalid")
    made.set_content(message.words)
    return made


def send(message: Message) -> str:
    """Send one; answers in Chinese why it did not go out, or ``""``."""
    try:
        made = letter(message)
        if message.lane == LANE_FILE:
            return _to_file(message, made)
        _to_server(made)
    except smtplib.SMTPRecipientsRefused as error:
        return f"邮件服务器拒收收件人:{_told(next(iter(error.recipients.values()))[1])}"[:300]
    except smtplib.SMTPAuthenticationError:
        return "邮件服务器不接受用户名或密码,请检查 KAOPING_SMTP_USER 和 KAOPING_SMTP_PASSWORD。"
    except smtplib.SMTPResponseException as error:
        return f"邮件服务器拒绝({error.smtp_code}):{_told(error.smtp_error)}"[:300]
    except (TimeoutError, smtplib.SMTPServerDisconnected):
        return f"邮件服务器 {settings.SMTP_HOST} 没有应答或中途断开(等待 {TIMEOUT_S:g} 秒),稍后自动重发。"
    except (smtplib.SMTPException, OSError) as error:
        return f"连不上邮件服务器 {settings.SMTP_HOST}:{error}"[:300]
    except ValueError as error:
        return f"收件地址有误:{error}"[:300]
    return ""


def _told(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def _to_file(message: Message, made: EmailMessage) -> str:
    folder = outbox()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{message.at:%Y%m%d%H%M%S}-{message.pk}.eml"
    part = path.with_suffix(".part")
    part.write_bytes(made.as_bytes())
    part.replace(path)
    return ""


def _to_server(made: EmailMessage) -> None:
    make = smtplib.SMTP_SSL if settings.SMTP_TLS == "ssl" else smtplib.SMTP
    with make(settings.SMTP_HOST, settings.SMTP_PORT, timeout=TIMEOUT_S) as server:
        if settings.SMTP_TLS == "starttls":
            server.starttls()
        if settings.SMTP_USER:
            server.login(settings.SMTP_USER, settings.SMTP_PASSWORD)
        server.send_message(made)
