"""Generator of `sync/wire/catalogue.json` from the models of `dapodik.pokok` and the rules of
`dapodik.validasi`."""

import json
from dataclasses import asdict
from typing import Any

from django.db import models

from dapodik.pokok.models import KINDS, PesertaDidik, Record, RegistrasiPesertaDidik
from dapodik.pokok.models.fields import CardField, CodeField, FlagsField
from dapodik.validasi import rules  # noqa: F401  (fills the book)
from dapodik.validasi.rule import INVALID, RULES, book

# Too long to travel in a catalogue and changed by law every year: the form is checked, not the code.
_REGIONS = {"wilayah_kecamatan"}
# A registrasi is validated with its pupil.
_SHOWN_AT = {RegistrasiPesertaDidik.kind(): PesertaDidik.kind()}


def build() -> str:
    """The catalogue as JSON text, the same for the same models."""
    tables: dict[str, list[str]] = {}
    kinds = {name: _kind(model, tables) for name, model in KINDS.items()}
    levels = {code: rule.level for code, rule in sorted(book().items())}
    frozen = {"kinds": kinds, "tables": dict(sorted(tables.items())), "rules": levels}
    return json.dumps(frozen, indent=1) + "\n"


def _kind(model: type[Record], tables: dict[str, list[str]]) -> dict[str, Any]:
    wanted = model.synced_fields()
    consequences = [asdict(consequence) for consequence in model.consequences]
    return {
        "fields": [
            _field(f, tables) | _form(model, f.attname)
            for f in model._meta.concrete_fields
            if f.attname in wanted
        ],
        "pusat": sorted(model.pusat_fields),
        "groups": [list(group) for group in model.field_groups],
    } | ({"consequences": consequences} if consequences else {})


def _form(model: type[Record], name: str) -> dict[str, Any]:
    """The patterns that rules of validation ask of a field, each with its rule, which pusat may lower."""
    kind = _SHOWN_AT.get(model.kind(), model.kind())
    forms = [
        {"rule": rule.code, "pattern": rule.form}
        for rule in RULES.values()
        if rule.kind == kind and rule.field == name and rule.form and rule.level == INVALID
    ]
    return {"forms": forms} if forms else {}


def _field(field: "models.Field[Any, Any]", tables: dict[str, list[str]]) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": field.attname}
    if isinstance(field, models.ForeignKey):
        return {**entry, "type": "id"}
    if isinstance(field, models.DateField):
        return {**entry, "type": "date"}
    if isinstance(field, models.BooleanField):
        return {**entry, "type": "flag"}
    entry |= {"type": "text", "max_length": field.max_length}
    if isinstance(field, CardField):
        return {**entry, "card": True}
    if isinstance(field, FlagsField):
        return {**entry, "pattern": r"\d{1,6}"}
    if isinstance(field, CodeField) and field.table_name not in _REGIONS:
        tables[field.table_name] = [code for code, _ in field.table]
        return {**entry, "table": field.table_name}
    if field.choices:
        return {**entry, "pattern": "|".join(str(code) for code, _ in field.choices)}
    return entry
