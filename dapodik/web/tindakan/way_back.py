"""The message after an act on many records: what was done, and the way to take it back."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dapodik.pokok.models import Act


def with_way_back(sentence: str, act: Act | None) -> SafeString:
    """The sentence with a link to the act, where it can be looked at and taken back; without one for None."""
    if act is None:
        return format_html("{}", sentence)
    address = reverse("tindakan:rinci", args=[act.pk])
    return format_html('{} <a href="{}">Lihat atau urungkan</a>', sentence, address)
