"""Programs that others have published, as they come from the registry, in a folder of their own."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from filelock import FileLock

from tests.site_process import ROOT, environment

PINNED = ROOT / "requirements-clients.txt"


def installed() -> Path:
    """The folder with what requirements-clients.txt pins, filled once for each state of that file."""
    digest = hashlib.sha256(PINNED.read_bytes()).hexdigest()[:16]
    folder = ROOT / ".venv" / f"clients-{digest}"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            half = folder.with_suffix(".half")
            words = ["install", "--quiet", "--require-hashes", "--target", str(half), "-r", str(PINNED)]
            subprocess.run([sys.executable, "-m", "pip", *words], check=True)
            half.rename(folder)
    return folder


def run(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python with the published packages before ours, in this folder."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment(PYTHONPATH=str(installed()), PYTHONUTF8="1"),
        capture_output=True,
        text=True,
    )


def answer(script: str, *arguments: str, folder: Path) -> Any:
    """What a script prints as JSON. AssertionError with its traceback where it fails."""
    done = run("-c", script, *arguments, folder=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
