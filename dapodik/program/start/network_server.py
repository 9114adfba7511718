"""The server of the second address: cheroot, since waitress speaks no TLS."""

import re
from typing import Any, cast

from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server

from .certificate import Certificate

_THREADS = 4


class _Request(HTTPRequest):
    """A request whose path may begin with two slashes, as clients join theirs; no host is meant."""

    rfile: Any

    def read_request_line(self) -> bool:
        reader, self.rfile = self.rfile, _FirstLine(self.rfile)
        try:
            return bool(cast(Any, super()).read_request_line())
        finally:
            self.rfile = reader


class _FirstLine:
    """The lines of a reader, without the slashes too many before a path."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def readline(self, *size: int) -> bytes:
        """The next line."""
        return re.sub(rb"^([A-Z]+ )/{2,}", rb"\1/", self._reader.readline(*size))


class _Connection(HTTPConnection):
    RequestHandlerClass = _Request


class NetworkServer(Server):
    """A server of a WSGI application at an address, by https where there is a certificate."""

    ConnectionClass = _Connection
    max_request_header_size = 32 * 1024
    max_request_body_size = 10 * 1024 * 1024

    def __init__(self, address: str, port: int, application: Any, certificate: Certificate | None) -> None:
        super().__init__((address, port), application, numthreads=_THREADS, server_name=address)
        if certificate:
            self.ssl_adapter = BuiltinSSLAdapter(str(certificate.file), str(certificate.key))
