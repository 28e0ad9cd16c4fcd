"""Tables of a published document, as its reader sees them."""

from kaoping.pages.attachments import Attachment

from .tables import SeenCell, SeenRow, SeenTable


def tables_of(document: Attachment, file: str) -> tuple[SeenTable, ...]:
    """Every table of the body, rows numbered from 1, without words that are hidden or struck out."""
    return tuple(
        SeenTable(
            file,
            part.name,
            tuple(SeenRow(number, _cells(row)) for number, row in enumerate(part.rows, 1)),
            is_typed=False,
        )
        for part in document.parts
        if part.kind == "table"
    )


def hidden_words(document: Attachment) -> tuple[str, ...]:
    """Names of parts that no reader sees: hidden text, tracked deletions."""
    return tuple(part.name for part in document.parts if part.is_hidden and part.text)


def _cells(row: tuple[str, ...]) -> tuple[SeenCell, ...]:
    return tuple(SeenCell(text, "text" if text else "blank") for text in row)
