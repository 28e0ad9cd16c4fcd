"""Any file read into an `Attachment`: told by its content, each format by its own reader."""

import hashlib
from urllib.parse import unquote

from .attachment import Attachment, Refused, State
from .compound import Compound
from .docx import read_docx
from .formats import PICTURES, claimed_extension, compound_format, format_of, is_misnamed, package_format
from .ofd import read_ofd
from .packages import Package
from .pdf import read_pdf
from .pictures import read_picture
from .plain import plain_format, read_plain
from .rtf import read_rtf
from .slides import read_open_text, read_slides
from .webpages import read_web_page
from .word97 import read_word97
from .xls import read_cells
from .xlsx import read_xlsx
from .yielded import Full, Yield

MOST_MEMBER_BYTES = 50 << 20
_UNREAD = {
    "rar": "rar压缩包,未打开",
    "7z": "7z压缩包,未打开",
    "gz": "gz压缩包,未打开",
    "ppt": "旧版演示文稿,未读取",
    "unknown": "无法识别的文件格式,未读取",
}
_PACKAGES = {
    "docx": read_docx,
    "xlsx": read_xlsx,
    "pptx": read_slides,
    "ofd": read_ofd,
    "odt": read_open_text,
}
_LONGEST_NAME = 200


def read_attachment(body: bytes, name: str) -> Attachment:
    """
    Read one file. Not bounded in time: hostile files are read in a child process that can be ended.

    Args:
        body: The whole file, or the part of it that was fetched.
        name: Its name or address; its extension is what the file claims to be.

    Returns:
        What was understood. Damage, encryption, limits and misnaming are in `state` and `notes`; parts that
        were read before a limit or a fault are kept.
    """
    extension = claimed_extension(name)
    found = Yield()
    format_, state = _read_any(body, extension, found, depth=0)
    # of a container that could not be looked into nobody knows what it holds
    is_closed = format_ in ("zip", "ole") and state != "read"
    misnamed = is_misnamed(extension, format_) and not is_closed
    if misnamed and state != "error":
        found.note(f"名称为{extension},内容实为{format_}")
    has_text = bool(found.parts)
    if not has_text and state == "read" and not found.notes:
        found.note("文件内没有可读文字")
    return Attachment(
        name=unquote(name).rstrip("/").rpartition("/")[2][-_LONGEST_NAME:],
        extension=extension,
        format=format_,
        state="capped" if found.is_capped and state == "read" else state,
        is_misnamed=misnamed,
        has_text=has_text,
        parts=tuple(found.parts),
        notes=tuple(found.notes),
        digest=f"sha256:{hashlib.sha256(body).hexdigest()}",
        size_bytes=len(body),
        author=found.about.get("author", ""),
        created=found.about.get("created", ""),
        modified=found.about.get("modified", ""),
    )


def _read_any(body: bytes, extension: str, found: Yield, *, depth: int) -> tuple[str, State]:
    """Read what the bytes are; answers format and state."""
    format_ = format_of(body)
    try:
        if format_ == "zip":
            package = Package(body)
            format_ = package_format(package)
            _read_package(package, format_, body, found, depth)
        elif format_ == "ole":
            compound = Compound(body)
            format_ = compound_format(compound)
            _read_compound(compound, format_, body, found)
        else:
            format_ = plain_format(extension) if format_ == "text" else format_
            _read_single(body, format_, extension, found)
    except Full:
        return format_, "capped"
    except Refused as refusal:
        found.note(refusal.words)
        return format_, refusal.state
    except RecursionError:
        found.note("文件内部嵌套过深,未读取")
        return format_, "error"
    return format_, "unread" if format_ in _UNREAD else "read"


def _read_package(package: Package, format_: str, body: bytes, found: Yield, depth: int) -> None:
    if format_ in _PACKAGES:
        _PACKAGES[format_](package, found)
    elif format_ in ("xlsb", "ods"):
        read_cells(body, found)
    elif depth:
        raise Refused("压缩包内还有压缩包,未打开", "capped")
    else:
        _read_members(package, found)


def _read_members(package: Package, found: Yield) -> None:
    """The files of a zip, one level deep; a bad member does not hide the others."""
    for member in package.names():
        if package.is_encrypted(member):
            found.note("压缩包已加密,部分文件无法读取")
            continue
        if package.size_bytes(member) > MOST_MEMBER_BYTES:
            found.cap(f"{member[-_LONGEST_NAME:]}:文件过大,未读取")
            continue
        notes = found.notes
        found.notes, found.prefix = [], f"{member}/"
        try:
            content = package.read(member, MOST_MEMBER_BYTES)
            _, state = _read_any(content, claimed_extension(member), found, depth=1)
        except Refused as refusal:
            found.note(refusal.words)
            state = refusal.state
        inner, found.notes, found.prefix = found.notes, notes, ""
        if len(notes) < 200:
            notes.extend(f"{member[-_LONGEST_NAME:]}:{words}" for words in inner)
        found.is_capped = found.is_capped or state == "capped"


def _read_compound(compound: Compound, format_: str, body: bytes, found: Yield) -> None:
    match format_:
        case "encrypted":
            raise Refused("已加密,无法读取")
        case "doc":
            read_word97(compound, found)
        case "xls":
            read_cells(body, found, compound)
        case _:
            found.note(_UNREAD[format_])


def _read_single(body: bytes, format_: str, extension: str, found: Yield) -> None:
    """Formats that are no containers."""
    match format_:
        case "pdf":
            read_pdf(body, found)
        case "rtf":
            read_rtf(body, found)
        case "csv" | "txt":
            read_plain(body, format_, found)
        case "html":
            read_web_page(body, extension, found)
        case "empty":
            raise Refused("文件是空的")
        case "exe":
            raise Refused("是可执行程序,不是文档")
        case _ if format_ in PICTURES:
            read_picture(body, format_, found)
        case _:
            found.note(_UNREAD[format_])
