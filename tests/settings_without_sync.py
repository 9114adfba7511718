"""The school's site as it is with the synchronisation left out."""

from dapodik.settings.lokal import *  # noqa: F403
from dapodik.settings.lokal import INSTALLED_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "sync.lokal"]
