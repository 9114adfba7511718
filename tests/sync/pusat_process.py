"""`manage.py pusat ...`, with an optional point at which it kills itself: PUSAT_DIE_AT names one of
`points.PUSAT` and how many times it is reached by then, or is `commit NUMBER before` or `... after`."""

import os

import django
from django.conf import settings
from django.core.management import execute_from_command_line

from sync.pusat.serving import patience

from . import clock, points


def main(*words: str) -> None:
    """Run this command of pusat."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.pusat.settings"
    django.setup()
    if os.environ.get("CHEAP_HASHES"):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if seconds := os.environ.get("PUSAT_PATIENCE"):
        patience.HEAD_SECONDS = patience.BODY_SECONDS = float(seconds)
        patience.BODY_RATE = float("inf")
    clock.set_wrong()
    point, _, times = os.environ.get("PUSAT_DIE_AT", "").rpartition(" ")
    if point in points.PUSAT:
        points.die_at(points.PUSAT[point], int(times))
    elif point:
        points.die_at_commit(int(point.removeprefix("commit ")), when=times)
    execute_from_command_line(["manage.py", "pusat", *words])
