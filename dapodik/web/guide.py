"""A template filter that leads from a cure to the page that explains it; every template knows it."""

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

UPDATE = "Perbarui aplikasi"

register = template.Library()


@register.filter
def with_guide(text: object) -> SafeString:
    """The text, escaped, with "Perbarui aplikasi" as a link to the page that says how."""
    link = format_html('<a href="{}">{}</a>', reverse("pembaruan"), UPDATE)
    return mark_safe(conditional_escape(str(text)).replace(UPDATE, link))
