"""README names every command of the project, and what README, CONTRIBUTING and the docs name exists."""

import argparse
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.site_process import environment

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    str(page.relative_to(ROOT)) for folder in (ROOT, ROOT / "docs") for page in folder.glob("*.md")
)
# What the program's entry answers before there are commands, and Django's own that recipes need.
OF_THE_ENTRY = {"test": {"--cepat"}, "version": set(), "--version": set()}
OF_DJANGO = {"makemigrations"}

PUSAT = """
import argparse, json, django
django.setup()
from sync.pusat.management.commands.pusat import Command
actions = Command().create_parser("", "pusat")._actions
(commands,) = (action for action in actions if isinstance(action, argparse._SubParsersAction))
options = lambda parser: [option for action in parser._actions for option in action.option_strings]
print(json.dumps({name: options(parser) for name, parser in commands.choices.items()}))
"""


@cache
def commands() -> dict[str, set[str]]:
    """Each command of the site and of pusat (`pusat NAME`) with its options."""
    own = {name: app for name, app in get_commands().items() if str(app).startswith(("dapodik.", "sync."))}
    found = {
        name: options(load_command_class(app, name).create_parser("", name)) for name, app in own.items()
    }
    return found | of_pusat() | OF_THE_ENTRY


def of_pusat() -> dict[str, set[str]]:
    """Pusat has settings of its own, so it is asked in a process of its own."""
    known = environment(
        DAPODIK_DATA=str(ROOT), DAPODIK_SECRET_KEY="x" * 60, DJANGO_SETTINGS_MODULE="sync.pusat.settings"
    )
    done = subprocess.run(
        [sys.executable, "-c", PUSAT], cwd=ROOT, env=known, capture_output=True, text=True, check=True
    )
    return {f"pusat {name}": set(given) for name, given in json.loads(done.stdout).items()}


def options(parser: argparse.ArgumentParser) -> set[str]:
    return {option for action in parser._actions for option in action.option_strings}


def named(page: str) -> list[tuple[str, list[str]]]:
    """(command, its options) of every call that a page shows, in blocks and in the text."""
    text = (ROOT / page).read_text(encoding="utf-8")
    calls = re.findall(r"manage\.py ([^`\n]+)|`(pusat [^`\n]+)`", text)
    shown = []
    for words in (re.split(r" {2,}", first or second)[0].split() for first, second in calls):
        name = " ".join(words[:2]) if words[0] == "pusat" else words[0]
        shown.append((name.rstrip(".,;:"), re.findall(r"--[a-z][a-z-]*", " ".join(words[1:]))))
    return shown


def test_the_readme_names_every_command():
    shown = {name for name, _ in named("README.md")}
    assert sorted(commands().keys() - shown - {"version"}) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_its_options_exist(page):
    known = commands() | {name: set() for name in OF_DJANGO}
    unknown = [
        (name, option)
        for name, given in named(page)
        for option in given or [""]
        if name not in known or (option and option not in known[name])
    ]
    assert unknown == []


def test_every_option_of_the_readme_exists():
    """Those of tables and of the text too."""
    spans = re.findall(r"`([^`\n]*)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    mentioned = {option for span in spans for option in re.findall(r"--[a-z][a-z-]*", span)}
    assert sorted(mentioned - set().union(*commands().values())) == []


def test_start_options_are_all_explained():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    of_django = options(argparse.ArgumentParser()) | {
        "--version", "--verbosity", "-v", "--settings", "--pythonpath", "--traceback", "--no-color",
        "--force-color", "--skip-checks",
    }  # fmt: skip
    assert [option for option in sorted(commands()["start"] - of_django) if option not in text] == []


def test_the_options_of_the_fast_lane_exist(pytestconfig):
    """`manage.py test` gives its words to pytest."""
    for option in OF_THE_ENTRY["test"]:
        assert pytestconfig.getoption(option) in (True, False)
