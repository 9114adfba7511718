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
        """A code that its table still offers: not ended, and not unknown. Reference tables."""
        return row[field.attname] not in offered


# jenis_ptk has a rule of its own, which names the day on which its codes ended.
_OTHER_RULES = {"jenis_ptk_id", "jenis_keluar_id"}
for _model in _PREFIX:
    for _field in _model._meta.concrete_fields:
        has_other_rule = _field.attname in _OTHER_RULES or isinstance(_field, FlagsField)
        if isinstance(_field, CodeField) and not has_other_rule:
            _expired_rule(_model, _field)
