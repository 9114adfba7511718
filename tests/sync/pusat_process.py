"""`manage.py pusat ...`, with an optional point at which it kills itself: PUSAT_DIE_AT names one of
`points.PUSAT` and how many times it is reached by then, or is `commit NUMBER before` or `... after`."""

import os
import sys

import django
from django.core.management import execute_from_command_line

from . import clock, points

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.pusat.settings"
    django.setup()
    clock.set_wrong()
    point, _, times = os.environ.get("PUSAT_DIE_AT", "").rpartition(" ")
    if point in points.PUSAT:
        points.die_at(points.PUSAT[point], int(times))
    elif point:
        points.die_at_commit(int(point.removeprefix("commit ")), when=times)
    execute_from_command_line(["manage.py", "pusat", *sys.argv[1:]])
