"""`kaoping read`: prints what was understood of saved files and single addresses, one JSON object each."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kaoping.errors import UsageError
from kaoping.gather.addresses import normalise
from kaoping.rounds.telling import Answer, Asked, tell
from kaoping.rulebook import load_rulebook

from .options import EXIT_CLEAN, EXIT_USAGE, RENDER_WORDS, parse_day


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What `kaoping read` was asked, word for word."""

    words: tuple[str, ...]
    urls: tuple[str, ...]
    today: str
    render: str
    allow_private: bool
    rulebook: Path | None
    is_pretty: bool


def run_read(request: ReadRequest) -> int:
    """
    Print one JSON object a word, in order; answers the exit code, 2 where a word could not be read.

    Raises:
        KaopingError: For what the user can mend before anything is read.
    """
    if request.render not in RENDER_WORDS:
        raise UsageError(f"--render {request.render} 不对,只能是 {'、'.join(RENDER_WORDS)}。")
    asked = _asked(request.words, request.urls)
    try:
        return asyncio.run(_print_all(asked, request))
    except BrokenPipeError:  # `| head`: whoever reads us has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_CLEAN


async def _print_all(asked: Sequence[Asked], request: ReadRequest) -> int:
    rules, today = load_rulebook(request.rulebook), parse_day(request.today)
    code = EXIT_CLEAN
    async for answer in tell(asked, rules, today, render=request.render, allow_private=request.allow_private):
        code = EXIT_USAGE if answer.error else code
        sys.stdout.buffer.write(_line(answer, is_pretty=request.is_pretty))
        sys.stdout.buffer.flush()
    return code


def _asked(words: Sequence[str], urls: Sequence[str]) -> list[Asked]:
    """The words with the addresses of the files among them, which `--url` gives in the same order."""
    given = iter(urls)
    asked = []
    for word in words:
        plain = Asked(word)
        own = "" if plain.is_address else next(given, "")
        url = normalise(own) if own else ""
        if url is None or (url and not url.startswith(("http://", "https://"))):
            raise UsageError(f"--url {own} 不是有效的网址,请写成 http://… 的样子。")
        asked.append(Asked(word, url))
    if next(given, None) is not None:
        raise UsageError("--url 比文件多:每个文件最多给一个,按文件的顺序。")
    return asked


def _line(answer: Answer, *, is_pretty: bool) -> bytes:
    """A JSON object, `file` before what was understood; without line breaks unless it is to be pretty."""
    name = None if answer.asked.is_address else answer.asked.name
    head = {"file": name.encode("utf-8", "replace").decode() if name else name}
    if answer.error:
        head |= {"url": answer.url or None, "error": answer.error}
    if is_pretty:
        whole = head | (json.loads(answer.told) if answer.told else {})
        return json.dumps(whole, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"
    line = json.dumps(head, ensure_ascii=False).encode()
    return (line[:-1] + b"," + answer.told[1:] if answer.told else line) + b"\n"
