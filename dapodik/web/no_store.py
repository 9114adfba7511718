"""No page stays in the browser's cache: on a computer that others use too, NIK would lie on its disk."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

View = Callable[[HttpRequest], HttpResponseBase]


def no_store(get_response: View) -> View:
    """Middleware that forbids to store any answer but static files, which WhiteNoise gives before.

    Source: OWASP ASVS 4.0, 8.2.1.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        add_never_cache_headers(response)
        return response

    return middleware
