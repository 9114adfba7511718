"""Names and docstrings keep to docs/glossary.md: no private words, and no docstring that asks a question."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(
    path
    for folder in ("dapodik", "sync")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
PRIVATE_WORDS = {"one", "held", "told", "said", "kept", "found", "some", "most"}
OPENINGS = ("What of these", "Whether")

Finding = tuple[int, str]


def private_names(tree: ast.Module) -> Iterator[Finding]:
    """(line, name) of each function, class, parameter, variable and attribute whose name is a private word.

    Fields of a class are left out: they are columns of tables and fields of messages, which older versions
    know under their names.
    """
    fields = {
        id(target)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        for target in ast.walk(statement)
        if isinstance(statement, ast.Assign | ast.AnnAssign)
    }
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                pass
            case ast.Name(id=name, ctx=ast.Store()) if id(node) not in fields:
                pass
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                pass
            case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)):
                pass
            case _:
                continue
        if name.strip("_").lower() in PRIVATE_WORDS:
            yield node.lineno, name


def questions(tree: ast.Module) -> Iterator[Finding]:
    """(line, opening words) of each docstring that asks what its function answers, instead of saying it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            text = ast.get_docstring(node) or ""
            if text.startswith(OPENINGS):
                yield getattr(node, "lineno", 1), text[:40]


def findings(source: str) -> list[Finding]:
    """Private names and questions of a module, in the order of its lines."""
    tree = ast.parse(source)
    return sorted([*private_names(tree), *questions(tree)])


def test_names_and_docstrings():
    bad = [
        f"{path.relative_to(ROOT)}:{line}: {words}"
        for path in MODULES
        for line, words in findings(path.read_text(encoding="utf-8"))
    ]
    assert bad == [], "\n".join(bad)
    assert [str(path) for path in MODULES if path.stem in PRIVATE_WORDS] == []


@pytest.mark.parametrize(
    "source",
    [
        "def told(): ...",
        "class Held: ...",
        "def tell(one): ...",
        "FOUND = 1",
        "class Query:\n    def __init__(self):\n        self.found = 1",
        "from x import y as told",
        "try: ...\nexcept E as one: ...",
        "def count(rows):\n    return [one for one in rows]",
        "def count(rows):\n    _kept = rows",
        'def is_open():\n    """Whether it is open."""',
        'class Query:\n    """What of these is open."""',
    ],
)
def test_each_of_these_is_caught(source):
    assert len(findings(source)) == 1


def test_fields_may_keep_their_stored_names():
    assert findings("class Conflict:\n    kept: str\n    lost = 1\n") == []
