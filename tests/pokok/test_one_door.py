"""Nothing but `dapodik.pokok.write` saves, updates or deletes a record."""

from pathlib import Path

import pytest
from django.apps import apps

from dapodik.pokok.models import KINDS
from tests.pokok.one_door import Names, find

ROOT = Path(__file__).resolve().parents[2]
DOOR = "dapodik/pokok/write.py"

# Calls that the reader cannot tell from a record's, and why they are none.
HARMLESS: dict[tuple[str, str], str] = {
    (
        "dapodik/pokok/pending.py",
        "cursor.execute(_select_plain(KINDS[kind]) + where, parameters)",
    ): "a SELECT, put together from the fields",
    (
        "sync/lokal/migrations/0006_answers.py",
        "apps.get_model('sync_lokal', 'Conflict').objects.filter(answered=True).update(answer='kalah')",
    ): "conflicts",
    (
        "dapodik/pokok/migrations/0009_origin_of_other_computers.py",
        "other.filter(origin='pusat').update(origin='komputer')",
    ): "the journal",
    ("dapodik/program/database.py", "cursor.execute(holds)"): "a SELECT, which asks if a table has rows",
    ("dapodik/program/cadangan/carried_history.py", "database.execute(_HAS_TABLE)"): "a SELECT",
    ("dapodik/program/cadangan/carried_history.py", "database.execute(_CARRY)"): "the history of security",
    ("dapodik/web/mulai/views.py", "form.save()"): "an account",
    ("dapodik/web/pengaturan/akun.py", "form.save()"): "an account",
    ("dapodik/web/pengaturan/pengguna.py", "form.save()"): "an account",
}


@pytest.fixture(scope="module")
def names() -> Names:
    records = frozenset(model.__name__ for model in KINDS.values())
    everything = frozenset(model.__name__ for model in apps.get_models())
    return Names(records, frozenset(KINDS), everything - records)


def test_one_door(names):
    """The site's code. Pusat has its own database, and `tests/test_floors.py` keeps it from this one."""
    writes = [
        f"{path}:{line}: {text}"
        for folder in ("dapodik", "sync/lokal")
        for file in sorted((ROOT / folder).rglob("*.py"))
        if (path := file.relative_to(ROOT).as_posix()) != DOOR
        for line, text in find(file.read_text(encoding="utf-8"), names)
        if (path, text) not in HARMLESS
    ]
    assert not writes, "\n".join(writes)


def test_no_exception_without_its_line(names):
    for path, text in HARMLESS:
        assert text in [place for _, place in find((ROOT / path).read_text(encoding="utf-8"), names)]


def test_the_door_itself_would_be_found(names):
    texts = {text for _, text in find((ROOT / DOOR).read_text(encoding="utf-8"), names)}
    assert any(".delete(" in text for text in texts)
    assert any(".bulk_create(" in text for text in texts)


AROUND = """
pupil.save()
PesertaDidik.objects.create(nama="x")
PesertaDidik.live.filter(nisn="").update(nisn="1")
models.Ptk.objects.all().delete()
KINDS[kind].objects.bulk_create(rows)
apps.get_model("pokok", "Sekolah").objects.update(npsn="")
edit.model.objects.filter(pk=1).update(nama="x")
get_object_or_404(Ptk.objects.all(), pk=pk).delete()
self.object.save()
form.save()
form.instance.save(update_fields=["nama"])
rombel.anggota.create(peserta_didik=pupil)
rombel.anggota.all().delete()
request.sekolah.asave()
type(pupil).objects.bulk_update(pupils, ["nama"])
models.Model.save(pupil)
connection.cursor().execute("UPDATE peserta_didik SET nama = ''")
cursor.execute(f"delete from {table}")
cursor.executemany(sql, rows)
PesertaDidik.objects.raw("delete from sekolah returning id")
migrations.RunSQL("drop table ptk")
""".strip().splitlines()


@pytest.mark.parametrize("line", AROUND)
def test_a_way_around_the_door_is_found(names, line):
    source = f"from django.db import connection, models\n\ndef view(request):\n    {line}\n"
    assert [number for number, _ in find(source, names)] == [4]


VARIABLES = [
    "from x import Change\ndef store(made: list[Change]):\n    for one in made:\n        one.record.save()",
    "def store(made):\n    for model in dict.fromkeys(made):\n        model.objects.bulk_create([])",
    "def store(key):\n    found = {}\n    found[key].save()",
    "def change(pupil: PesertaDidik) -> None:\n    pupil.save()",
    "def change(found: QuerySet[Ptk]) -> None:\n    found.update(nama='')",
    "def change():\n    rows = Ptk.objects.all()\n    rows = rows.filter(nik='')\n    rows.delete()",
    "def change():\n    for one in PesertaDidik.live.all():\n        one.delete()",
    "class Sekolah(Record):\n    def close(self):\n        self.save()",
    "class Sekolah(Record):\n    def save(self):\n        super().save()",
    "class Page:\n    def __init__(self, pupil: PesertaDidik):\n        self.pupil = pupil\n"
    "    def post(self):\n        self.pupil.save()",
]


@pytest.mark.parametrize("source", VARIABLES)
def test_a_variable_does_not_hide_it(names, source):
    last = source.count("\n") + 1
    assert [number for number, _ in find(source, names)] == [last]


HONEST = """
write.save([edit], author)
values.update(other)
found = {}; found.update(nama="x")
Pengguna.objects.create(username="x")
Journal.objects.filter(pk=1).delete()
cursor = Cursor.load(); cursor.save()
connection.cursor().execute("SELECT nama FROM peserta_didik")
connection.cursor().execute("DELETE FROM temuan")
PesertaDidik.live.filter(nisn="").count()
""".strip().splitlines()


@pytest.mark.parametrize("line", HONEST)
def test_honest_code_is_left_alone(names, line):
    source = f"from dapodik.pokok import write\nfrom django.db import connection\n\ndef view():\n    {line}\n"
    assert find(source, names) == []
