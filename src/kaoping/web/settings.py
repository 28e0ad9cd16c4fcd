"""
Settings of the web application, all from the environment with the prefix ``KAOPING_`` (secrets also from
files).

With none set it runs on a laptop: SQLite and everything else below ``./kaoping-data``.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kaoping.errors import UsageError

WEB = Path(__file__).resolve().parent


def _setting(name: str, default: str = "") -> str:
    """``KAOPING_<name>``, or the content of the file named by ``KAOPING_<name>_FILE``."""
    if file := os.environ.get(f"KAOPING_{name}_FILE"):
        return Path(file).read_text("utf-8").strip()
    return os.environ.get(f"KAOPING_{name}", default)


def _flag(name: str, default: str) -> bool:
    return _setting(name, default).lower() in {"1", "true", "yes", "on", "是"}


DATA_FOLDER = Path(_setting("DATA", "kaoping-data")).resolve()


def _secret_key() -> str:
    """
    The given key, or one made at the first start and kept in the data folder, readable by its owner only.
    """
    if given := _setting("SECRET_KEY"):
        return given
    file = DATA_FOLDER / "secret-key"
    if not file.exists():
        DATA_FOLDER.mkdir(parents=True, exist_ok=True)
        with open(
            os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w", encoding="ascii"
        ) as stream:
            stream.write(secrets.token_urlsafe(64))
    return file.read_text("ascii")


def _database(address: str) -> dict[str, object]:
    """A database by its address: ``postgresql://user:password@host:port/name`` or ``sqlite:///path``."""
    parts = urlsplit(address)
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    if parts.scheme != "sqlite":
        raise UsageError(f"KAOPING_DATABASE 应以 postgresql:// 或 sqlite:/// 开头,现为“{address}”")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": parts.path[1:] if parts.path.startswith("//") else parts.path,
        "OPTIONS": {
            # a writer takes its turn at once instead of failing when a reader becomes a writer
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
        },
    }


SECRET_KEY = _secret_key()
DEBUG = _flag("DEBUG", "0")
ALLOWED_HOSTS = [host for host in _setting("HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
CSRF_TRUSTED_ORIGINS = [origin for origin in _setting("ORIGINS").split(",") if origin]
DATABASES = {"default": _database(_setting("DATABASE", f"sqlite:///{DATA_FOLDER / 'kaoping.sqlite'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "kaoping.web.pages",
    "kaoping.web.people",
    "kaoping.web.audit",
    "kaoping.web.planning",
    "kaoping.web.gathering",
    "kaoping.web.evidence",
    "kaoping.web.inspection",
    "kaoping.web.review",
    "kaoping.web.imports",
    "kaoping.web.units",
    "kaoping.web.publishing",
    "kaoping.web.dashboard",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "kaoping.web.urls"
WSGI_APPLICATION = "kaoping.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "people:login"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "people:login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "kaoping_session"
CSRF_COOKIE_NAME = "kaoping_csrf"
IS_SECURE = _flag("HTTPS", "0")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"  # shown; kept in UTC
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_FOLDER / "static"
STATICFILES_DIRS = [WEB / "static"]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA_FOLDER / "uploads"  # never served as it lies
ROUNDS_FOLDER = DATA_FOLDER / "rounds"  # archives and results of rounds, one folder each
RULEBOOK_FOLDER = _setting("RULEBOOK")  # an office's own rulebook, or "" for the shipped one

DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
