"""The school's site that waits only a moment for a database that another program holds."""

from dapodik.settings.lokal import *  # noqa: F403
from dapodik.settings.lokal import DATABASES

DATABASES["default"]["OPTIONS"]["timeout"] = 0.2
