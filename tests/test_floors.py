"""Who may import whom: the contracts of pyproject.toml, and that they catch what they should."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

VIOLATIONS = {
    "dapodik/pokok/write.py": "import dapodik.web.apps",
    "dapodik/akun/models.py": "import dapodik.pokok.models",
    "dapodik/validasi/apps.py": "import dapodik.spreadsheet.apps",
    "dapodik/web/apps.py": "import sync.lokal.apps",
    "dapodik/program/command.py": "import sync.wire.merge",
    "dapodik/program/database.py": "import dapodik.referensi.semester",
    "dapodik/loose.py": "",
    "dapodik/validasi/snapshot.py": "import typing\nif typing.TYPE_CHECKING:\n    from .rule import Rule",
    "sync/lokal/engine/run.py": "import sync.lokal.web.time_left",
    "sync/pusat/kip/matching.py": "import sync.pusat.web.officers",
    "sync/pusat/round/serve.py": "import sync.pusat.web.officers",
    "sync/pusat/store/table.py": "import sync.pusat.round.lowered_rules",
    "sync/pusat/door/keys.py": "import sync.pusat.round.lowered_rules",
    "sync/pusat/json_text.py": "import sync.pusat.store.table",
    "sync/wire/merge.py": "import dapodik.referensi.tables",
    "sync/pusat/models.py": "import dapodik.referensi.tables",
    "sync/lokal/apps.py": "import sync.pusat.models",
    "dapodik/pokok/models/record.py": "import dapodik.pokok.write",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """The contracts over the packages of this folder."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("floors")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in ("dapodik", "sync"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=lambda _, names: [n for n in names if n == "__pycache__"]
        )
    return folder


def test_floors_hold(copy):
    done = lint(copy)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", VIOLATIONS)
def test_a_planted_violation_is_caught(copy, path):
    module = copy / path
    original = module.read_text(encoding="utf-8") if module.exists() else None
    module.write_text(f"{VIOLATIONS[path]}\n{original or ''}", encoding="utf-8")
    try:
        done = lint(copy)
    finally:
        if original is None:
            module.unlink()
        else:
            module.write_text(original, encoding="utf-8")
    assert done.returncode == 1
    assert "BROKEN" in done.stdout, done.stdout + done.stderr
