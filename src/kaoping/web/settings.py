"""
Settings of the web application, all from the environment with the prefix ``KAOPING_`` (secrets also from
files).

With none set it runs on a laptop: SQLite and everything else below ``./kaoping-data``.
"""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kaoping.environment import setting as _setting
from kaoping.errors import UsageError

WEB = Path(__file__).resolve().parent


def _number(name: str, default: str) -> int:
    given = _setting(name, default).strip()
    if not (given.isascii() and given.isdigit()):
        raise UsageError(f"KAOPING_{name} 应是一个不小于 0 的整数,现为“{given}”")
    return int(given)


def _flag(name: str, default: str) -> bool:
    return _setting(name, default).lower() in {"1", "true", "yes", "on", "是"}


SECRET_FILE = "secret-key"
DATA_FOLDER = Path(_setting("DATA", "kaoping-data")).resolve()


def _secret_key() -> str:
    """
    The given key, or the one that `kaoping serve` keeps in the data folder; without either one for this
    process alone, which is enough for tools and tests. Nothing is written here.
    """
    if given := _setting("SECRET_KEY"):
        return given
    file = DATA_FOLDER / SECRET_FILE
    return file.read_text("ascii").strip() if file.exists() else secrets.token_urlsafe(64)


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
            "CONN_HEALTH_CHECKS": True,  # nobody's page fails for a connection that a restart cut off
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
IS_SECRET_KEPT = bool(_setting("SECRET_KEY")) or (DATA_FOLDER / SECRET_FILE).exists()
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
    "kaoping.web.lookback",
    "kaoping.web.dashboard",
    "kaoping.web.api",
]
MIDDLEWARE = [
    "kaoping.web.pages.requests.RequestLog",
    "kaoping.web.pages.headers.Headers",
    "kaoping.web.api.answers.JsonRefusals",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kaoping.web.people.sessions.IdleLock",
    "kaoping.web.people.sessions.SecondFactorFirst",
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
                "kaoping.web.people.sessions.idle_minutes",
            ],
        },
    }
]

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "people:login"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "people:login"
AUTHENTICATION_BACKENDS = ["kaoping.web.people.sessions.KnownPeople"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_RULE = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_RULE}MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "kaoping.web.people.passwords.NotTooLong"},
    {
        "NAME": f"{_RULE}UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email", "phone")},
    },
    {"NAME": f"{_RULE}CommonPasswordValidator"},
    {"NAME": f"{_RULE}NumericPasswordValidator"},
    {"NAME": "kaoping.web.people.passwords.NotMonotonous"},
]
IS_SECURE = _flag("HTTPS", "0")
# who must have a second factor: "office" (all but units' people), "all", or "" for nobody
TOTP_FOR = _setting("TOTP", "office" if IS_SECURE else "")
PROXIES = _number("PROXIES", "0")  # proxies in front that append to X-Forwarded-For
IDLE_MINUTES = _number("IDLE_MINUTES", "30")
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "kaoping_session"
CSRF_COOKIE_NAME = "kaoping_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kaoping.web.pages.refusals.stale_form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE and PROXIES else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"  # shown; kept in UTC
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = None  # served from where they lie; nothing is collected
STATICFILES_DIRS = [WEB / "static"]
WHITENOISE_USE_FINDERS = True
# copies of archived pages are served on a port, or below an origin, of their own; 0 and "" for not at all
EVIDENCE_PORT = _number("EVIDENCE_PORT", "0")
EVIDENCE_ORIGIN = _setting("EVIDENCE_ORIGIN").rstrip("/")
MEDIA_ROOT = DATA_FOLDER / "uploads"  # never served as it lies
SEALED_UPLOAD_BYTES = _number("SEALED_UPLOAD_MB", "4096") << 20  # of a sealed round; the rest by digest
ROUNDS_FOLDER = DATA_FOLDER / "rounds"  # archives and results of rounds, one folder each
RULEBOOK_FOLDER = _setting("RULEBOOK")  # an office's own rulebook, or "" for the shipped one
WORKERS = _number("WORKERS", "2")  # sites that a worker process gathers at once
LEASE_SECONDS = float(_setting("LEASE_SECONDS", "60"))  # a worker not heard of for so long is replaced
METRICS_TOKEN = _setting("METRICS_TOKEN")  # without one only this machine itself may read figures
CONTACT = _setting("CONTACT")  # stands in the User-Agent of every request
ALLOW_PRIVATE = _flag("ALLOW_PRIVATE", "0")  # registered sites may lie in the office's own network

SMTP_HOST = _setting("SMTP_HOST")  # without one letters lie as files in the data folder's outbox
SMTP_PORT = _number("SMTP_PORT", "25")
SMTP_USER = _setting("SMTP_USER")
SMTP_PASSWORD = _setting("SMTP_PASSWORD")
SMTP_TLS = _setting("SMTP_TLS")  # "", starttls or ssl
SMTP_FROM = _setting("SMTP_FROM", "kaoping@localhost")
IMAP_HOST = _setting("IMAP_HOST")  # the mailbox to which units return their reports
IMAP_PORT = _number("IMAP_PORT", "993")
IMAP_USER = _setting("IMAP_USER")
IMAP_PASSWORD = _setting("IMAP_PASSWORD")
IMAP_TLS = _flag("IMAP_TLS", "1")
IMAP_FOLDER = _setting("IMAP_FOLDER", "INBOX")
IMAP_MINUTES = _number("IMAP_MINUTES", "10")  # how often the worker looks

DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "kaoping.web.pages.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": _setting("LOG_LEVEL", "WARNING").upper()},
    "loggers": {
        "kaoping": {"level": _setting("LOG_LEVEL", "INFO").upper()},
        # our own request log says the same, without addresses that hold a token
        "django.request": {"level": "ERROR"},
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
