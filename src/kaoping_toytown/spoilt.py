"""Files that are not what they claim, and some that only look so: ``/fujian/<kind>/<name>``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kaoping_toytown.attachments import CONTENT_TYPES, docx, pdf, png, xlsx
from kaoping_toytown.response import Response

_LOGIN = (
    "<!DOCTYPE html><html><head><title>用户登录</title></head><body><form><input name='user'/>"
    "<p>请先登录系统后下载。</p></form></body></html>"
)
_EXPORT = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body><table>'
    "<tr><td>序号</td><td>事项</td></tr><tr><td>1</td><td>申请登记</td></tr></table></body></html>"
)
_LINES = ("一、申报条件。", "二、申报材料。", "三、办理时限。")
_TITLE = "申报说明"

_KINDS: Mapping[str, Callable[[], bytes]] = {
    "kong": lambda: b"",
    "denglu": lambda: _LOGIN.encode(),
    "cuowu": lambda: '{"code":404,"msg":"文件不存在"}'.encode(),
    "canque": lambda: (body := xlsx(_TITLE, _LINES * 20))[: len(body) // 2],
    "gaiming": lambda: docx(_TITLE, _LINES),
    "daochu": lambda: _EXPORT.encode(),
    "tupian": lambda: png(7),
    "qianhang": lambda: b"\r\n\r\n" + pdf(_TITLE, _LINES),
}


def file(path: str) -> Response | None:
    """The file at this address, or None."""
    if not path.startswith("/fujian/"):
        return None
    _, _, kind, name = path.split("/", 3) if path.count("/") == 3 else ("", "", "", "")
    make = _KINDS.get(kind)
    extension = name.rpartition(".")[2]
    if make is None:
        return None
    return Response(200, CONTENT_TYPES.get(extension, "application/octet-stream"), make())
