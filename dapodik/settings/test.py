"""As the school's computer, with a folder of its own and cheaper password hashing."""

import os
import tempfile

if "DAPODIK_DATA" not in os.environ:
    _folder = tempfile.TemporaryDirectory(prefix="dapodik-test-", ignore_cleanup_errors=True)
    os.environ["DAPODIK_DATA"] = _folder.name
os.environ.setdefault("DAPODIK_SECRET_KEY", "only-for-tests-" + "x" * 40)

from .lokal import *  # noqa: F403
from .lokal import DATA_DIR, DATABASES, STATIC_ROOT

TIME_ZONE = "Asia/Jakarta"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
# whitenoise warns where it is missing.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
