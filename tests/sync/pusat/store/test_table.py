"""Pusat's tables on PostgreSQL: they can be spread over servers by school, and are asked little."""

import base64
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest
import requests

from sync.lokal.engine.client import Client
from sync.wire import sealed
from sync.wire.messages import Batch, Change, Comparison, Exchange, Offer, Proof
from sync.wire.offline import OfflineReply, OfflineRequest
from sync.wire.packing import encode
from sync.wire.registration import Registration
from tests.sync import postgres
from tests.sync.by_file import upload
from tests.sync.conftest import NAME, NPSN, ROOT, SECONDS, Pusat, pupil

PUPIL = UUID("3fa85f64-5717-4562-b3fc-2c963f66afa6")
ADDRESSES = re.findall(r'path\(\s*"([^"]*)"', (ROOT / "sync/pusat/urls.py").read_text(encoding="utf-8"))

# One that was given, with a signature that is not pusat's.
TANDA_TERIMA = f"terima/?nomor={NPSN}-000001&tanda=x"

# Of a school, and spread by it.
OF_SCHOOL = {"installation", "batch", "record", "receipt", "offline_reply", "moment"}
# Of no school: the same on every server, or spread by the SK.
OTHERS = {"npsn", "wrong_attempt", "security_event", "rule_level", "sk", "sk_row"}

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
    # Records have no such key: see their model.
    assert {(table, names) for table, names, _ in foreign} == {
        *((table, "sekolah") for table in OF_SCHOOL - {"record"}),
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


@pytest.fixture
def everything(
    new_database: str, tmp_path: Path, cluster: postgres.Cluster
) -> Iterator[dict[str, list[str]]]:
    """{address: what the database was asked}: every address of pusat is called, and an SK read in."""
    name = new_database.rpartition("/")[2]
    cluster.log_statements(name)
    pusat = Pusat(tmp_path, new_database)
    pusat.start("", "--workers", "1")
    calls = {**_of_a_school(pusat), **_of_officers(pusat)}
    asked = {}
    for address, call in calls.items():
        before = len(cluster.statements(name))
        call()
        asked[address] = cluster.statements(name)[before:]
    yield asked
    pusat.kill()


def _of_a_school(pusat: Pusat) -> dict[str, Callable[[], object]]:
    client, joined = Client(pusat.url), None
    code = pusat.add_school(NPSN, NAME)

    def register() -> None:
        nonlocal client, joined
        joined = client.register(Registration(NPSN, code, "laptop"))
        client = Client(pusat.url, joined.key)

    def carry_a_letter() -> None:
        assert joined
        offer = Offer(3, encode(Batch([Change("peserta_didik", PUPIL, {"rt": "8"}, base=9)])))
        request = Exchange(catalogue="c", app="1", epoch="e", acked=2, since=3, offer=offer)
        key_hash = sealed.hash_of(joined.key.rpartition(".")[2])
        address = UUID(joined.sekolah_id), joined.installation
        letter = sealed.seal(
            OfflineRequest(request, expected=Proof(0, {})), sealed.Purpose.REQUEST, key_hash, *address
        )
        reply = upload(pusat, base64.b64encode(letter).decode())
        read = sealed.unseal(reply, sealed.Purpose.REPLY, key_hash, OfflineReply)
        assert read.answers[0].answer.ack

    def exchange() -> None:
        hello = Exchange(catalogue="c", app="1", epoch="e", acked=0, since=0)
        offer = Offer(1, encode(Batch([Change("peserta_didik", PUPIL, pupil(1))])))
        offered = msgspec.structs.replace(hello, offer=offer)
        first = client.exchange(offered)
        assert client.exchange(offered).ack == first.ack
        changed = Offer(2, encode(Batch([Change("peserta_didik", PUPIL, {"rt": "9"}, base=9)])))
        client.exchange(
            msgspec.structs.replace(hello, acked=1, offer=changed, head=first.head, mark=first.mark)
        )
        settled = msgspec.structs.replace(hello, acked=2, since=3, proof=Proof(3, {}))
        differing = client.exchange(settled).verdict
        assert differing and not differing.receipt
        same = client.exchange(msgspec.structs.replace(settled, proof=Proof(3, differing.kinds))).verdict
        assert same and same.receipt

    return {
        "sync/v1/register": register,
        "sync/v1/exchange": exchange,
        "offline/ with a letter": carry_a_letter,
        "sync/v1/compare": lambda: client.compare(Comparison({})),
        "sync/v1/renew_key": lambda: client.renew_key(),
        "sync/v1/revoke": lambda: client.revoke(99),
        "sync/v1/check": lambda: client.check(),
    }


def _of_officers(pusat: Pusat) -> dict[str, Callable[[], object]]:
    session = requests.Session()
    # The first leads on with the session of whoever has the key.
    key = (pusat.folder / "kunci_petugas").read_text()
    session.get(f"{pusat.url}/masuk/", params={"kunci": key}, timeout=SECONDS)
    decree = pusat.folder / "sk.csv"
    decree.write_text(f"peserta_didik_id,nomor_kip,nama_di_kip\n{PUPIL},ABC123,BUDI\n")

    def import_sk() -> None:
        done = pusat.command("import_sk", str(decree), "--number", "KIP/1", "--date", "2026-11-02", "--json")
        assert done["published"] == 1, done

    def page(address: str) -> Callable[[], object]:
        for part, value in (
            ("<uuid:school>", str(PUPIL)),
            ("<uuid:pk>", str(PUPIL)),
            ("<str:token>", "x"),
            ("terima/", TANDA_TERIMA),
        ):
            address = address.replace(part, value)
        return lambda: session.get(f"{pusat.url}/{re.sub('<int:.*?>', '1', address)}", timeout=SECONDS)

    pages = [address for address in ADDRESSES if not address.startswith(("sync/", "keluar/"))]
    return {"import_sk": import_sk, **{address: page(address) for address in pages}}


def test_every_address_of_a_school_is_asked_for_here(everything: dict[str, list[str]]) -> None:
    """What is new under /sync/ has to be called above."""
    assert {address for address in everything if address.startswith("sync/")} == {
        address for address in ADDRESSES if address.startswith("sync/")
    }
    # These ask nothing before something is sent to them.
    assert all(
        everything[address] for address in everything if address not in ("masuk/", "sk/contoh/", "offline/")
    )


def test_every_question_of_a_school_about_its_rows_names_it(everything: dict[str, list[str]]) -> None:
    of_a_school = [address for address in everything if address.startswith(("sync/", "offline/", "tanda-"))]
    asked = [statement for address in of_a_school for statement in everything[address]]
    assert [statement for statement in asked if not _names_the_school(statement)] == []
    assert {table for statement in asked for table in _tables(statement)} >= OF_SCHOOL | {"sekolah"}


def test_whatever_writes_to_a_schools_rows_names_it(everything: dict[str, list[str]]) -> None:
    """Officers look at many schools at once; what they change is one school's at a time."""
    written = [
        statement
        for some in everything.values()
        for statement in some
        if re.match("INSERT|UPDATE|DELETE|COPY", statement)
    ]
    assert [statement for statement in written if not _names_the_school(statement)] == []
    assert any("UPDATE record" in statement for statement in everything["import_sk"])


def _tables(statement: str) -> set[str]:
    return set(re.findall(r"\b(?:FROM|INTO|UPDATE|COPY|JOIN) \"?(\w+)\"?", statement))


def _names_the_school(statement: str) -> bool:
    """Or is about none."""
    tables, rows = _tables(statement), re.match("INSERT|COPY", statement)
    # PostgreSQL takes ("sekolah_id", ...) = (..., ...) apart into a comparison of each.
    by = r"[(\"]sekolah_id\b" if rows else r"\bsekolah_id\"?(, [^)]*\))? = "
    # A join with the rows that are named is with that school.
    itself = r"[(\"]id\b" if rows else r"\bid\"? = |\"sekolah_id\" = \"sekolah\"\.\"id\""
    return (not tables & OF_SCHOOL or bool(re.search(by, statement))) and (
        "sekolah" not in tables or bool(re.search(itself, statement))
    )


def shape(statement: str) -> str:
    """A statement without its values."""
    return re.sub(r"'[^']*'|\$\d+|\b\d+\b", "?", statement)[:80]
