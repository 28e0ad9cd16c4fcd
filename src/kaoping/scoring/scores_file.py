"""All scores of a round as one JSON document, byte for byte the same for the same scores."""

from decimal import Decimal
from typing import Any

import msgspec

from kaoping.errors import ScoringError

from .conducting import Scores
from .figures import plain

FORMAT = 1


def scores_json(scores: Scores) -> bytes:
    """
    The scores in UTF-8: points as strings in their shortest spelling (``"1.5"``), keys sorted, one key a
    line. Equal scores give equal bytes.
    """
    told = {"format": FORMAT, "scores": _plain(msgspec.to_builtins(scores, builtin_types=(Decimal,)))}
    return msgspec.json.format(msgspec.json.encode(told, order="sorted"), indent=1) + b"\n"


def read_scores_json(data: bytes) -> Scores:
    """
    What `scores_json` wrote.

    Raises:
        ScoringError: It is no such document, or of a later format.
    """
    try:
        told = msgspec.json.decode(data)
        if told["format"] != FORMAT:
            raise ScoringError(f"评分文件的格式是{told['format']},本版本只认{FORMAT}:请用写出它的版本来读。")
        return msgspec.convert(told["scores"], Scores)
    except (ValueError, KeyError, TypeError) as error:
        raise ScoringError(f"不是评分文件,或已损坏:{error}") from error


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return value
    if kind is Decimal:
        return plain(value)
    if kind is dict:
        return {key: _plain(one) for key, one in value.items()}
    if kind is list or kind is tuple:
        return [_plain(one) for one in value]
    return value
