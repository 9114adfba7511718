"""A record's page: its values in tabs, one tab for each section of its form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from dapodik.pokok import display
from dapodik.pokok.models import Record

from .record_form import RecordForm

RIWAYAT = ("riwayat", "Riwayat")


@dataclass(frozen=True)
class Value:
    """A field as it is read. `raw` is the text of a spreadsheet cell that could not be read."""

    name: str
    label: str
    text: str
    raw: str


def tabs(
    request: HttpRequest,
    parts: Sequence[tuple[type[RecordForm[Any]], Record | None]],
    more: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """The context of the template: `tabs` as (slug, title), the chosen `tab`, and its `values`.

    `more`: further tabs, which the page's own template fills.
    """
    sections = [(section, record) for form, record in parts for section in form.sections]
    titles = [(section.slug, section.title) for section, _ in sections] + [*more, RIWAYAT]
    wanted = request.GET.get("tab", "")
    tab = wanted if wanted in dict(titles) else titles[0][0]
    values = [
        value
        for section, record in sections
        if section.slug == tab and record
        for value in _values(record, section.fields)
    ]
    return {"tabs": titles, "tab": tab, "values": values}


def sections_of(
    parts: Sequence[tuple[type[RecordForm[Any]], Record | None]],
) -> list[tuple[str, list[Value]]]:
    """(title, values) of all sections of records that are there."""
    return [
        (section.title, _values(record, section.fields))
        for form, record in parts
        if record
        for section in form.sections
    ]


def _values(record: Record, names: Sequence[str]) -> list[Value]:
    model = type(record)
    return [
        Value(
            name,
            display.field_label(model, name),
            display.value_label(model, name, record.plain(name)),
            record.tak_terbaca.get(name, ""),
        )
        for name in names
    ]
