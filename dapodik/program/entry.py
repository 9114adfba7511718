"""Inside `.venv`: choose settings and data folder, and run the command."""

import os
import sys
from pathlib import Path

from . import data_folder
from .version import VERSION

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {"pusat": ("sync.pusat.settings", "dapodik-pusat")}
SITE = ("dapodik.settings.lokal", "dapodik")
# A worker for every processor; one that has finished takes over from the others. `-n 0` runs all in one.
ON_EVERY_PROCESSOR = ("-n", "auto", "--dist", "worksteal")


def run(argv: list[str]) -> int:
    """Run one command. Returns its exit code, or raises SystemExit as Django does."""
    if argv[:1] == ["test"]:
        return _run_tests(argv[1:])
    if argv[:1] in (["version"], ["--version"]):
        sys.stdout.write(f"{VERSION}\n")
        return 0
    settings, folder_name = SETTINGS.get(argv[0] if argv else "", SITE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    try:
        data_folder.prepare(data_folder.chosen(argv, folder_name))
    except data_folder.UnusableFolder as error:
        sys.stderr.write(f"{error}\n")
        return 1
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", *argv])
    return 0


def _run_tests(arguments: list[str]) -> int:
    """Run pytest with these words of the command line; its own options count over those given here."""
    import pytest

    os.chdir(ROOT)
    return pytest.main([*ON_EVERY_PROCESSOR, *arguments])
