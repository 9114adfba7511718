"""A template filter that leads from a cure to the page that explains it; every template knows it."""

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

UPDATE = "Perbarui aplikasi"

register = template.Library()


@register.filter
def with_guide(text: object) -> SafeString:
    """The text, escaped unless it is ready, with "Perbarui aplikasi" as a link to the page that says how."""
    link = format_html('<a href="{}">{}</a>', reverse("pembaruan"), UPDATE)
    parts = conditional_escape(str(text)).split(UPDATE)
    return format_html_join(link, "{}", ((SafeString(part),) for part in parts))
