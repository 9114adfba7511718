"""How Django finds the account of a name and password."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from .models import Pengguna


class AkunBackend(ModelBackend):
    """As Django's own, but a right password of an inactive account is known as right.

    So the login page can say that the account is inactive. Its sessions are dead all the same.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return True

    def get_user(self, user_id: int) -> Pengguna | None:
        user = super().get_user(user_id)
        return user if isinstance(user, Pengguna) and user.is_active else None
