"""
PDF by typst: the words go in as JSON, so nothing in them is code; what typefaces stand in for others is said.

Typefaces that offices print with are not free and not on every machine: for each the nearest that is there
is taken, and the file says on its last page which.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from kaoping.errors import OutputError
from kaoping.roster.visible import shown

from .document import cell_words
from .paper import BODY_FACE, HEAD_FACE, KAI_FACE, NUMBER_FACE, PAGE_FACE, TITLE_FACE
from .publication import Grid, Publication

TEMPLATE = Path(__file__).parent.parent / "templates" / "notice.typ"
# each wanted face with what may stand in for it, the nearest first
STAND_INS: Mapping[str, tuple[str, ...]] = {
    TITLE_FACE: (
        "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "Source Han Serif SC Heavy", "Noto Serif CJK SC",
        "Source Han Serif SC",
    ),
    BODY_FACE: (
        "FangSong_GB2312", "仿宋", "FangSong", "FandolFang R", "Zhuque Fangsong", "Noto Serif CJK SC",
        "Source Han Serif SC",
    ),
    HEAD_FACE: ("SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei"),
    KAI_FACE: (
        "KaiTi_GB2312", "楷体", "KaiTi", "LXGW WenKai", "AR PL UKai CN", "Noto Serif CJK SC",
        "Source Han Serif SC",
    ),
    PAGE_FACE: ("SimSun", "Noto Serif CJK SC", "Source Han Serif SC"),
    NUMBER_FACE: ("Liberation Serif", "Tinos", "Libertinus Serif"),
}  # fmt: skip
_ROLES = {"title": TITLE_FACE, "body": BODY_FACE, "head": HEAD_FACE, "kai": KAI_FACE, "page": PAGE_FACE}


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces in use by what they are wanted for, and in Chinese which stand in for which."""

    used: Mapping[str, str]
    note: str


@lru_cache(maxsize=1)
def _machine() -> Any:
    # imported late: 80 MB that only a PDF needs
    import typst

    return typst.Fonts()


@lru_cache(maxsize=1)
def faces() -> Faces:
    """The faces of this machine."""
    there = frozenset(_machine().families())
    used = {
        wanted: next((name for name in (wanted, *others) if name in there), "")
        for wanted, others in STAND_INS.items()
    }
    told = [f"{wanted}以{name or '系统默认字体'}代替" for wanted, name in used.items() if name != wanted]
    note = f"本文件所用字体：{'，'.join(told)}。在装有原字体的电脑上重新生成即用原字体。" if told else ""
    return Faces(used, note)


def write_pdf(publication: Publication, path: Path) -> None:
    """
    Write a publication as PDF; the same publication and typefaces give the same bytes.

    Raises:
        OutputError: It cannot be written, or typst refuses.
    """
    typeset(path, publication.title, publication.author, publication.day, publications=(publication,))


def typeset(
    path: Path,
    title: str,
    author: str,
    day: str,
    *,
    blocks: Sequence[Mapping[str, Any]] = (),
    publications: Sequence[Publication] = (),
    imprint: Sequence[Mapping[str, Any]] = (),
) -> None:
    """
    Set blocks of text, then publications, each on pages of its own; `imprint` at the foot of the last.

    Raises:
        OutputError: As `write_pdf`.
    """
    import typst

    found = faces()
    latin = {"name": found.used[NUMBER_FACE], "covers": "latin-in-cjk"}
    data = {
        "title": shown(title).replace("\n", ""),
        "author": shown(author),
        "faces": {
            role: [*([latin] if found.used[NUMBER_FACE] else []), *filter(None, (found.used[face],))]
            for role, face in _ROLES.items()
        },
        # a plain Song face is too light for a title
        "title_weight": "bold" if "Serif" in found.used[TITLE_FACE] else "regular",
        "faces_note": found.note,
        "blocks": list(blocks),
        "imprint": list(imprint),
        "publications": [_data(one) for one in publications],
    }
    stamp = datetime.fromisoformat(day or "1980-01-01").replace(tzinfo=UTC)
    try:
        made = typst.compile(
            str(TEMPLATE),
            font_paths=_machine(),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=int(stamp.timestamp()),
        )
        unfinished = path.with_name(f"{path.name}.part")
        unfinished.write_bytes(made)
        os.replace(unfinished, path)
    except typst.TypstError as error:
        raise OutputError(
            f"PDF 排版失败：{path}（{error.message}）。请改用 docx 文件，并把这句话告诉开发者。"
        ) from error
    except OSError as error:
        words = f"PDF 写不出来：{path}（{error.strerror}）。请检查磁盘空间和写入权限，并关闭已打开的文档。"
        raise OutputError(words) from error


def _data(one: Publication) -> dict[str, Any]:
    return {
        "title": shown(one.title),
        "annex": shown(one.annex),
        "is_wide": one.is_wide,
        "heads": [_padded(one.heads[n : n + 2]) for n in range(0, len(one.heads), 2)],
        "grids": [_grid(grid) for grid in one.grids],
        "notes": [shown(note) for note in one.notes],
    }


def _padded(pair: Sequence[tuple[str, str]]) -> list[str]:
    words = [_lines(word) for head in pair for word in head]
    return [*words, *[""] * (4 - len(words))]


def _grid(grid: Grid) -> dict[str, Any]:
    kinds = [column.kind for column in grid.columns]
    rows = [
        [_lines(cell_words(cell, kind, grid.places)) for cell, kind in zip(row, kinds, strict=True)]
        for row in grid.rows
    ]
    return {
        "name": shown(grid.name),
        "columns": [{"name": shown(c.name), "width": c.width, "kind": c.kind} for c in grid.columns],
        "rows": rows,
        "strong": sorted(grid.strong),
        "size": grid.size,
        "notes": [shown(note) for note in grid.notes],
    }


def _lines(words: str) -> str:
    return "\n".join(map(shown, words.split("\n")))
