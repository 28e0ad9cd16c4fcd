"""
Loads a lexicon of COUNT invented words, first without and then from the cache, and looks for them.

    python lexicon_load.py COUNT

Prints, of the load from the cache in a process of its own: seconds from the rulebook's folder to the first
match (the shipped rulebook's share included), its peak memory in MB, milliseconds of CPU per text of 3,000
characters (normal form and matches; no text twice); then seconds of the first load, that makes the cache.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHARACTERS = [chr(code) for code in range(0x4E00, 0x9FA5)][:3500]
LENGTHS = (2, 3, 3, 4, 4, 4, 5, 6, 8)
HEAD = "title: 大词表\nuse: listed\nsource: {what: 随机生成, mark: suggested}\nentries:\n"


def main() -> None:
    if len(sys.argv) > 2:
        print(*_load(Path(sys.argv[2])))
        return
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder) / "rules" / "lexicons", int(sys.argv[1]))
        environment = {**os.environ, "KAOPING_CACHE": f"{folder}/cache"}
        command = [sys.executable, __file__, "0", f"{folder}/rules"]
        first, again = (
            subprocess.run(
                command, env=environment, capture_output=True, text=True, check=True
            ).stdout.split()
            for _ in range(2)
        )
    print(*again, first[0])


def _write(folder: Path, count: int) -> None:
    chosen = random.Random(5)
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(chosen.choices(CHARACTERS, k=chosen.choice(LENGTHS)))] = None
    folder.mkdir(parents=True)
    lines = (f'  - {{wrong: "{word}", right: "{word[::-1]}", class: 敏感词}}\n' for word in words)
    (folder / "big.yaml").write_text(HEAD + "".join(lines), "utf-8")


def _load(folder: Path) -> tuple[str, str, str]:
    from kaoping.checks.words import word_finder
    from kaoping.rulebook import load_rulebook

    began = time.perf_counter()
    finder = word_finder(load_rulebook(folder), "big")
    finder.find("一")
    seconds = time.perf_counter() - began
    chosen = random.Random(6)
    texts = [_text(chosen) for _ in range(200)]
    began = time.process_time()
    for text in texts:
        finder.find(text)
    cost = (time.process_time() - began) / len(texts) * 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{seconds:.2f}", f"{peak:.0f}", f"{cost:.3f}"


def _text(chosen: random.Random) -> str:
    """Sentences of 25 characters: a mark at the end of each, as of a page."""
    characters = chosen.choices(CHARACTERS, k=3000)
    characters[24::25] = chosen.choices(",。、;:“”()A1 ", k=120)
    return "".join(characters)


if __name__ == "__main__":
    main()
