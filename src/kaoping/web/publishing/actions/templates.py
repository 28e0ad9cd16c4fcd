"""The office's own docx for its notices: looked at when it is uploaded, used from then on, laid aside."""

import hashlib
import tempfile
from pathlib import Path

from django.db import transaction

from kaoping.errors import UsageError
from kaoping.reports.notice import check_template

from ...audit.actions import record
from ...evidence.opening import opened, plain_name
from ...evidence.store import path_of
from ...evidence.uploads import LARGEST_BYTES, lay_aside
from ...people.models import User
from ..models import NoticeTemplate
from ..refusals import Refused
from ..rows import now


@transaction.atomic
def take_template(*, content: bytes, name: str, by: User) -> NoticeTemplate:
    """
    Take a template, which is used for every docx of a notice from now on.

    Raises:
        Refused: Empty or too large; no docx; macros; fields that nobody knows, by name and place; code; no
            ``{正文}`` in a paragraph of its own.
        RefusedUpload: Damaged or hostile.
    """
    name = plain_name(name)
    if not 0 < len(content) <= LARGEST_BYTES:
        raise Refused(f"“{name}”是空文件或超过 {LARGEST_BYTES >> 20} MB,没有接收。")
    if not name.lower().endswith(".docx"):
        raise Refused(f"“{name}”不是 docx 文件,请用 Word 或 WPS 另存为 .docx。")
    opened(content, name, "document")  # in a child process: bombs and damaged files end there
    with tempfile.TemporaryDirectory(prefix="kaoping-template-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            check_template(path)
        except UsageError as error:
            raise Refused(str(error).replace(folder + "/", "")) from None
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    lay_aside(content, digest)
    NoticeTemplate.objects.filter(is_used=True).update(is_used=False)
    made = NoticeTemplate.objects.create(name=name, digest=digest, at=now(), by=by)
    record(by=by, action="publishing.take_template", subject=name, digest=digest)
    return made


@transaction.atomic
def drop_template(*, by: User) -> int:
    """Go back to the docx after the norm. Answers how many templates were in use."""
    count: int = NoticeTemplate.objects.filter(is_used=True).update(is_used=False)
    record(by=by, action="publishing.drop_template", subject="通报模板", count=count)
    return count


def template_in_use() -> Path | None:
    """
    Where the template in use lies.

    Raises:
        Refused: It has gone from the disk.
    """
    one = NoticeTemplate.objects.filter(is_used=True).first()
    if one is None:
        return None
    path = path_of(one.digest)
    if not path.is_file():
        raise Refused(f"通报模板“{one.name}”的文件已不在服务器上,请重新上传,或改用公文格式。")
    return path
