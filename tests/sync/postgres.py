"""A PostgreSQL server of the tests' own: on a free port, in a folder that goes away with it."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from uuid import uuid4

from tests.ports import free_port


def programs() -> Path | None:
    """The folder of the newest installed server's programs, or None."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[4]))
    on_path = shutil.which("initdb")
    return programs[-1].parent if programs else Path(on_path).parent if on_path else None


class Cluster:
    """A running server.

    Unless it is `durable` it does not wait for the disk: what the tests kill is pusat, not the machine.
    """

    def __init__(self, programs: Path, durable: bool = False) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="pusat-postgres-"))
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres", "postgres")
        self.port = free_port()
        self._run("initdb", "-A", "trust", "-U", "pusat", "-E", "UTF8", "--no-sync")
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c max_connections=200 -k {self._folder}"
        options += "" if durable else " -F"
        options += " -c log_line_prefix='%d|'"
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    @property
    def pid(self) -> int:
        """The first of its processes."""
        return int((self._folder / "data" / "postmaster.pid").read_text().split()[0])

    def create(self, template: str = "template1", folder: Path | None = None) -> str:
        """A new database, a copy of another, kept in this folder where one is named; its name."""
        name = f"pusat_{uuid4().hex}"
        where = ""
        if folder:
            if os.geteuid() == 0:
                shutil.chown(folder, "postgres", "postgres")
            self._sql(f"CREATE TABLESPACE {name} LOCATION '{folder}'")
            where = f"TABLESPACE {name}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE {template} {where}")
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self._sql(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        """The address of a database, for DATABASE_URL."""
        return f"postgres://pusat@127.0.0.1:{self.port}/{name}"

    def statements(self, name: str) -> list[str]:
        """What a database was asked, from the moment `log_statements` was called; each on one line."""
        log = (self._folder / "log").read_text(encoding="utf-8")
        entries = re.split(r"^(?=[^\s|]*\|[A-Z]+:)", log, flags=re.MULTILINE)
        asked = (re.match(rf"{name}\|LOG:  (?:statement|execute [^:]+): (.*)", e, re.DOTALL) for e in entries)
        return [" ".join(statement[1].split()) for statement in asked if statement]

    def log_statements(self, name: str) -> None:
        """Write down what connections that begin from now on ask this database."""
        self._sql(f"ALTER DATABASE {name} SET log_statement = 'all'")

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(self._folder)

    def _sql(self, statement: str) -> None:
        psql = [str(self._programs / "psql"), "-qX", "-v", "ON_ERROR_STOP=1", "-c", statement]
        subprocess.run([*psql, self.url("postgres")], check=True, stdout=subprocess.DEVNULL)

    def _run(self, program: str, *arguments: str) -> None:
        # The server refuses to run as root.
        user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        subprocess.run(
            [str(self._programs / program), "-D", str(self._folder / "data"), *arguments],
            check=True,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            **user,  # type: ignore[call-overload]
        )
