"""A copy of the entry point with a tiny package of its own, on this machine's Python, offline."""

import ast
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The machine's Python, as a stranger has it, not the environment the tests run in.
MACHINE_PYTHON = getattr(sys, "_base_executable", sys.executable)
# What stands behind the bootstrap here: says where it runs, with which package and words.
ENTRY = """
import json, sys
def run(argv):
    import contoh
    print(json.dumps({"prefix": sys.prefix, "version": contoh.VERSION, "argv": argv}))
    return int(argv[-1]) if argv[-1:] and argv[-1].isdigit() else 0
"""
MAKING, FETCHING = "Menyiapkan lingkungan Python", "Mengunduh paket"
SECONDS = 120


class Project:
    """A folder with manage.py, its requirements, and a folder of wheels in place of the internet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.venv = folder / ".venv"
        self.wheels = folder / "wheels"

    def fill(self) -> "Project":
        (self.folder / "dapodik" / "program").mkdir(parents=True)
        self.wheels.mkdir()
        shutil.copy(ROOT / "manage.py", self.folder)
        for name in ("bootstrap.py", "manifest.py"):
            shutil.copy(ROOT / "dapodik" / "program" / name, self.folder / "dapodik" / "program")
        (self.folder / "dapodik" / "program" / "entry.py").write_text(ENTRY)
        self.add_wheel("contoh", "1.0")
        self.require("contoh==1.0")
        return self

    def require(self, *pins: str, file: str = "requirements.txt") -> None:
        """Write a requirements file: each package with the hash of its wheel, as `.ci/pin` does."""
        lines = [f"{pin} \\\n    --hash=sha256:{self._hash(pin)}\n" for pin in pins]
        (self.folder / file).write_text("".join(lines))

    def _hash(self, pin: str) -> str:
        wheel = self.wheels / f"{pin.replace('==', '-')}-py3-none-any.whl"
        return hashlib.sha256(wheel.read_bytes() if wheel.exists() else b"").hexdigest()

    def add_wheel(self, name: str, version: str) -> None:
        info = f"{name}-{version}.dist-info"
        with zipfile.ZipFile(self.wheels / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}.py", f"VERSION = '{version}'\n")
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")

    def start(self, *words: str, python: str = MACHINE_PYTHON, **extra: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels), **extra}
        return subprocess.Popen(
            [python, str(self.folder / "manage.py"), *words],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *words: str, **options: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*words, **options)
        out, err = process.communicate(timeout=SECONDS)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, subprocess.CompletedProcess[str]]:
    """A project after its first command."""
    project = Project(tmp_path_factory.mktemp("bootstrap") / "asli").fill()
    return project, project.run("salam", "--a b")


@pytest.fixture
def project(finished: tuple[Project, object], tmp_path: Path) -> Project:
    """A copy of the finished project, which is also a folder that was moved."""
    shutil.copytree(finished[0].folder, tmp_path / "salinan", symlinks=True)
    return Project(tmp_path / "salinan")


@pytest.fixture
def bare(tmp_path: Path) -> Project:
    return Project(tmp_path / "baru").fill()


def works(done: subprocess.CompletedProcess[str], project: Project, version: str = "1.0") -> bool:
    return (
        done.returncode == 0 and f'"version": "{version}"' in done.stdout and str(project.venv) in done.stdout
    )


def test_first_command_makes_the_environment_and_keeps_its_output_clean(finished):
    project, done = finished
    assert works(done, project), done.stderr
    assert done.stdout.count("\n") == 1
    assert '"argv": ["salam", "--a b"]' in done.stdout
    assert MAKING in done.stderr
    assert FETCHING in done.stderr


def test_second_command_says_nothing_and_a_moved_folder_goes_on(project):
    done = project.run("salam")
    assert works(done, project)
    assert done.stderr == ""


def test_exit_code_passes_through(project):
    assert project.run("gagal", "7").returncode == 7


def test_changed_requirements_are_installed_in_place(project):
    project.add_wheel("contoh", "2.0")
    project.require("contoh==2.0")
    done = project.run("salam")
    assert works(done, project, "2.0")
    assert MAKING not in done.stderr


def test_test_command_installs_what_tests_need_and_start_keeps_it(project):
    project.add_wheel("alat", "1.0")
    project.require("contoh==1.0", "alat==1.0", file="requirements-dev.txt")
    assert works(project.run("test"), project)
    assert list(project.venv.rglob("alat.py"))
    assert FETCHING not in project.run("salam").stderr


def test_offline_is_a_sentence_and_the_next_try_goes_on(bare):
    wheel = next(bare.wheels.iterdir())
    wheel.rename(bare.folder / wheel.name)
    done = bare.run("salam")
    assert done.returncode == 1
    assert "periksa sambungan" in done.stderr
    assert done.stdout == ""
    (bare.folder / wheel.name).rename(wheel)
    again = bare.run("salam")
    assert works(again, bare)
    assert MAKING not in again.stderr


def test_a_release_does_not_have_what_tests_need_and_says_so(project):
    done = project.run("test")
    assert done.returncode == 1
    assert "requirements-dev.txt tidak ada di paket rilis" in done.stderr and "Traceback" not in done.stderr


def test_failed_download_leaves_what_was_there(project):
    project.require("contoh==9.9", file="requirements-dev.txt")
    assert project.run("test").returncode == 1
    assert works(project.run("salam"), project)


@pytest.mark.parametrize("fault", ["another content", "no hash"])
def test_a_package_with_another_content_is_refused_and_what_was_there_stays(project, fault):
    project.add_wheel("contoh", "2.0")
    project.require("contoh==2.0")
    before = (project.venv / "ready.json").read_bytes()
    if fault == "no hash":
        (project.folder / "requirements.txt").write_text("contoh==2.0\n")
    else:
        with zipfile.ZipFile(project.wheels / "contoh-2.0-py3-none-any.whl", "a") as wheel:
            wheel.writestr("jahat.py", "")
    done = project.run("salam")
    assert done.returncode == 1 and "HASH" in done.stderr.split("Pemasangan paket gagal")[0].upper()
    assert "Traceback" not in done.stderr
    assert (project.venv / "ready.json").read_bytes() == before
    assert not list(project.venv.rglob("jahat.py"))


@pytest.mark.parametrize("damage", ["no-mark", "no-python", "other-python", "only-a-folder"])
def test_half_made_environment_is_made_anew(project, damage):
    ready = project.venv / "ready.json"
    if damage == "no-mark":
        ready.unlink()
    elif damage == "no-python":
        shutil.rmtree(project.venv / "bin", ignore_errors=True)
        shutil.rmtree(project.venv / "Scripts", ignore_errors=True)
    elif damage == "other-python":
        ready.write_text(ready.read_text().replace("python", "ular", 2))
    else:
        shutil.rmtree(project.venv)
        project.venv.mkdir()
    done = project.run("salam")
    assert works(done, project), done.stderr
    assert MAKING in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
def test_killed_while_an_update_is_installed_then_again(project):
    project.add_wheel("contoh", "2.0")
    project.require("contoh==2.0")
    process = project.start("salam")
    deadline = time.monotonic() + SECONDS
    while (project.venv / "ready.json").exists() and time.monotonic() < deadline:
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert not (project.venv / "ready.json").exists()
    assert works(project.run("salam"), project, "2.0")


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
def test_killed_in_the_middle_then_again(bare):
    process = bare.start("salam")
    deadline = time.monotonic() + SECONDS
    while not (bare.venv / "pyvenv.cfg").exists() and time.monotonic() < deadline:
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    done = bare.run("salam")
    assert works(done, bare), done.stderr


def test_two_at_once_make_one_environment(bare):
    both = [bare.start("salam") for _ in range(2)]
    outputs = [process.communicate(timeout=SECONDS) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert sum(err.count(MAKING) for _, err in outputs) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let a running program be replaced")
def test_from_inside_a_broken_environment_it_mends_itself(project):
    (project.venv / "ready.json").unlink()
    inside = project.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    assert works(project.run("salam", python=str(inside)), project)


def test_python_without_venv_is_a_sentence(bare, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['ensurepip'] = None\n")
    done = bare.run("salam", PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert "-venv" in done.stderr


def test_program_folder_that_cannot_be_written_is_a_sentence(bare):
    (bare.folder / ".venv.lock").mkdir()
    done = bare.run("salam")
    assert done.returncode == 1
    assert "tidak dapat ditulis" in done.stderr
    assert "Traceback" not in done.stderr


def test_old_python_is_a_sentence(bare):
    code = "import sys, runpy; sys.version_info = (3, 8, 1); runpy.run_path('manage.py', run_name='__main__')"
    done = subprocess.run(
        [MACHINE_PYTHON, "-c", code], cwd=bare.folder, capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr
    assert "3.8" in done.stderr


def test_old_pythons_can_read_the_entry_point():
    tree = ast.parse((ROOT / "manage.py").read_text(), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.FunctionDef, ast.NamedExpr)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
