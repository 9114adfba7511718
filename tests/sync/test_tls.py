"""The line is encrypted, and pusat is who it says it is: with real certificates on a real server."""

import http.server
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import trustme
from django.conf import LazySettings

from sync.lokal.engine.client import CA_FILE, Client
from sync.wire import packing
from sync.wire.problems import SyncProblem
from sync.wire.registration import Registered, Registration

pytestmark = pytest.mark.slow

ASK = Registration("20299001", "KODE", "laptop")
JOINED = Registered("3fa85f64-5717-4562-b3fc-2c963f66afa6", "20299001", "SD", 1, "ab.1.cd")


@dataclass
class Server:
    """Answers every POST as a registration, or sends it elsewhere; counts what it was asked."""

    certificate: trustme.LeafCert | None
    redirect: str = ""
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                server.asked.append(self.path)
                self.rfile.read(int(self.headers["Content-Length"]))
                body = packing.pack(JOINED)
                self.send_response(307 if server.redirect else 200)
                if server.redirect:
                    self.send_header("Location", server.redirect)
                self.send_header("Content-Type", packing.CONTENT_TYPE)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.certificate.configure_cert(context)
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http{'s' if self.certificate else ''}://localhost:{self._http.server_port}"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """The district's own certificate authority."""
    return trustme.CA()


@pytest.fixture
def serve(tmp_path: Path, settings: LazySettings) -> Iterator[Callable[..., Server]]:
    settings.DATA_DIR = tmp_path
    made: list[Server] = []

    def start(certificate: trustme.LeafCert | None = None, redirect: str = "") -> Server:
        made.append(Server(certificate, redirect))
        return made[-1]

    yield start
    for server in made:
        server.close()


def met(url: str) -> int:
    """The number of the problem that registering meets, or 0."""
    try:
        with Client(url) as client:
            assert client.register(ASK) == JOINED
    except SyncProblem as problem:
        return problem.number
    return 0


def trust(authority: trustme.CA, folder: Path) -> None:
    authority.cert_pem.write_to_path(str(folder / CA_FILE))


def test_a_certificate_that_nobody_vouches_for_is_refused(
    serve: Callable[..., Server], authority: trustme.CA
) -> None:
    server = serve(authority.issue_cert("localhost"))
    assert (met(server.url), server.asked) == (104, [])


def test_the_districts_own_authority_is_trusted_by_its_file(
    serve: Callable[..., Server], authority: trustme.CA, tmp_path: Path
) -> None:
    trust(authority, tmp_path)
    assert met(serve(authority.issue_cert("localhost")).url) == 0


def test_the_authority_can_be_named_in_the_environment_too(
    serve: Callable[..., Server], authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(authority, tmp_path)
    (tmp_path / CA_FILE).rename(tmp_path / "lain.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "lain.pem"))
    assert met(serve(authority.issue_cert("localhost")).url) == 0


@pytest.mark.parametrize("name", ["pusat.example", "*.localhost", "127.0.0.2"])
def test_a_certificate_of_another_name_is_refused(
    serve: Callable[..., Server], authority: trustme.CA, tmp_path: Path, name: str
) -> None:
    trust(authority, tmp_path)
    server = serve(authority.issue_cert(name))
    assert (met(server.url), server.asked) == (104, [])


def test_another_authority_is_refused(
    serve: Callable[..., Server], authority: trustme.CA, tmp_path: Path
) -> None:
    trust(authority, tmp_path)
    assert met(serve(trustme.CA().issue_cert("localhost")).url) == 104


@pytest.mark.parametrize("content", ["", "bukan sertifikat", "-----BEGIN CERTIFICATE-----\nxx\n"])
def test_a_file_that_is_no_certificate_opens_nothing(
    serve: Callable[..., Server], authority: trustme.CA, tmp_path: Path, content: str
) -> None:
    (tmp_path / CA_FILE).write_text(content)
    assert met(serve(authority.issue_cert("localhost")).url) == 104


@pytest.mark.parametrize(
    "url",
    [
        "http://pusat.example",
        "http://10.0.0.1",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://127.0.0.1@pusat.example",
        "http://pusat.example\\@127.0.0.1",
        "http://pusat.example#@127.0.0.1",
        "http://[::1",
        "http://",
        "ftp://localhost",
        "//localhost",
        "localhost:5775",
        "",
    ],
)
def test_plain_http_is_refused_off_this_computer(url: str) -> None:
    assert met(url) == 204


@pytest.mark.parametrize("encrypted", [True, False])
def test_a_redirect_is_not_followed(
    serve: Callable[..., Server], authority: trustme.CA, tmp_path: Path, encrypted: bool
) -> None:
    trust(authority, tmp_path)
    elsewhere = serve()
    server = serve(authority.issue_cert("localhost") if encrypted else None, redirect=elsewhere.url)
    assert met(server.url) != 0
    assert (len(server.asked), elsewhere.asked) == (1, [])


def test_what_is_not_encrypted_goes_to_no_proxy(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, proxy = serve(), serve()
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy.url)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert met(server.url) == 0
    assert (len(server.asked), proxy.asked) == (1, [])
