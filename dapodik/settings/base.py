"""What every way of running the school's site shares. Wrong values are Django checks (checks.py)."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import tzlocal
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parents[2]
# Both are put there by manage.py (data_folder.prepare).
DATA_DIR = Path(os.environ["DAPODIK_DATA"])
SECRET_KEY = os.environ["DAPODIK_SECRET_KEY"]

# The address that the registration page proposes; `start --pusat URL` sets it too.
DEFAULT_PUSAT = os.environ.get("DAPODIK_PUSAT", "")
# The demonstration pusat that `start` runs beside the site: {"url", "npsn", "code", "login_url"}.
DEMO_PUSAT: dict[str, str] | None = None

DEBUG = False
# Only these names: a foreign page must not reach the site through a name that points to loopback.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "csp",
    "dapodik.program",
    "dapodik.akun",
    "dapodik.pokok",
    "dapodik.validasi",
    "dapodik.spreadsheet",
    "dapodik.webservice",
    "dapodik.web",
    "sync.lokal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dapodik.web.no_store.no_store",
    "dapodik.webservice.door.webservice",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dapodik.web.mulai.first_run.FirstRunMiddleware",
    "dapodik.web.masuk.gate.Gate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dapodik.web.errors.not_allowed",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dapodik.web.context.layout",
                "dapodik.web.context.version",
            ],
            # What every page may need without asking for it.
            "builtins": ["dapodik.web.guide"],
        },
    }
]

ROOT_URLCONF = "dapodik.urls"
WSGI_APPLICATION = "dapodik.wsgi.application"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "akun.Pengguna"
LOGIN_URL = "masuk"
LOGIN_REDIRECT_URL = "beranda"
LOGOUT_REDIRECT_URL = "masuk"
AUTHENTICATION_BACKENDS = ["dapodik.akun.backend.AkunBackend"]
_RULES = "dapodik.akun.password_rules"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_RULES}.LongEnough"},
    {"NAME": f"{_RULES}.NotCommon"},
    {"NAME": f"{_RULES}.NotOnlyDigits"},
    {"NAME": f"{_RULES}.UnlikeTheName", "OPTIONS": {"user_attributes": ("username", "nama")}},
]
# Whoever leaves the computer unused, or stays all day, logs in again; nothing that was typed is lost.
SESSION_IDLE = timedelta(minutes=30)
SESSION_LONGEST = timedelta(hours=12)

LANGUAGE_CODE = "id"
# The laptop's own zone: what the operator's clock shows is what the pages show.
try:
    TIME_ZONE = tzlocal.get_localzone_name()
except ZoneInfoNotFoundError:
    TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
# As all else in the data folder; Django would open them to everybody.
FILE_UPLOAD_PERMISSIONS = 0o600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# A browser does not tell ports apart: two schools on one computer need names of their own.
_OWN = hashlib.sha256(os.fsencode(DATA_DIR)).hexdigest()[:8]
SESSION_COOKIE_NAME = f"dapodik_sesi_{_OWN}"
CSRF_COOKIE_NAME = f"dapodik_csrf_{_OWN}"
MESSAGE_COOKIE_NAME = f"dapodik_pesan_{_OWN}"
MESSAGE_STORAGE = "dapodik.web.message_storage.MessageStorage"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "dapodik.web.errors.csrf_failure"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Namespaces of pages about the computer, accounts and the whole school: they work the same whichever semester
# is looked at.
OF_NO_SEMESTER = {"pengaturan", "sinkronisasi", "webservice"}

DJANGO_TABLES2_TEMPLATE = "_table.html"

# One spreadsheet of the largest school is below 10 MB; the rest of a request is small.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A request that waits a moment for a thread is no event.
    "loggers": {"waitress.queue": {"level": "ERROR"}},
}
