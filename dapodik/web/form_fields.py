"""The form's field for each kind of field of a record."""

from typing import Any, cast

from django import forms
from django.db import models
from django.utils.text import capfirst

from dapodik.pokok.models import Plain
from dapodik.pokok.models.fields import CodeField, DateField, FlagField, FlagsField, NumberField


class FlagsFormField(forms.TypedMultipleChoiceField):
    """Boxes to tick, stored as the sum of their values; the box of 0 says "none of them"."""

    def prepare_value(self, value: Any) -> Any:
        """The bits of a stored sum."""
        if isinstance(value, str):
            bits = int(value) if value.isascii() and value.isdigit() else -1
            return [
                code
                for code, _ in cast(Any, self.choices)
                if bits == int(code) or bits > 0 and bits & int(code)
            ]
        return value

    def clean(self, value: Any) -> str:
        """The sum; "" where nothing is ticked."""
        chosen = super().clean(value)
        return str(sum(int(code) for code in chosen)) if chosen else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial or "") != (data or []))


def form_field(field: "models.Field[Any, Any]", current: Plain) -> forms.Field:
    """The form's field for a record's field; what a reference may name is for the form to offer."""
    label = capfirst(str(field.verbose_name))
    if isinstance(field, models.ForeignKey):
        return forms.TypedChoiceField(
            choices=[("", "— pilih —")], empty_value=None, label=label, required=False
        )
    if isinstance(field, FlagsField):
        return FlagsFormField(
            choices=field.table.offered(), label=label, required=False, widget=forms.CheckboxSelectMultiple
        )
    if isinstance(field, CodeField) or field.choices:
        return forms.ChoiceField(choices=_choices(field, current), label=label, required=False)
    if isinstance(field, FlagField):
        return forms.TypedChoiceField(
            choices=[("", "Belum diisi"), ("True", "Ya"), ("False", "Tidak")],
            coerce=lambda text: text == "True",
            empty_value=None,
            label=label,
            required=False,
        )
    if isinstance(field, DateField):
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"])
    attributes = {"inputmode": "decimal"} if isinstance(field, NumberField) else {}
    return forms.CharField(
        max_length=getattr(field, "max_length", None),
        label=label,
        required=False,
        strip=False,
        validators=list(getattr(field, "default_validators", [])),
        widget=forms.TextInput({"autocomplete": "off", **attributes}),
    )


def _choices(field: "models.Field[Any, Any]", current: Plain) -> list[tuple[str, str]]:
    """The choices of a field. The present value is among them, even where it is no longer offered."""
    if not isinstance(field, CodeField):
        return [("", "— pilih —"), *cast(list[tuple[str, str]], field.choices)]
    offered = field.table.offered()
    if current and current not in dict(offered):
        offered = [*offered, (str(current), field.table.label(str(current)))]
    return [("", "— pilih —"), *offered]
