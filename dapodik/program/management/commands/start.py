"""`manage.py start`: the whole application, from an empty data folder to an open browser."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from dapodik.program import database
from dapodik.program.command import Command as BaseCommand
from dapodik.program.start import demo_pusat, running, server, static_files
from dapodik.program.start.network import network
from dapodik.program.version import VERSION


class Command(BaseCommand):
    help = "Jalankan aplikasi di komputer ini dan buka di browser."
    reports = False
    # Checked below, when --pusat is known.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--port", type=_port, default=5774, metavar="N", help="bawaan: 5774")
        parser.add_argument("--pusat", metavar="URL", help="alamat pusat yang diusulkan saat registrasi")
        parser.add_argument("--no-browser", action="store_true", help="jangan buka browser")
        parser.add_argument("--no-demo", action="store_true", help="jangan jalankan pusat contoh")

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DEFAULT_PUSAT = options["pusat"] or settings.DEFAULT_PUSAT
        self.check()
        database.check_integrity()
        self.url = f"http://localhost:{options['port']}"
        self.browser = not options["no_browser"]
        server.interrupt_on_signals()
        try:
            with running.sole_server(settings.DATA_DIR, self.url), ExitStack() as stack:
                self.run(stack, options["port"], demo=not options["no_demo"])
        except running.AlreadyRunning as other:
            return self.show(f"Aplikasi sudah berjalan di {other.url}", other.url)
        except server.PortTaken as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            pass
        self.stdout.write("Aplikasi ditutup.")

    def run(self, stack: ExitStack, port: int, demo: bool) -> None:
        """Serve until interrupted; what was put on the stack ends with it."""
        listener = stack.enter_context(server.bind(port))
        static_files.collect()
        folder = settings.DATA_DIR / "pusat-demo"
        if demo and demo_pusat.is_wanted(folder):
            try:
                settings.DEMO_PUSAT = stack.enter_context(demo_pusat.beside(folder))
            except demo_pusat.DemoPusatFailed as error:
                self.stderr.write(f"{error}. Aplikasi berjalan tanpa pusat contoh.")
        network.port = port
        stack.callback(network.close)
        for sentence in self.sentences_at_start():
            self.stderr.write(sentence)
        server.serve(
            get_wsgi_application(),
            listener,
            lambda: self.show(
                f"Data Pokok Sekolah {VERSION}. Aplikasi siap di {self.url} (tutup dengan Ctrl-C)", self.url
            ),
        )

    def sentences_at_start(self) -> Iterator[str]:
        """Let installed apps begin what they do while the site runs: their `at_start` names a function, which
        says what there is to say of it."""
        for config in apps.get_app_configs():
            begin = getattr(config, "at_start", "")
            if begin and (sentence := import_string(begin)()):
                yield sentence

    def show(self, sentence: str, url: str) -> None:
        """Say where the site is, and open it."""
        self.stdout.write(sentence)
        self.stdout.flush()
        if self.browser:
            server.open_browser(url)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text} bukan nomor port (1 sampai 65535)")
    return int(text)
