"""What the child that looks at a page is told; apart from it, for the server asks and never looks."""

import msgspec


class Wanted(msgspec.Struct):
    """
    What to look at. `words` are looked for on the page; `targets` are addresses of which only the status is
    wanted. Without `folder` nothing is archived.
    """

    url: str
    words: list[str] = []
    targets: list[str] = []
    allow: list[tuple[str, int]] = []
    allow_private: bool = False
    folder: str = ""
    run_id: str = ""
    with_picture: bool = False
