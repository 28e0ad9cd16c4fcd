"""A capture as a package that anybody can verify without this program: WARC, description, instructions."""

import hashlib
import io
import json
import zipfile

from django.utils import timezone

from ..review.models import Suspect
from .archives import Kept
from .proofs import Proof

INSTRUCTIONS = r"""存证包说明

record.warc.gz   抓取到的网页原件(国际标准 WARC 1.1,每条记录为一个 gzip 成员),含响应头和正文,未作任何改动
description.json 网址、抓取时间、正文摘要、对应的问题
SHA256SUMS       上面两个文件的摘要

怎样核对
1. 文件没有被改动:在本目录运行  sha256sum -c SHA256SUMS
   (Windows:certutil -hashfile record.warc.gz SHA256,与 SHA256SUMS 中的一行比较)
2. 正文摘要:用任意 WARC 工具取出第一条记录的正文(HTTP 头之后的全部字节),计算 SHA-256,
   应等于 description.json 中的 body_digest。不装工具时可用 Python 3:

   import gzip, hashlib, re
   head, _, rest = gzip.open("record.warc.gz").read().partition(b"\r\n\r\n")
   body = rest[:int(re.search(rb"Content-Length: (\d+)", head)[1])]
   if b"WARC-Type: response" in head:
       body = body.partition(b"\r\n\r\n")[2]
   print("sha256:" + hashlib.sha256(body).hexdigest())

3. 考评机关的存档中同一位置(archive、offset)的记录与此逐字节相同。
"""


def packed(suspect: Suspect, proof: Proof, kept: Kept) -> bytes:
    """A ZIP of the records as they lie in the archive, what they are, and how to verify them."""
    capture = kept.capture
    described = json.dumps(
        {
            "url": capture.url,
            "fetched_at": kept.row.fetched_at,
            "status": capture.status,
            "body_digest": kept.row.digest,
            "body_bytes": kept.row.body_bytes,
            "archive": kept.row.file,
            "offset": kept.row.offset,
            "length": kept.row.length,
            "problem": suspect.fact,
            "unit": suspect.unit.name,
            "message": suspect.message,
            "packed_at": timezone.now().isoformat(timespec="seconds"),
        },
        ensure_ascii=False,
        indent=1,
    ).encode()
    files = {"record.warc.gz": kept.records, "description.json": described}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    files["SHA256SUMS"] = sums.encode()
    files["核对说明.txt"] = INSTRUCTIONS.encode("utf-8-sig")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()
