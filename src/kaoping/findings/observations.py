"""Reads stored observations (`observations.jsonl`), one line after the other."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import msgspec

from kaoping.checks import Observation
from kaoping.errors import FindingsError

_SHOWN = 20


def read_observations(path: Path) -> Iterator[Observation]:
    """
    The observations of a file (or of one that was packed by gzip), in its order; nothing is kept.

    Whole lines come out as they are read; that others are damaged is said at the end, so that all of them
    are named. Who gathers everything before writing anything therefore never writes half.

    Raises:
        FindingsError: It cannot be read, or has damaged lines.
    """
    decoder = msgspec.json.Decoder(Observation)
    damaged: list[str] = []
    count = 0
    try:
        with _opened(path) as lines:
            for number, line in enumerate(lines, start=1):
                if line.isspace():
                    continue
                try:
                    yield decoder.decode(line)
                except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                    count += 1
                    if len(damaged) < _SHOWN:
                        damaged.append(f"  第 {number} 行:{_told(line, error)}")
    except FileNotFoundError:
        raise FindingsError(f"找不到观察记录 {path},请检查路径") from None
    except (OSError, EOFError) as error:
        raise FindingsError(f"观察记录 {path} 无法读取({error}),请检查文件是否完整") from error
    if damaged:
        more = f"\n  另有 {count - _SHOWN} 行" if count > _SHOWN else ""
        advice = "请从原检查结果重新复制,或用 kaoping replay 重新生成"
        raise FindingsError(f"观察记录 {path} 有 {count} 行损坏,{advice}:\n" + "\n".join(damaged) + more)


def _opened(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _told(line: bytes, error: Exception) -> str:
    if not line.rstrip().endswith(b"}"):
        return "不完整(可能写到一半中断)"
    return f"不是一条观察记录({str(error)[:120]})"
