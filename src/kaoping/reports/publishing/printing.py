"""Prints a publication in the format that the file's name asks for."""

from pathlib import Path

from kaoping.errors import UsageError

from .book import write_xlsx
from .document import write_docx
from .pdf import write_pdf
from .publication import Publication

_WRITERS = {".docx": write_docx, ".xlsx": write_xlsx, ".pdf": write_pdf}


def write_publication(publication: Publication, path: Path) -> None:
    """
    Write it as docx, xlsx or PDF.

    Raises:
        UsageError: The suffix is none of these.
        OutputError: It cannot be written.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UsageError(f"不能写成 {path.name}：只能写 .docx、.xlsx 或 .pdf 文件。")
    writer(publication, path)
