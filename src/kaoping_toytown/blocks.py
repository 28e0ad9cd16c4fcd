"""A paragraph of a page, by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["text", "heading", "center", "right", "left", "html"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; `html` holds finished inner markup."""

    kind: BlockKind
    html: str
