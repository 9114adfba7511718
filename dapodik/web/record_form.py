"""Forms over records, in which two tabs never overwrite one another.

A form stores whatever fits the field, wrong or not: validation is where wrong values are shown.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar, cast
from uuid import UUID

from django import forms
from django.http import HttpRequest, QueryDict

from dapodik.pokok import display, write
from dapodik.pokok.models import Journal, Plain, Record
from dapodik.pokok.models.record import to_plain
from dapodik.pokok.write import Author, Edit

from .form_fields import form_field
from .form_sections import FormSection, Section

R = TypeVar("R", bound=Record)
VERSION = "versi"
# The id under which a new record will be made: a form that is sent twice makes it once.
NEW = "baru"


class RecordForm(forms.Form, Generic[R]):
    """A form over one record; `record` None: over a new one, or over the one that a first sending made.

    `sections` are in the page's order. After `is_valid`, `values` are the plain values to give to
    `write.save`.
    """

    model: ClassVar[type[Record]]
    sections: ClassVar[Sequence[Section]]

    def __init__(self, record: R | None, data: Any = None, prefix: str | None = None) -> None:
        self.record: R = record or cast(R, _begun(self.model, data, f"{prefix}-{NEW}" if prefix else NEW))
        names = self.names()
        initial = {name: getattr(self.record, name) for name in names}
        super().__init__(data, prefix=prefix, initial=initial)
        by_name = {field.attname: field for field in self.model._meta.concrete_fields}
        for name in names:
            self.fields[name] = form_field(by_name[name], self.record.plain(name))
            raw = self.record.tak_terbaca.get(name)
            if raw:
                self.fields[_mended(name)] = forms.BooleanField(
                    label=f"Sudah dibetulkan: buang catatan “{raw}”", required=False
                )
        self.fields[VERSION] = forms.IntegerField(
            initial=latest_change(self.record), required=False, widget=forms.HiddenInput
        )
        if record is None:
            self.fields[NEW] = forms.CharField(
                initial=str(self.record.id), required=False, widget=forms.HiddenInput
            )

    @property
    def values(self) -> dict[str, Any]:
        """The form's values in plain form, with the texts of unreadable cells that are not mended yet."""
        values: dict[str, Any] = {name: to_plain(self.cleaned_data[name]) for name in self.names()}
        mended = {name for name in self.record.tak_terbaca if self.cleaned_data.get(_mended(name))}
        if mended:
            left = {name: raw for name, raw in self.record.tak_terbaca.items() if name not in mended}
            values["tak_terbaca"] = {
                name: raw for name, raw in left.items() if not self.differs(name, values.get(name))
            }
        return values

    def values_seen(self) -> dict[str, Any]:
        """Return the values without those that somebody else changed while the form was open.

        Where both changed a field, the form gets an error at that field and nothing may be saved. The same
        form sent once more overwrites the other's value.
        """
        values = self.values
        since = changes_since(self.record, self.cleaned_data.get(VERSION) or 0)
        for name, (opened, by) in since.items():
            if name not in values:
                continue
            now = self.record.plain(name)
            if values[name] == now:
                continue
            if values[name] == opened:
                del values[name]
                self._show(name, now)
                continue
            shown = display.value_label(self.model, name, now) or "kosong"
            self.add_error(
                name,
                f"{by} mengubahnya menjadi “{shown}” saat formulir ini terbuka. Belum ada yang disimpan; "
                "simpan sekali lagi untuk memakai isian Anda.",
            )
        self._show(VERSION, str(latest_change(self.record)))
        return values

    def _show(self, name: str, value: Plain) -> None:
        """Put a value into the sent form, so that the page shows it."""
        sent = cast(QueryDict, self.data).copy()
        shown = self.fields[name].prepare_value(value)
        sent.setlist(self.add_prefix(name), shown if isinstance(shown, list) else [str(shown or "")])
        self.data = sent

    @property
    def parts(self) -> list[FormSection]:
        """The list that leads to the sections."""
        return [FormSection.of(self, section) for section in self.sections]

    def groups(self) -> Iterable[tuple[Section, list[tuple[forms.BoundField, forms.BoundField | None]]]]:
        """The sections with their fields, each as (field, box "its unreadable text is mended" or None)."""
        for section in self.sections:
            boxes = [_mended(name) for name in section.fields]
            yield (
                section,
                [
                    (self[name], self[box] if box in self.fields else None)
                    for name, box in zip(section.fields, boxes, strict=True)
                ],
            )

    def differs(self, name: str, value: Any) -> bool:
        """Return whether a field of this form has another value than the record."""
        return name in self.names() and value != self.record.plain(name)

    @classmethod
    def names(cls) -> list[str]:
        """The record's fields that the form has, in the page's order."""
        return [name for section in cls.sections for name in section.fields]


def _begun(model: type[Record], data: Any, name: str) -> Record:
    """The record of a form for a new one, by the id that was sent with it.

    Where the form was sent before, that is the record which it made then. If it was deleted since it stays
    deleted, and another one is made.
    """
    try:
        record_id = UUID((data or {}).get(name, ""))
    except ValueError:
        return model()
    made = model.objects.filter(pk=record_id).first()
    if made is None:
        return model(id=record_id)
    return model() if made.soft_delete else made


def save(form: RecordForm[Any], author: Author, **ties: Any) -> bool:
    """Save a form of one record, in the transaction in which the record was read. `ties`: its references.

    Returns False, with errors at the fields and nothing saved, where it cannot be saved.
    """
    if not form.is_valid():
        return False
    values = form.values_seen()
    if form.errors:
        return False
    write.save([Edit(form.model, {**values, **ties}, form.record.id)], author)
    return True


def latest_change(record: Record) -> int:
    """Return the journal's number of the newest change of a record; 0 for a new one."""
    newest = Journal.objects.filter(record_id=record.id).order_by("-id").values_list("id", flat=True)
    return newest.first() or 0


Since = dict[str, tuple[Plain, str]]


def version_sent(request: HttpRequest) -> int:
    """Return the newest change that a page had seen when it was opened (`versi`); 0 for nonsense."""
    text = request.POST.get(VERSION, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def changes_since(record: Record, version: int) -> Since:
    """Return the fields that changed after `version`: {field: (value then, who changed it last)}."""
    return changes_of_all([record.id], version).get(record.id, {})


def changes_of_all(ids: Iterable[UUID], version: int) -> dict[UUID, Since]:
    """Return {record: its `changes_since`} of the records that changed."""
    by_record: dict[UUID, Since] = {}
    for entry in Journal.objects.filter(record_id__in=list(ids), id__gt=version).order_by("id"):
        since = by_record.setdefault(entry.record_id, {})
        for name, (old, _new) in entry.changes.items():
            since[name] = (since[name][0] if name in since else old, entry.author)
    return by_record


def _mended(name: str) -> str:
    return f"dibetulkan_{name}"
