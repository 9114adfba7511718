"""`import_pd` killed (SIGKILL) in mid-import: never half an import, and the next one does all of it."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site_process import ROOT, environment, manage

from .sheet_file import pupil, sheet_file

POINTS = {
    "before anything is stored": ("dapodik.pokok.write", "save", "before"),
    "before the history is written": ("dapodik.pokok.write", "_journal", "before"),
    "before the commit": ("dapodik.pokok.write", "save", "after"),
}
KILLED = """
import sys
from tests.sync.points import die_at
from dapodik.program import entry
import django.core.management as management
run = management.execute_from_command_line
def armed(argv):
    import django
    django.setup()
    die_at(tuple(sys.argv[1:4]))
    run(argv)
management.execute_from_command_line = armed
entry.run(sys.argv[4:])
"""


@pytest.mark.parametrize("point", POINTS)
def test_killed_import(point: str, tmp_path: Path) -> None:
    data, sheet = tmp_path / "data", tmp_path / "daftar.xlsx"
    sheet.write_bytes(sheet_file([pupil(number) for number in range(1, 4)]).getvalue())
    words = ["import_pd", str(sheet), "--yes", "--json", "--data", str(data)]
    command = [sys.executable, "-c", KILLED, *POINTS[point], *words]
    killed = subprocess.run(command, cwd=ROOT, env=environment(), start_new_session=True)
    assert killed.returncode == -signal.SIGKILL
    assert json.loads(manage("validate", "--json", data=data).stdout) == []
    assert json.loads(manage("import_pd", sheet, "--yes", "--json", data=data).stdout)["added"] == 3
