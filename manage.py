#!/usr/bin/env python3
"""The only entry point: `python3 manage.py start` on a bare machine, and every command after it."""

import os
import sys

from dapodik import bootstrap

SETTINGS = {"pusat": ("sync.pusat.settings", "dapodik-pusat")}


def main(argv: list[str]) -> int:
    """Run one command inside `.venv`, made first where it is missing."""
    if bootstrap.must_enter(argv):
        return bootstrap.enter(argv)
    if argv[:1] == ["test"]:
        return bootstrap.run_tests(argv[1:])
    from dapodik import data_folder

    settings, folder_name = SETTINGS.get(argv[0] if argv else "", ("dapodik.settings.lokal", "dapodik"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    try:
        data_folder.prepare(data_folder.chosen(argv, folder_name))
    except data_folder.UnusableFolder as error:
        sys.stderr.write(f"{error}\n")
        return 1
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", *argv])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
