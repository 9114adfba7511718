"""The WSGI entry of the school's site."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dapodik.settings.lokal")
application = get_wsgi_application()
