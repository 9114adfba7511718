"""What laptops and pusat import whatever their settings are: loaded once, for all that are forked later.

An import that is missing here costs its time in every process, and nothing else.
"""

from importlib import import_module

_NAMES = """
cryptography.hazmat.primitives.ciphers.aead csp.middleware django.conf.locale.id.formats
django.contrib.auth.hashers django.contrib.postgres.fields django.contrib.sessions.backends.db
django.core.cache django.core.management.commands.migrate django.core.wsgi django.db.backends.sqlite3.base
django.db.migrations.autodetector django.db.migrations.executor django.forms django.template.loader_tags
django.test django.urls django.views.csrf django.views.generic django_filters django_htmx
gunicorn.workers.gthread msgspec openpyxl psycopg_pool pytest reportlab.graphics.barcode.qr
reportlab.platypus requests time_machine tzlocal waitress whitenoise.middleware zstandard
"""

for _name in _NAMES.split():
    try:
        import_module(_name)
    except ImportError:
        # Windows lacks gunicorn.
        continue
