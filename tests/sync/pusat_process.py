"""`manage.py pusat ...`, with an optional point at which it kills itself: PUSAT_DIE_AT names one of
`points.PUSAT`, or is `commit NUMBER before` or `commit NUMBER after`."""

import os
import sys

import django
from django.core.management import execute_from_command_line

from . import points

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.pusat.settings"
    django.setup()
    point = os.environ.get("PUSAT_DIE_AT", "")
    if point in points.PUSAT:
        points.die_at(points.PUSAT[point])
    elif point:
        _, number, when = point.split()
        points.die_at_commit(int(number), when)
    execute_from_command_line(["manage.py", "pusat", *sys.argv[1:]])
