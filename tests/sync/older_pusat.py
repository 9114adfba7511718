"""A pusat that is restored from an older copy of its own database, as its keeper would."""

import shutil
from uuid import uuid4

from .conftest import Pusat


def copied(pusat: Pusat) -> str:
    """A copy of pusat's database as it is, to be given to `set_back`. Pusat goes on after it."""
    pusat.kill()
    copy = f"pusat_{uuid4().hex}"
    _copy(pusat, _name(pusat), copy)
    pusat.start()
    return copy


def set_back(pusat: Pusat, copy: str) -> None:
    """Pusat goes on with what it held when the copy was made."""
    pusat.kill()
    _copy(pusat, copy, _name(pusat))
    pusat.start()


def _name(pusat: Pusat) -> str:
    return pusat.database["DATABASE_URL"].rpartition("/")[2] if pusat.database else "pusat.sqlite3"


def _copy(pusat: Pusat, source: str, target: str) -> None:
    if not pusat.database:
        for aside in pusat.folder.glob(f"{target}-*"):
            aside.unlink()
        for part in pusat.folder.glob(f"{source}*"):
            shutil.copy(part, pusat.folder / part.name.replace(source, target))
        return
    import psycopg

    server = pusat.database["DATABASE_URL"].rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)".encode())
        # Whoever still hangs on to the source stands in the way of a copy.
        admin.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s", [source]
        )
        admin.execute(f"CREATE DATABASE {target} TEMPLATE {source}".encode())
