"""The sections of a record's form, and the list that leads to those of a long one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.text import slugify

from dapodik.validasi.rule import INVALID


@dataclass(frozen=True)
class Section:
    """A titled part of a form: its fields in the page's order, and `extra`, a template below them."""

    title: str
    fields: Sequence[str]
    extra: str = ""

    @property
    def slug(self) -> str:
        """Its id on the page, and the tab's name in an address."""
        return slugify(self.title)


@dataclass(frozen=True)
class FormSection:
    """A section in the list of a form's sections. `marked`: how many of its fields must be put right."""

    title: str
    slug: str
    marked: int

    @classmethod
    def of(cls, form: forms.Form, section: Section) -> "FormSection":
        """The section with its errors and invalid fields counted."""
        marked = [
            name
            for name in section.fields
            if name in form.errors or form.fields[name].level == INVALID  # type: ignore[attr-defined]
        ]
        return cls(section.title, section.slug, len(marked))
