"""Reading the pupils that a KIP list may mean: the records are gone through once, whatever its length."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from uuid import UUID

from sync.pusat import sql
from sync.wire.kip import card_key

from .candidates import NUMBERS, Candidates, Pupil
from .sk_line import SkLine

# By id, NISN or NIK; each list comes as JSON, and is looked up in, not searched.
_MEANT_SQLITE = """
SELECT sekolah_id, record_id, "values" FROM record WHERE kind = 'peserta_didik' AND NOT deleted AND (
    record_id IN (SELECT value FROM json_each(%s))
    OR json_extract("values", '$.nisn') IN (SELECT value FROM json_each(%s))
    OR json_extract("values", '$.nik') IN (SELECT value FROM json_each(%s))
)
"""
_MEANT_POSTGRESQL = """
SELECT sekolah_id, record_id, "values" FROM record WHERE kind = 'peserta_didik' AND NOT deleted AND (
    record_id IN (SELECT jsonb_array_elements_text(%s::jsonb)::uuid)
    OR "values"::jsonb ->> 'nisn' IN (SELECT jsonb_array_elements_text(%s::jsonb))
    OR "values"::jsonb ->> 'nik' IN (SELECT jsonb_array_elements_text(%s::jsonb))
)
"""
# The same as card_key(), in the database: schools may have stored small letters and blanks.
_HOLDING_SQLITE = """
SELECT sekolah_id, record_id, "values" FROM record WHERE kind = 'peserta_didik' AND NOT deleted
AND upper(replace(json_extract("values", '$.nomor_kip'), ' ', '')) IN (SELECT value FROM json_each(%s))
"""
_HOLDING_POSTGRESQL = """
SELECT sekolah_id, record_id, "values" FROM record WHERE kind = 'peserta_didik' AND NOT deleted
AND upper(replace("values"::jsonb ->> 'nomor_kip', ' ', '')) IN (SELECT jsonb_array_elements_text(%s::jsonb))
"""


_REGISTRASI_SQLITE = """
SELECT sekolah_id, "values" FROM record WHERE kind = 'registrasi_peserta_didik' AND NOT deleted
AND json_extract("values", '$.peserta_didik_id') IN (SELECT value FROM json_each(%s))
"""
_REGISTRASI_POSTGRESQL = """
SELECT sekolah_id, "values" FROM record WHERE kind = 'registrasi_peserta_didik' AND NOT deleted
AND "values"::jsonb ->> 'peserta_didik_id' IN (SELECT jsonb_array_elements_text(%s::jsonb))
"""


def candidates(lines: Sequence[SkLine]) -> Candidates:
    """Read the pupils that these lines may mean."""
    ids = [line.peserta_didik_id.hex for line in lines if line.peserta_didik_id]
    numbers = ([text for line in lines if (text := line.keys.get(key))] for key in NUMBERS)
    statement = _MEANT_POSTGRESQL if sql.on_postgresql() else _MEANT_SQLITE
    return Candidates(_pupils(statement, ids, *numbers))


def holders(cards: Collection[str]) -> dict[str, list[Pupil]]:
    """The pupils who hold these cards now: {card key: pupils}."""
    holding: defaultdict[str, list[Pupil]] = defaultdict(list)
    statement = _HOLDING_POSTGRESQL if sql.on_postgresql() else _HOLDING_SQLITE
    for pupil in _pupils(statement, sorted(set(cards))):
        holding[card_key(str(pupil.values["nomor_kip"]))].append(pupil)
    return holding


def at_their_school(pupils: Iterable[Pupil]) -> set[tuple[UUID, UUID]]:
    """Those of the pupils who have not left, by their `pk`: with a registrasi that goes on, or with none."""
    keys = {pupil.pk for pupil in pupils}
    if not keys:
        return keys
    statement = _REGISTRASI_POSTGRESQL if sql.on_postgresql() else _REGISTRASI_SQLITE
    ongoing: dict[tuple[UUID, UUID], bool] = {}
    for sekolah_id, text in sql.rows(statement, sql.to_json(sorted({str(pk) for _, pk in keys}))):
        values = sql.from_json(text)
        key = sql.id_of(sekolah_id), UUID(values["peserta_didik_id"])
        ongoing[key] = ongoing.get(key, False) or not values.get("jenis_keluar_id")
    return {key for key in keys if ongoing.get(key, True)}


def _pupils(statement: str, *wanted: Sequence[str]) -> Iterator[Pupil]:
    for sekolah_id, record_id, values in sql.rows(statement, *map(sql.to_json, wanted)):
        yield Pupil(sql.id_of(sekolah_id), sql.id_of(record_id), sql.from_json(values))
