"""Log lines: one JSON object each, in which nothing can start a line of its own or hide."""

import json
import logging
import re
from datetime import UTC, datetime

_OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
# line ends beyond ASCII, controls, marks that turn or hide text, lone surrogates
_HIDDEN = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


class JsonLines(logging.Formatter):
    """Writes a record as one line; CR, LF, control and bidi characters are escaped as ``\\uXXXX``."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "event": record.getMessage(),
        }
        fields |= {
            key: value
            for key, value in record.__dict__.items()
            if key not in _OWN and key not in ("request", "response")
        }
        if record.exc_info:
            fields["error"] = self.formatException(record.exc_info)
        written = json.dumps(fields, ensure_ascii=False, default=str)
        return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
