"""
The child process that opens uploaded files: ``python -m kaoping.web.evidence.reading_child KIND PATH NAME``.

Anyone may have made such a file: memory and time are limited, nothing can be written (threats T3, T11). The
answer is one line of JSON, then bytes. A refusal has ``refused`` with Chinese words.
"""

import contextlib
import io
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

MEMORY_BYTES = 1 << 30
SECONDS = 60
MOST_PIXELS = 50_000_000
LONGEST_PICTURE_SIDE = 30_000
Answer = tuple[Mapping[str, Any], bytes]
ACCEPTED = frozenset({"docx", "xlsx", "pptx", "doc", "xls", "pdf", "ofd", "rtf", "csv", "txt", "ods", "odt"})


def picture(body: bytes, name: str) -> Answer:
    """The picture drawn anew: what else the file held (place, scripts, other files) is gone."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        image = Image.open(io.BytesIO(body), formats=("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"))
        if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_PICTURE_SIDE:
            return {"refused": f"图片有 {image.width}×{image.height} 像素,超过 5000 万,请缩小后上传"}, b""
        kept = "JPEG" if image.format == "JPEG" else "PNG"
        drawn = ImageOps.exif_transpose(image).convert("RGB" if kept == "JPEG" else "RGBA")
        clean = Image.new(drawn.mode, drawn.size)
        clean.paste(drawn)
    except Image.DecompressionBombError:
        return {"refused": "图片像素过多,超过 5000 万,请缩小后上传"}, b""
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning):
        return {"refused": "图片已损坏,无法打开,请重新截图或拍照"}, b""
    out = io.BytesIO()
    clean.save(out, kept, quality=90)
    return {
        "media_type": f"image/{kept.lower()}",
        "suffix": ".jpg" if kept == "JPEG" else ".png",
    }, out.getvalue()


def document(body: bytes, name: str) -> Answer:
    """What kind of file it is by its content, and whether it can be opened."""
    from kaoping.pages import read_attachment

    found = read_attachment(body, name)
    why = ";".join(found.notes)[:120]
    is_odd_text = found.format in ("txt", "csv") and found.extension not in ("txt", "csv")
    if found.format not in ACCEPTED or is_odd_text:
        taken = "请上传图片、pdf、ofd、docx、xlsx 或文本(txt、csv)"
        return {"refused": f"{f'{why}。' if why else ''}不接受这种文件,{taken}"}, b""
    if found.state in ("error", "capped"):
        return {"refused": f"{why or '文件损坏或过大'},未接收"}, b""
    if found.is_misnamed:
        return {"refused": f"{why},请改正扩展名后上传"}, b""
    return {"format": found.format, "suffix": f".{found.format}"}, b""


def tables(body: bytes, name: str) -> Answer:
    """Every sheet's rows as text; formulas are not computed, the value that was saved stands for them."""
    from kaoping.errors import RosterError
    from kaoping.pages.attachments.attachment import Refused
    from kaoping.pages.attachments.packages import Package
    from kaoping.roster import read_tables

    try:
        if body.startswith(b"PK\x03\x04"):
            package = Package(body)
            for part in package.names():
                if (
                    part.endswith((".xml", ".rels"))
                    and b"<!DOCTYPE" in next(package.chunks(part), b"")[:4096]
                ):
                    return {"refused": f"“{name}”含有文档类型声明,未打开,请另存为新的 xlsx"}, b""
        found = read_tables(Path(sys.argv[2]), "表格", wanted="表头和数据行", max_rows=1_048_576)
    except Refused as error:
        return {"refused": f"“{name}”{error.words}"}, b""
    except RosterError as error:
        return {"refused": str(error).replace(sys.argv[2], f"“{name}”")}, b""
    return {"tables": len(found)}, msgspec.msgpack.encode(found)


KINDS: Mapping[str, Callable[[bytes, str], Answer]] = {
    "picture": picture,
    "document": document,
    "tables": tables,
}


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Answer for one file."""
    kind, path, name = sys.argv[1:4]
    body = Path(path).read_bytes()
    _limit()
    try:
        head, rest = KINDS[kind](body, name)
    except MemoryError:
        head, rest = {"refused": f"“{name}”展开后过大,没有打开,请拆分后再传"}, b""
    sys.stdout.buffer.write(msgspec.json.encode(head) + b"\n" + rest)


if __name__ == "__main__":
    main()
