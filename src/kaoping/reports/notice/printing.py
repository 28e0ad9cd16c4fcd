"""All files of a notice."""

from collections.abc import Sequence
from pathlib import Path

from ..publishing.publication import Publication
from .docx_file import write_notice_docx
from .facts import Website
from .html_file import write_notice_html
from .json_file import write_notice_json
from .notice import Notice
from .pdf_file import write_notice_pdf
from .template_file import write_from_template

DOCX, PDF, HTML, JSON = "notice.docx", "notice.pdf", "notice.html", "notice.json"


def write_notice(
    notice: Notice,
    folder: Path,
    *,
    annexes: Sequence[Publication] = (),
    site: Website | None = None,
    template: Path | None = None,
) -> tuple[Path, ...]:
    """
    Write docx, PDF, the data, and with a `site` the page for it; answers the files written.

    With a `template` the docx is the office's own, filled, without the annexes' tables.

    Raises:
        UsageError: The template is wrong.
        OutputError: A file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if template is None:
        write_notice_docx(notice, folder / DOCX, annexes)
    else:
        write_from_template(notice, template, folder / DOCX)
    write_notice_pdf(notice, folder / PDF, annexes)
    write_notice_json(notice, folder / JSON)
    if site is not None:
        write_notice_html(notice, site, folder / HTML)
    names = (DOCX, PDF, JSON, *((HTML,) if site is not None else ()))
    return tuple(folder / name for name in names)
