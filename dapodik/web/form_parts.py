"""The sections of a long form, for the list that leads to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.text import slugify

from dapodik.validasi.rule import INVALID


@dataclass(frozen=True)
class Part:
    """A section of a form's page. `marked`: how many fields hold it up."""

    title: str
    slug: str
    marked: int

    @classmethod
    def of(cls, form: forms.Form, title: str, names: Sequence[str]) -> "Part":
        """A section of a form, with its errors and findings counted."""
        held_up = [name for name in names if name in form.errors or form.fields[name].level == INVALID]  # type: ignore[attr-defined]
        return cls(title, slugify(title), len(held_up))
