"""`manage.py pusat ...`, with an optional point (PUSAT_DIE_AT) at which it kills itself."""

import os
import sys

import django
from django.core.management import execute_from_command_line

from . import points

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.pusat.settings"
    django.setup()
    if os.environ.get("PUSAT_DIE_AT"):
        points.die_at(points.PUSAT[os.environ["PUSAT_DIE_AT"]])
    execute_from_command_line(["manage.py", "pusat", *sys.argv[1:]])
