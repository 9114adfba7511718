"""What stood in a column is told by no error: not on a terminal, not in a log."""

import logging
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError

from sync.pusat.database_errors import Formatter, in_words
from tests.sync import processes
from tests.sync.conftest import Pusat, environment

SECRET = "3205010101150099"


def logged(error: BaseException) -> str:
    """The line of a log in which this error is."""
    info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "database", None, info)
    return Formatter("{message}", style="{").format(record)


def test_an_error_of_postgresql_is_logged_without_the_value(new_database: str) -> None:
    with psycopg.connect(new_database) as database:
        try:
            try:
                database.execute("INSERT INTO npsn VALUES (%s, gen_random_uuid())", [SECRET])
            except psycopg.Error as error:
                raise IntegrityError(f"{error}: {SECRET}") from error
        except IntegrityError as wrapped:
            text = logged(wrapped)
    assert text.startswith("database\nTraceback") and "That led to:" in text
    assert text.count("SQLSTATE 22001") == 2 and SECRET not in text


def test_other_errors_say_what_they_did() -> None:
    try:
        raise ValueError("nothing of the database") from KeyError("before")
    except ValueError as error:
        text = logged(error)
    assert "builtins.ValueError: nothing of the database" in text and "KeyError: 'before'" in text
    assert in_words(OSError("disk")) == "disk"
    assert sys.exc_info() == (None, None, None)


def test_a_command_tells_the_code_alone(new_database: str, tmp_path: Path) -> None:
    pusat = Pusat(tmp_path / "pusat", new_database)
    with psycopg.connect(new_database) as database:
        database.execute(f"ALTER TABLE sk ADD CONSTRAINT tidak_boleh CHECK (number <> '{SECRET}')")  # type: ignore[arg-type]
    decree = tmp_path / "sk.csv"
    decree.write_text("peserta_didik_id,nomor_kip,nama_di_kip\n")
    with pytest.raises(AssertionError) as failed:
        pusat.command("import_sk", str(decree), "--number", SECRET, "--date", "2026-11-02")
    assert "Basis data menolak: SQLSTATE 23514 sk tidak_boleh" in str(failed.value)
    assert SECRET not in str(failed.value) and "Traceback" not in str(failed.value)


def test_a_terminal_gets_no_control_characters(tmp_path: Path) -> None:
    pusat = Pusat(tmp_path / "pusat")
    pusat.command("add_school", "--npsn", "20299001", "--name", "SD", "--json")
    nasty = "\x1b]0;dicuri\x07\x9b31m\u202e"
    decree = tmp_path / "sk.csv"
    decree.write_text(f"peserta_didik_id,nomor_kip,nama_di_kip\n,{nasty},BUDI\n", encoding="utf-8")
    words = ["import_sk", str(decree), "--number", "KIP/1", "--date", "2026-11-02"]
    for more in ([], ["--json"]):
        known = environment(pusat.folder, **pusat.settings)
        code, out, _ = processes.output("tests.sync.pusat_process", known, *words, *more)
        assert code == 0 and all(sign.isprintable() or sign == "\n" for sign in out), out
        assert "tanda yang tidak terlihat" in out
