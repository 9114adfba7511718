"""Every package that is installed is pinned with its hashes, those that others bring along too."""

import re
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from dapodik.program.bootstrap import REQUIREMENTS

ROOT = Path(__file__).resolve().parents[1]


def entries(file: str) -> list[str]:
    """Each requirement with the lines that continue it."""
    text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith(("#", "-r", "-c"))]


def pinned(file: str) -> dict[str, Requirement]:
    parsed = [Requirement(entry.split(" --hash")[0]) for entry in entries(file)]
    return {canonicalize_name(requirement.name): requirement for requirement in parsed}


def chosen(file: str) -> dict[str, Requirement]:
    """The packages that we chose ourselves, of which the file is made."""
    return pinned(file.replace(".txt", ".in"))


def missing(known: dict[str, Requirement]) -> set[str]:
    """What the pinned packages need here and nobody pins."""
    here = [
        name
        for name, requirement in known.items()
        if requirement.marker is None or requirement.marker.evaluate()
    ]
    installed = {canonicalize_name(each.name): each for each in distributions()}
    needed = {Requirement(line) for name in here for line in installed[name].requires or []}
    names = {
        canonicalize_name(requirement.name)
        for requirement in needed
        if not requirement.marker or requirement.marker.evaluate({"extra": ""})
    }
    return names - known.keys()


@pytest.mark.parametrize("file", REQUIREMENTS)
def test_exact_versions_each_with_hashes(file):
    wrong = [
        entry
        for entry in entries(file)
        if not re.fullmatch(r"\S+==\S+( ;.+?)?( +--hash=sha256:[0-9a-f]{64})+", entry)
    ]
    assert wrong == [] and entries(file)


@pytest.mark.parametrize("file", REQUIREMENTS)
def test_nothing_unpinned(file):
    assert missing(pinned(file)) == set()


def test_each_file_holds_all_of_the_one_before():
    for smaller, larger in zip(REQUIREMENTS, REQUIREMENTS[1:], strict=False):
        assert set(entries(smaller)) - set(entries(larger)) == set()


@pytest.mark.parametrize("file", REQUIREMENTS)
def test_what_is_chosen_is_what_is_pinned(file):
    """A changed .in file whose .txt was not made again (`.ci/pin`)."""
    versions = {name: requirement.specifier for name, requirement in pinned(file).items()}
    asked = {name: requirement.specifier for name, requirement in chosen(file).items()}
    assert asked.items() - versions.items() == set()


@pytest.mark.parametrize("file", REQUIREMENTS)
def test_no_address_of_an_index(file):
    """Where packages come from is said by the machine that installs, never by the repository."""
    for name in (file, file.replace(".txt", ".in")):
        assert not re.search(r"://|--(extra-)?index|--find-links|^-[if] ", (ROOT / name).read_text(), re.M)


def test_direct_dependencies_are_explained():
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    names = [name for file in REQUIREMENTS for name in chosen(file)]
    assert [name for name in names if f"| {name} " not in text] == []
