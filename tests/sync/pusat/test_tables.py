"""Pusat's tables on PostgreSQL: they can be spread over servers by school, and are asked little."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from sync.lokal.client import Client
from sync.wire.messages import Batch, Change, Exchange, Offer, Registration, encode

from .. import postgres
from ..conftest import NAME, NPSN, Pusat, pupil

# Of a school, and spread by it.
OF_SCHOOL = {"installation", "batch", "record", "receipt", "offline_reply"}
# Of no school: the same on every server, or spread by the SK.
OTHERS = {"npsn", "wrong_attempt", "rule_level", "sk", "sk_row"}

KEYS = """
SELECT t.relname, i.relname, a.attname
FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
WHERE t.relnamespace = 'public'::regnamespace AND t.relname = ANY(%s)
"""
FOREIGN_KEYS = """
SELECT t.relname, r.relname, pg_get_constraintdef(c.oid)
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid
WHERE c.contype = 'f' AND t.relname = ANY(%s)
"""


def test_every_key_of_a_schools_rows_begins_with_the_school(new_database: str) -> None:
    with psycopg.connect(new_database) as connection:
        keys = connection.execute(KEYS, [list(OF_SCHOOL)]).fetchall()
        foreign = connection.execute(FOREIGN_KEYS, [list(OF_SCHOOL | OTHERS | {"sekolah"})]).fetchall()
    assert {table for table, _, _ in keys} == OF_SCHOOL
    assert [key for key in keys if key[2] != "sekolah_id"] == []
    # Tables spread alike may name one another by what they are spread by; all may name what is everywhere.
    assert {(table, names) for table, names, _ in foreign} == {
        *((table, "sekolah") for table in OF_SCHOOL),
        ("sk_row", "sk"),
    }
    assert all(
        "(sekolah_id) REFERENCES sekolah(id)" in how for _, names, how in foreign if names == "sekolah"
    )


def test_every_table_is_of_a_school_or_of_none(new_database: str) -> None:
    with psycopg.connect(new_database) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    own = {name for (name,) in tables if not name.startswith(("django_", "auth_"))}
    assert own == OF_SCHOOL | OTHERS | {"sekolah"}


@pytest.fixture
def asked(new_database: str, tmp_path: Path, cluster: postgres.Cluster) -> Iterator[list[list[str]]]:
    """The statements of two rounds: 5 new pupils and 5 changed ones, then 500 and 500."""
    name = new_database.rpartition("/")[2]
    cluster.log_statements(name)
    pusat = Pusat(tmp_path, new_database)
    pusat.start("", "--workers", "1")
    code = pusat.add_school(NPSN, NAME)
    with Client(pusat.url) as client:
        joined = client.register(Registration(NPSN, code, "laptop"))
    pupils = [Change("peserta_didik", uuid4(), pupil(n)) for n in range(1010)]
    rounds = []
    with Client(pusat.url, joined.key) as client:
        for number, size in enumerate((505, 10, 1000), start=1):
            batch = [Change(p.kind, p.id, {"rt": str(number)}) for p in pupils[: size // 2]]
            new = [pupils.pop() for _ in range(size // 2)] if number > 1 else pupils[:505]
            before = len(cluster.statements(name))
            answer = client.exchange(
                Exchange(
                    catalogue="c",
                    app="1",
                    epoch="e",
                    acked=number - 1,
                    since=0,
                    offer=Offer(number, encode(Batch(new if number == 1 else batch + new))),
                )
            )
            assert answer.ack and not answer.ack.results
            rounds.append(cluster.statements(name)[before:])
    yield rounds[1:]
    pusat.kill()


def test_a_round_costs_the_same_statements_whatever_its_size(asked: list[list[str]]) -> None:
    small, large = asked
    assert any(statement.startswith("COPY record") for statement in small)
    assert [shape(statement) for statement in small] == [shape(statement) for statement in large]


def test_every_question_about_a_schools_rows_names_the_school(asked: list[list[str]]) -> None:
    met: set[str] = set()
    for statement in asked[1]:
        tables = set(re.findall(r"\b(?:FROM|INTO|UPDATE|COPY|JOIN) \"?(\w+)\"?", statement))
        met |= tables
        if tables & OF_SCHOOL:
            assert '"sekolah_id"' in statement or ".sekolah_id = " in statement, statement
    assert met >= {"installation", "batch", "record"}


def shape(statement: str) -> str:
    """A statement without its values."""
    return re.sub(r"'[^']*'|\$\d+|\b\d+\b", "?", statement)[:80]
