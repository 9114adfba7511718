"""Why a call is refused, as clients recognise it: by the status, by keys of the JSON, or by words in it."""

from http import HTTPStatus
from typing import Any

# An older family of clients looks for these words in whatever it gets.
_DENIED = "Access denied - You are not authorized to access this page. #1"
_UNKNOWN = "Aplikasi tidak terdaftar pada Web Service Dapodik"


class Refused(Exception):
    """A call that gets no data: the HTTP status and a sentence for whoever runs the client.

    `detail`: more words that clients look for; `retry_after`: seconds until it may call again.
    """

    def __init__(self, status: HTTPStatus, message: str, detail: str = "", retry_after: int = 0) -> None:
        super().__init__(message)
        self.status, self.message, self.detail, self.retry_after = status, message, detail, retry_after

    @property
    def body(self) -> dict[str, Any]:
        """The JSON of the answer."""
        body = {
            "success": False,
            "http_code": self.status.value,
            "status_code": self.status.phrase,
            "message": self.message,
        }
        return body | ({"detail": self.detail} if self.detail else {})


def no_token() -> Refused:
    """The call has no token at all."""
    return Refused(HTTPStatus.UNAUTHORIZED, _UNKNOWN, _DENIED)


def unknown_token() -> Refused:
    """No application has this token, or it was switched off."""
    return Refused(HTTPStatus.FORBIDDEN, _UNKNOWN, _DENIED)


def too_many_tokens(seconds: int) -> Refused:
    """The address has tried too many wrong tokens."""
    message = f"Terlalu banyak token yang salah dari alamat ini. Coba lagi dalam {seconds} detik."
    return Refused(HTTPStatus.TOO_MANY_REQUESTS, message, retry_after=seconds)


def other_address() -> Refused:
    """The application is registered for another address."""
    message = "IP Address yang didaftarkan pada Web Service Dapodik berbeda"
    return Refused(HTTPStatus.FORBIDDEN, message)


def no_npsn() -> Refused:
    """The school was not named."""
    return Refused(HTTPStatus.FORBIDDEN, "Parameter NPSN harap diisi")


def other_school() -> Refused:
    """Another school was named, or there is none here yet."""
    return Refused(HTTPStatus.FORBIDDEN, "Sekolah tidak ditemukan")


def not_allowed(endpoint: str) -> Refused:
    """The operator has not ticked this kind of data for the application."""
    message = (
        f"Aplikasi ini tidak diizinkan memakai {endpoint}. Operator mengaturnya di Pengaturan, Web Service."
    )
    return Refused(HTTPStatus.FORBIDDEN, message)


def closed_semester(semester: str) -> Refused:
    """Marks of a semester that is over here."""
    message = f"Semester {semester} sudah ditutup di data sekolah; nilainya tidak diubah lagi."
    return Refused(HTTPStatus.FORBIDDEN, message)


def no_endpoint() -> Refused:
    """There is no such address."""
    return Refused(HTTPStatus.NOT_FOUND, "Halaman tidak ditemukan (page not found)")


def other_host() -> Refused:
    """The address was called by a name that is not its own."""
    return unreadable("Nama komputer di alamat ini tidak dikenal.")


def other_method(allowed: str) -> Refused:
    """The address is not called in this way."""
    return Refused(HTTPStatus.METHOD_NOT_ALLOWED, f"Alamat ini hanya menerima {allowed}.")


def cut_off() -> Refused:
    """What was sent did not come whole, or is larger than anything that is meant."""
    return unreadable("Kiriman terlalu besar atau terputus. Tidak ada yang disimpan.")


def unreadable(message: str) -> Refused:
    """What was sent cannot be used. Nothing was stored."""
    return Refused(HTTPStatus.BAD_REQUEST, message)
