"""Every package that is installed is pinned, those that others bring along too."""

from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


def pinned(file: str) -> dict[str, Requirement]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    parsed = [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]
    return {canonicalize_name(one.name): one for one in parsed}


def missing(known: dict[str, Requirement]) -> set[str]:
    """What the pinned packages need here and nobody pins."""
    here = [name for name, one in known.items() if one.marker is None or one.marker.evaluate()]
    needed = {Requirement(line) for name in here for line in requires(name) or []}
    names = {
        canonicalize_name(one.name) for one in needed if not one.marker or one.marker.evaluate({"extra": ""})
    }
    return names - known.keys()


def test_exact_versions():
    everything = [*pinned("requirements.txt").values(), *pinned("requirements-dev.txt").values()]
    assert [str(one) for one in everything if not str(one.specifier).startswith("==")] == []


def test_nothing_unpinned():
    site = pinned("requirements.txt")
    assert missing(site) == set()
    assert missing({**site, **pinned("requirements-dev.txt")}) == set()


def test_direct_dependencies_are_explained():
    """Up to the first empty line stand the ones we chose; docs/dependencies.md says why."""
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    for file in ("requirements.txt", "requirements-dev.txt"):
        chosen = (ROOT / file).read_text(encoding="utf-8").split("\n\n")[0].splitlines()
        names = [line.partition("==")[0].lower() for line in chosen if "==" in line]
        assert [name for name in names if f"| {name} " not in text] == []
