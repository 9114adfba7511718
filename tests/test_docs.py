"""README and docs name only what exists, and the architecture names every room."""

import re
from functools import cache
from itertools import product
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    [
        *(str(page.relative_to(ROOT)) for page in ROOT.glob("*.md")),
        *(str(page.relative_to(ROOT)) for page in ROOT.glob("docs/*.md")),
    ]
)
# A name in code marks with one of these endings is meant as a file of ours.
SOURCE = {".py", ".html", ".css", ".js", ".toml"}
# What Django wants in any app.
UNNAMED = {"migrations", "management"}


@cache
def paths() -> set[PurePosixPath]:
    """The files of the project, and the folders they are in."""
    files = {
        PurePosixPath(path.relative_to(ROOT).as_posix())
        for top in ROOT.iterdir()
        if not top.name.startswith(".")
        for path in [top, *top.rglob("*")]
        if path.is_file() and "__pycache__" not in path.parts
    }
    return files | {folder for file in files for folder in file.parents if folder.parts}


def code_spans(page: str) -> list[str]:
    """What stands in code marks on a page, without its blocks of code and its tables of old names."""
    text = (ROOT / page).read_text(encoding="utf-8").split("## Old names")[0]
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def spread(name: str) -> list[str]:
    """The names that braces stand for: `a/{b,c}.py` is `a/b.py` and `a/c.py`."""
    parts = re.split(r"\{([^}]*)\}", name)
    choices = [part.split(",") if index % 2 else [part] for index, part in enumerate(parts)]
    return ["".join(chosen) for chosen in product(*choices)]


def is_path(name: str) -> bool:
    """True for a name that is meant as a path of the project: not a command, an address or a pattern."""
    if re.search(r"[\s<>*()=]", name) or name.startswith(("/", ".", "-")):
        return False
    first, slash, _ = name.partition("/")
    is_inside = bool(slash) and PurePosixPath(first) in paths()
    return is_inside or PurePosixPath(name).suffix in SOURCE


def exists(name: str) -> bool:
    """True for a path from the project's folder, and for the bare name of a file that is somewhere in it."""
    path = PurePosixPath(name.rstrip("/"))
    return path in paths() or (len(path.parts) == 1 and path.name in {known.name for known in paths()})


@pytest.mark.parametrize("page", PAGES)
def test_paths_exist(page):
    named = {path for span in code_spans(page) if is_path(span) for path in spread(span)}
    assert sorted(path for path in named if not exists(path)) == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)", text)
    own = [link for link in links if "://" not in link]
    assert [link for link in own if not ((ROOT / page).parent / link).exists()] == []


def test_the_architecture_names_every_room():
    """The folders of the first two levels of dapodik/ and sync/."""
    folders = {path for path in paths() if (ROOT / path).is_dir() and not UNNAMED & set(path.parts)}
    rooms = {path for path in folders if path.parts[0] in ("dapodik", "sync") and 2 <= len(path.parts) <= 3}
    named = {PurePosixPath(span.rstrip("/")) for span in code_spans("docs/architecture.md")}
    assert sorted(map(str, rooms - named)) == []
