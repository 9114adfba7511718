"""Messages to the user, in a cookie of this site alone: Django's has one name for all sites of a host."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class _OwnCookie(CookieStorage):
    cookie_name = settings.MESSAGE_COOKIE_NAME


class MessageStorage(FallbackStorage):
    """In the cookie, and in the session what has no room there."""

    storage_classes = (_OwnCookie, SessionStorage)
