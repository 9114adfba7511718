"""Morango's own Django project, the same for both sides; Django 3.2 is what Morango 0.8.15 asks for."""

import os
from pathlib import Path

SECRET_KEY = "benchmark"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "morango.urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
AUTH_USER_MODEL = "morango_site.Officer"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "morango",
    "benchmarks.sync.morango_site",
]
# Gives every answer its length.
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": Path(os.environ["DAPODIK_DATA"]) / "morango.sqlite3",
        "OPTIONS": {"timeout": 30},
    }
}
