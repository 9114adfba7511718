"""The central server: its own settings, nothing of the school's site."""

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from sync.pusat.database_errors import Formatter
from sync.wire.messages import PUSAT_ZONE

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ["DAPODIK_DATA"])
SECRET_KEY = os.environ["DAPODIK_SECRET_KEY"]

DEBUG = False
_PUBLIC_HOSTS = os.environ.get("PUSAT_HOSTS", "")
ALLOWED_HOSTS = (_PUBLIC_HOSTS or "localhost,127.0.0.1,[::1]").split(",")
try:
    # The proxies whose X-Forwarded-For is believed (docs/pusat.md).
    PROXIES = [ip_network(proxy) for proxy in os.environ.get("PUSAT_PROXIES", "").replace(",", " ").split()]
    # How many connections an address may have, but for these proxies, in each process.
    CONNECTIONS_MAX = int(os.environ.get("PUSAT_CONNECTIONS", "32"))
except ValueError as error:
    raise ImproperlyConfigured(f"PUSAT_PROXIES, PUSAT_CONNECTIONS: {error}") from error
# Set by `pusat start --demo` alone: a button that publishes an SK over invented pupils.
DEMO = False

INSTALLED_APPS = [
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "sync.pusat",
]

MIDDLEWARE = [
    "sync.pusat.door.middleware.of_schools",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sync.pusat.door.access.KeyRequiredMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sync.pusat.web.context.version",
            ]
        },
    }
]

ROOT_URLCONF = "sync.pusat.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if os.environ.get("DATABASE_URL"):
    # Only here: a school's computer, and a pusat on SQLite, do without these packages.
    import dj_database_url

    _server: dict[str, Any] = dict(dj_database_url.config())
    # For the rounds at work in one process (see admission.py: who waits has none yet), and for pages.
    _pool = {"min_size": 1, "max_size": 20, "timeout": 20}
    _server.setdefault("OPTIONS", {}).update(
        # What a round asks is understood and planned once for each connection: half of the database's work.
        pool=_pool,
        server_side_binding=True,
        prepare_threshold=2,
    )
    DATABASES = {"default": _server}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "pusat.sqlite3",
            "OPTIONS": {
                "timeout": 30,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    }

LANGUAGE_CODE = "id"
TIME_ZONE = PUSAT_ZONE.key
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Straight from the source folder: pusat has one stylesheet and needs no collecting step.
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_NAME = "pusat_sesi"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_NAME = "pusat_csrf"
CSRF_COOKIE_HTTPONLY = True
if _PUBLIC_HOSTS:
    # Under names of its own pusat stands behind a proxy that speaks https with browsers (docs/pusat.md).
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [
        f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS if host != "*"
    ]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
# Only files of offline synchronisation are uploaded: a larger one is passed over, not kept anywhere.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 9 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # What is answered with a number is no error: thousands may be told to wait. What was raised stays.
    "filters": {
        "raised": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: record.name != "django.request" or record.exc_info is not None,
        }
    },
    "formatters": {
        "line": {"()": Formatter, "format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["raised"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
