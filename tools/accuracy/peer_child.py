"""
Reads pages with other people's libraries, in the benchmark's environment: ``python peer_child.py FOLDER``.

Prints a JSON object: library -> file name -> {title, date, text, ms}; what a library does not give is null.
"""

import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Read every file of the folder with every library."""
    import htmldate
    import readability
    import trafilatura
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    def by_trafilatura(body: bytes) -> dict:
        found = trafilatura.bare_extraction(body, with_metadata=True)
        told = found.as_dict() if found else {}
        return {"title": told.get("title"), "date": told.get("date"), "text": told.get("text")}

    def by_htmldate(body: bytes) -> dict:
        return {"date": htmldate.find_date(body, original_date=True)}

    def by_readability(body: bytes) -> dict:
        page = readability.Document(bytes_to_str(body, detect_encoding(body)))
        return {"title": page.title(), "text": extract_plain_text(page.summary())}

    def by_resiliparse(body: bytes) -> dict:
        text = bytes_to_str(body, detect_encoding(body))
        return {"text": extract_plain_text(text, main_content=True, preserve_formatting=False)}

    peers = {
        "trafilatura": by_trafilatura,
        "htmldate": by_htmldate,
        "readability": by_readability,
        "resiliparse": by_resiliparse,
    }
    files = sorted(Path(sys.argv[1]).iterdir())
    print(json.dumps({name: _all(read, files) for name, read in peers.items()}, ensure_ascii=False))


def _all(read: object, files: list[Path]) -> dict[str, dict]:
    found = {}
    for warm in (True, False):
        for path in files[:3] if warm else files:
            body, start = path.read_bytes(), time.process_time()
            try:
                told = read(body)  # type: ignore[operator]
            except Exception as error:  # noqa: BLE001 — a page that a peer cannot read is its answer
                told = {"error": type(error).__name__}
            found[path.name] = told | {"ms": (time.process_time() - start) * 1000}
    return found


if __name__ == "__main__":
    main()
