"""The parts that pages are put together from, as template tags.

A part with nothing but HTML in it is a template to include (`_pager.html`, `_form.html`); these are the ones
that take arguments or have a content.
"""

from collections.abc import Iterable

from django import template
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from dapodik.validasi.rule import INVALID

register = template.Library()

EMPTY = "(kosong)"
_TONES = {"invalid": "error", "warning": "warning", "gagal": "error", "selesai": "success"}


@register.simple_block_tag
def card(content: str, title: str, id: str) -> SafeString:
    """A section with a heading, which names the section to screen readers; `id` is the heading's."""
    return format_html(
        '<section class="card" aria-labelledby="{}"><h2 id="{}">{}</h2>{}</section>', id, id, title, content
    )


@register.simple_block_tag
def table(content: str, *heads: str, kind: str = "", scroll: str = "") -> SafeString:
    """A table that scrolls within its frame; the content is its rows.

    `heads`: the column headings; "Jumlah|num" has the class num, "Tindakan|hidden" is for screen readers
    only, and an empty one is left out. `kind`: more classes of the table (table-stack: each row a list on a
    small screen, for which cells have a data-label). `scroll`: more classes of the frame (narrow: as wide as
    its content).
    """
    return format_html(
        '<div class="{}"><table class="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>',
        f"table-scroll {scroll}".strip(),
        f"table {kind}".strip(),
        format_html_join("", "{}", ((_head(text),) for text in heads if text)),
        content,
    )


def _head(text: str) -> SafeString:
    title, _, look = text.partition("|")
    if look == "hidden":
        return format_html('<th scope="col"><span class="visually-hidden">{}</span></th>', title)
    return format_html('<th scope="col"{}>{}</th>', format_html(' class="{}"', look) if look else "", title)


@register.simple_tag
def value_cell(value: object, label: str = "") -> SafeString:
    """A cell with a field's value as it was typed, or "(kosong)"; `label` is its data-label."""
    label_attribute = format_html(' data-label="{}"', label) if label else ""
    return format_html('<td class="name pre"{}>{}</td>', label_attribute, value or EMPTY)


@register.simple_tag
def linked(text: object, address: str) -> SafeString:
    """The text as a link, or as it is where there is no address."""
    return format_html('<a href="{}">{}</a>', address, text) if address else format_html("{}", text)


@register.simple_tag
def options(choices: Iterable[tuple[object, object]], chosen: object = "") -> SafeString:
    """The options of a select from pairs of value and label; `chosen` is the value to be selected."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, mark_safe(" selected") if value == chosen else "", label) for value, label in choices),
    )


@register.filter
def tone(word: str) -> str:
    """The end of a class name (badge-error, text-warning) for a finding's level or a run's status."""
    return _TONES.get(word, "plain")


@register.filter
def field_mark(field: BoundField) -> str:
    """The class of a form's field that has an error (field-marked) or a doubtful value (field-noted)."""
    level = field.field.level  # type: ignore[attr-defined]
    if field.errors or level == INVALID:
        return "field-marked"
    return "field-noted" if level else ""
