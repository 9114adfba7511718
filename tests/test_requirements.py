"""Every package that is installed is pinned, those that others bring along too."""

import re
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
FILES = ("requirements.txt", "requirements-pusat.txt", "requirements-dev.txt")


def pinned(file: str) -> dict[str, Requirement]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    parsed = [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]
    return {canonicalize_name(requirement.name): requirement for requirement in parsed}


def missing(known: dict[str, Requirement]) -> set[str]:
    """What the pinned packages need here and nobody pins."""
    here = [
        name
        for name, requirement in known.items()
        if requirement.marker is None or requirement.marker.evaluate()
    ]
    needed = {Requirement(line) for name in here for line in requires(name) or []}
    names = {
        canonicalize_name(requirement.name)
        for requirement in needed
        if not requirement.marker or requirement.marker.evaluate({"extra": ""})
    }
    return names - known.keys()


def test_exact_versions():
    everything = [requirement for file in FILES for requirement in pinned(file).values()]
    assert [
        str(requirement) for requirement in everything if not str(requirement.specifier).startswith("==")
    ] == []


def test_nothing_unpinned():
    """Each file with those that it takes in."""
    known: dict[str, Requirement] = {}
    for file in FILES:
        known |= pinned(file)
        assert missing(known) == set()


def test_direct_dependencies_are_explained():
    """Up to the first empty line stand the ones we chose; docs/dependencies.md says why."""
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    for file in FILES:
        chosen = (ROOT / file).read_text(encoding="utf-8").split("\n\n")[0].splitlines()
        names = [re.split(r"==|\[", line)[0].lower() for line in chosen if "==" in line]
        assert [name for name in names if f"| {name} " not in text] == []
