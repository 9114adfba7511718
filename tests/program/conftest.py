"""Two releases of the program: what is here, and a newer one."""

from pathlib import Path

import pytest

from .releases import FIRST, MIGRATION, SECOND, Repository

# A command, a module and a template that the older release has and the newer one does not.
DROPPED = {
    "dapodik/program/management/commands/lama.py": "from .backup import Command\n",
    "dapodik/web/lama.py": "",
    "templates/bantuan/lama.html": "lama",
}


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A copy of this repository at the version that is called the older one here."""
    made = Repository(tmp_path_factory.mktemp("repository") / "sumber")
    made.folder.mkdir()
    return made.fill()


@pytest.fixture(scope="session")
def older(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of what is here, with a few files that the newer one does not have."""
    repository.write("VERSION", f"{FIRST}\n")
    for name, text in DROPPED.items():
        repository.write(name, text)
    repository.commit("2026-01-03T00:00:00+00:00")
    return repository.release(tmp_path_factory.mktemp("older"))


@pytest.fixture(scope="session")
def newer(repository: Repository, older: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The next release: two migrations more, and some files fewer."""
    for name in DROPPED:
        (repository.folder / name).unlink()
    migrations = repository.folder / "dapodik" / "validasi" / "migrations"
    last = sorted(path.stem for path in migrations.glob("0*.py"))[-1]
    for after, name in ((last, "9001_satu"), ("9001_satu", "9002_dua")):
        text = MIGRATION.format(after=after, table=name[5:])
        repository.write(f"dapodik/validasi/migrations/{name}.py", text)
    repository.write("VERSION", f"{SECOND}\n")
    repository.commit("2026-02-03T00:00:00+00:00")
    return repository.release(tmp_path_factory.mktemp("newer"))
