"""The file of a what-if: what is supposed of a round."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from kaoping.errors import RoundError
from kaoping.rulebook.mistake import Mistake
from kaoping.rulebook.schemas import mistakes, validator
from kaoping.rulebook.strict_yaml import lines, parse
from kaoping.scoring import Changes

_NUMBERS = '{"type": "object", "additionalProperties": {"type": "number", "minimum": 0}}'
_SCHEMA = f"""{{
  "type": "object", "additionalProperties": false, "minProperties": 1,
  "properties": {{
    "weights": {{"type": "object", "additionalProperties": {_NUMBERS}}},
    "points": {{"type": "object", "additionalProperties": {_NUMBERS}}},
    "dropped": {{"type": "array", "items": {{"type": "string", "minLength": 1}}}}
  }}
}}"""


def read_changes(path: Path) -> Changes:
    """
    Read ``weights`` (group → system → weight), ``dropped`` (findings under appeal) and ``points`` (system →
    indicator or rule → points).

    Raises:
        RoundError: In Chinese, all mistakes at once with their lines.
    """
    try:
        data = path.read_bytes()
        value: Any = parse(data)
    except OSError as error:
        raise RoundError(f"推演文件 {path} 无法读取({error.strerror}),请核对路径") from error
    except Mistake as mistake:
        raise RoundError(f"{path} 第 {mistake.line} 行:{mistake.words}") from None
    if found := mistakes(validator(_SCHEMA), value):
        places = lines(data)
        words = "\n".join(f"  第 {places.get(at, 1)} 行:{said}" for at, said in found)
        raise RoundError(f"推演文件 {path} 有 {len(found)} 处要改:\n{words}")
    return Changes(
        weights=_figures(value.get("weights", {})),
        dropped=frozenset(value.get("dropped", ())),
        points=_figures(value.get("points", {})),
    )


def _figures(value: dict[str, dict[str, Any]]) -> dict[str, dict[str, Decimal]]:
    return {name: {key: Decimal(str(figure)) for key, figure in own.items()} for name, own in value.items()}
