"""The rule on codes that may no longer be chosen, for every field that has a code table."""

from dapodik.pokok.models import PesertaDidik, Ptk, Record
from dapodik.pokok.models.fields import CodeField, FlagsField

from ..rows import Row
from ..rule import WARNING, Broken, rule

_PREFIX: dict[type[Record], str] = {PesertaDidik: "PD", Ptk: "PTK"}


def _expired_rule(model: type[Record], field: CodeField) -> None:
    offered = frozenset(code for code, _ in field.table.offered())

    @rule(
        f"{_PREFIX[model]}_{field.attname.removesuffix('_id').upper()}_LAMA",
        model,
        field.attname,
        f"Pilihan {field.verbose_name} ini sudah tidak berlaku. Pilih yang berlaku.",
        WARNING,
    )
    def expired(row: Row) -> Broken:
        """Codes whose row in the reference has an end, or that no table knows. Reference tables."""
        return row[field.attname] not in offered


# jenis_ptk has a rule of its own with its day.
_TOLD_ELSEWHERE = {"jenis_ptk_id", "jenis_keluar_id"}
for _model in _PREFIX:
    for _field in _model._meta.concrete_fields:
        is_told = _field.attname in _TOLD_ELSEWHERE or isinstance(_field, FlagsField)
        if isinstance(_field, CodeField) and not is_told:
            _expired_rule(_model, _field)
