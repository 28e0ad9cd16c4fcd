"""
Office documents that are web pages inside: what web systems "export to Excel" or "to Word" really write.

An office program opens them under their name. A page that bears no office mark is no such file: the link
leads to a web page (a login page, an error page), not to an attachment.
"""

import re

from selectolax.lexbor import LexborHTMLParser

from kaoping.pages.charset import decode

from .attachment import Refused
from .yielded import MOST_CHARS, Yield

CLAIMS = frozenset({"xls", "xlsx", "et", "doc", "docx", "wps"})
_OFFICE = re.compile(rb"urn:schemas-microsoft-com:office|mso-number-format|mso-style|ProgId\s*content", re.I)
_MARKED_BYTES = 1 << 16
_NOT_A_FILE = "不是附件文件,返回的是网页"


def read_web_page(body: bytes, extension: str, found: Yield) -> None:
    """Add tables and text of an exported page. Raises `Refused` where it is a mere web page, and `Full`."""
    if extension not in CLAIMS or not _OFFICE.search(body[:_MARKED_BYTES]):
        raise Refused(_NOT_A_FILE)
    found.note(f"名称为{extension},内容是网页格式的导出文件")
    tree = LexborHTMLParser(decode(body[: 4 * MOST_CHARS]).text)
    tree.strip_tags(["script", "style", "head"])
    for number, table in enumerate(tree.css("table"), 1):
        rows = [
            tuple(" ".join(cell.text(deep=True, separator=" ").split()) for cell in row.css("td, th"))
            for row in table.css("tr")
        ]
        found.add_rows(f"表格{number}", [row for row in rows if any(row)])
        table.decompose()
    if tree.body is not None:
        lines = (" ".join(line.split()) for line in tree.body.text(deep=True, separator="\n").split("\n"))
        found.add_text("正文", "\n".join(line for line in lines if line))
