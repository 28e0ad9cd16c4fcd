"""What the frontier knows of an address: which page led to it, which list its data belong to."""

import sqlite3
from dataclasses import dataclass

MOST_STEPS = 1000


@dataclass(frozen=True, slots=True)
class Context:
    """
    `cited_by` is the page that led here; `section_url` the list page whose rows a data address answers;
    `is_frame` says that it was found as a frame of another page.
    """

    cited_by: str = ""
    section_url: str = ""
    is_frame: bool = False


def context_of(connection: sqlite3.Connection, url_hash: int) -> Context:
    """The context of one address of a site; empty where the frontier does not know it."""
    cited_by, section_url, is_frame = "", "", False
    for _ in range(MOST_STEPS):
        row = connection.execute(
            "SELECT u.target, p.url, p.hash FROM urls u JOIN urls p ON p.hash=u.parent WHERE u.hash=?",
            (url_hash,),
        ).fetchone()
        if row is None:
            break
        target, parent_url, url_hash = row
        is_frame = is_frame or (target == "frame" and not cited_by)
        cited_by = cited_by or parent_url
        if target != "data":
            break
        section_url = (
            parent_url  # a data answer may lead to the next one: the list page stands above them all
        )
    return Context(cited_by, section_url, is_frame)
