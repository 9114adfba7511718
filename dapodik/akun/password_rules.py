"""Django's rules for passwords, saying plainly what is wrong and what to do."""

from typing import Any

from django.contrib.auth import password_validation


class LongEnough(password_validation.MinimumLengthValidator):
    """At least 8 characters; spaces around them do not count."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        super().validate(password.strip(), user)

    def get_error_message(self) -> str:
        return f"Kata sandi terlalu pendek. Pakai paling sedikit {self.min_length} huruf, angka, atau tanda."


class NotCommon(password_validation.CommonPasswordValidator):
    """None of the 20,000 that everybody uses."""

    def get_error_message(self) -> str:
        return "Kata sandi ini terlalu mudah ditebak karena banyak dipakai orang. Pilih yang lain."


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    """No date, no NIP."""

    def get_error_message(self) -> str:
        return "Kata sandi ini angka semua, seperti tanggal lahir atau NIP. Tambahkan huruf."


class UnlikeTheName(password_validation.UserAttributeSimilarityValidator):
    """Not one's own name with a digit behind it."""

    def get_error_message(self) -> str:
        return "Kata sandi ini terlalu mirip dengan nama atau nama pengguna. Pilih yang lain."
