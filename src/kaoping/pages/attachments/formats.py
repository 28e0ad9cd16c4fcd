"""What a file is by its content, whatever its name says."""

import re

from kaoping.pages.addresses import extension_of

from .compound import SIGNATURE, Compound
from .packages import Package

_SIGNATURES = (
    (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
)
PICTURES = frozenset({"png", "jpg", "gif", "bmp", "tif", "svg"})
_PDF_HEAD = 1024  # viewers accept that much before the mark
_MARKUP = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
# which contents a name may stand for: an office program opens them under that name
_FAMILIES = {
    "docx": {"docx", "docm", "wps", "dotx"},
    "xlsx": {"xlsx", "xlsm", "et", "xltx"},
    "pptx": {"pptx", "pptm", "ppsx", "dps"},
    "doc": {"doc", "wps", "dot", "wpt"},
    "xls": {"xls", "et", "xlt", "ett"},
    "ppt": {"ppt", "pps", "dps"},
    "jpg": {"jpg", "jpeg"},
    "tif": {"tif", "tiff"},
    "gz": {"gz", "tgz"},
    "html": {"html", "htm", "shtml", "mht", "mhtml"},
    "txt": {"txt", "csv", "md", "log", "json", "xml"},
    "exe": {"exe", "dll"},
}
# names that are known; of others (download.jsp, none at all) nothing is claimed
_KNOWN = frozenset().union(*_FAMILIES.values()) | {
    "pdf", "ofd", "zip", "rar", "7z", "png", "gif", "bmp", "svg", "rtf", "odt", "ods", "tsv", "ceb", "gd",
    "tar",
}  # fmt: skip


def format_of(body: bytes) -> str:
    """The format by content; ``zip``, ``ole`` and ``text`` still want a look inside."""
    if not body:
        return "empty"
    if body.startswith(b"PK\x03\x04") or body.startswith(b"PK\x05\x06"):
        return "zip"
    if body.startswith(SIGNATURE):
        return "ole"
    for mark, name in _SIGNATURES:
        if body.startswith(mark):
            return name
    if b"%PDF-" in body[:_PDF_HEAD]:
        return "pdf"
    return _text_format(body[:65536])


def _text_format(head: bytes) -> str:
    if _MARKUP.search(head[:4096]):
        return "html"
    if _SVG.search(head[:4096]):
        return "svg"
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    odd = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return "text" if is_wide or odd <= len(head) // 500 else "unknown"


def package_format(package: Package) -> str:
    """What a zip is, by the members that it holds."""
    for member, name in (
        ("word/document.xml", "docx"),
        ("xl/workbook.xml", "xlsx"),
        ("ppt/presentation.xml", "pptx"),
        ("OFD.xml", "ofd"),
    ):
        if package.has(member):
            return name
    if package.has("xl/workbook.bin"):
        return "xlsb"
    if package.has("mimetype") and package.has("content.xml"):
        kind = package.read("mimetype", 200)
        return "ods" if b"spreadsheet" in kind else "odt"
    return "zip"


def compound_format(compound: Compound) -> str:
    """What an OLE file is, by the streams that it holds."""
    for stream, name in (
        ("EncryptedPackage", "encrypted"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
    ):
        if compound.has(stream):
            return name
    return "unknown"


def is_misnamed(extension: str, format_: str) -> bool:
    """Whether a file of this content bears the name of another kind."""
    if extension not in _KNOWN or format_ in ("empty", "encrypted"):
        return False
    return extension not in _FAMILIES.get(format_, {format_})


def claimed_extension(name: str) -> str:
    """The extension of a file's name, or ``""``."""
    return extension_of(name.replace("?", "_").replace("#", "_"))
