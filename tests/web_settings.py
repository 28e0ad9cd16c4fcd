"""
Settings of the tests: the product's own, over a folder that is thrown away, on SQLite in memory or on the
database that ``KAOPING_TEST_DATABASE`` names (``postgresql://user@127.0.0.1:5432/name``).
"""

import atexit
import os
import shutil
import tempfile
from unittest.mock import patch

_folder = tempfile.mkdtemp(prefix="kaoping-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
_given = {
    "KAOPING_DATA": _folder,
    "KAOPING_SECRET_KEY": "a key for tests alone",
    "KAOPING_LOG_LEVEL": "CRITICAL",
}
if _database := os.environ.get("KAOPING_TEST_DATABASE"):
    _given["KAOPING_DATABASE"] = _database
_others = {key: value for key, value in os.environ.items() if not key.startswith("KAOPING_")}
with patch.dict(os.environ, _others | _given, clear=True):
    from kaoping.web.settings import *  # noqa: F403

if not _database:
    # a file, as in use: in memory SQLite locks otherwise; nothing of it must outlive a crash
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder}/tests.sqlite"}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )

# as many sign-ins as a test likes; the real one is tested for itself
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
