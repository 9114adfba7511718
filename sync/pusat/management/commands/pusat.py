"""`pusat start`, `add_school`, `revoke`, `import_sk`, `rule`, `close`, `open`: the central server by command
line."""

import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError
from django.utils import timezone

from sync.pusat.door import closing, keys, register
from sync.pusat.kip import publishing, reading
from sync.pusat.round import rules
from sync.pusat.serving import server


class Command(BaseCommand):
    help = "Server pusat."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="action", required=True, metavar="PERINTAH")
        start = commands.add_parser("start", help="jalankan server pusat")
        start.add_argument("--port", type=int, default=5775)
        start.add_argument("--host", default="127.0.0.1", help="alamat yang didengarkan")
        start.add_argument(
            "--workers",
            type=int,
            default=os.cpu_count() or 1,
            help="jumlah proses pada PostgreSQL (sebanyak prosesor)",
        )
        start.add_argument("--demo", action="store_true", help="sediakan tombol SK contoh")
        add = commands.add_parser("add_school", help="tambah sekolah dan beri kode registrasi")
        add.add_argument("--npsn", required=True)
        add.add_argument("--name", required=True)
        add.add_argument("--new-code", action="store_true", help="kode baru bila sekolah sudah ada")
        sk = commands.add_parser("import_sk", help="terbitkan SK KIP dari daftar CSV")
        sk.add_argument("file", type=Path, metavar="FILE.csv")
        sk.add_argument("--number", required=True, help="nomor SK, misalnya KIP/1/2026")
        sk.add_argument("--date", required=True, type=date.fromisoformat, help="YYYY-MM-DD")
        rule = commands.add_parser(
            "rule", help="turunkan atau matikan satu aturan validasi bagi semua sekolah"
        )
        rule.add_argument("code", metavar="KODE")
        rule.add_argument("level", choices=["warning", "info", "off", "semula"])
        rule.add_argument("--reason", default="", help="alasan, wajib bila menurunkan")
        revoke = commands.add_parser("revoke", help="cabut kunci satu komputer sekolah, atau semuanya")
        revoke.add_argument("--npsn", required=True)
        which = revoke.add_mutually_exclusive_group(required=True)
        which.add_argument("--computer", type=int, metavar="NOMOR", help="nomor komputer, lihat --list")
        which.add_argument("--all", action="store_true", help="semua komputer sekolah itu")
        which.add_argument("--list", action="store_true", help="hanya tampilkan komputer yang terdaftar")
        close = commands.add_parser("close", help="tutup pusat sampai waktu tertentu")
        close.add_argument(
            "--until",
            required=True,
            type=_moment,
            metavar="WAKTU",
            help='"YYYY-MM-DD HH:MM", waktu Jakarta bila tanpa zona',
        )
        close.add_argument(
            "--from",
            dest="start",
            type=_moment,
            metavar="WAKTU",
            help="mulai kapan (tanpa ini: sekarang)",
        )
        close.add_argument("--reason", default="", help="alasan, ditampilkan kepada sekolah")
        again = commands.add_parser("open", help="buka lagi pusat yang ditutup")
        for command in (start, add, sk, rule, revoke, close, again):
            command.add_argument("--data", metavar="FOLDER", help="folder data pusat")
        for command in (add, sk, rule, revoke, close, again):
            command.add_argument("--json", action="store_true", help="tulis hasil sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] not in ("close", "open"):
            # Those two work while the database is worked on.
            call_command("migrate", verbosity=0, interactive=False)
        getattr(self, options["action"])(options)

    def start(self, options: dict[str, Any]) -> None:
        """Serve until stopped."""
        server.serve(options["host"], options["port"], options["demo"], options["workers"], self.stdout.write)

    def add_school(self, options: dict[str, Any]) -> None:
        """Make a school, or renew its code, and print the registration code."""
        npsn, name = options["npsn"].strip().upper(), options["name"].strip()
        if not (len(npsn) == 8 and npsn.isascii() and npsn.isalnum()) or not name:
            raise CommandError("NPSN terdiri atas 8 angka atau huruf besar, dan nama tidak boleh kosong.")
        school = register.of_npsn(npsn)
        if school and not options["new_code"]:
            raise CommandError(f"Sekolah {npsn} sudah ada. Tambahkan --new-code untuk memberi kode baru.")
        try:
            code = register.renew_code(school) if school else register.add_school(npsn, name)
        except IntegrityError as error:
            raise CommandError(f"Sekolah {npsn} sedang ditambahkan oleh perintah lain.") from error
        self._report(options, {"npsn": npsn, "name": name, "code": code}, f"Kode registrasi {name}: {code}")

    def import_sk(self, options: dict[str, Any]) -> None:
        """Publish an SK list; list what could not be matched and why."""
        try:
            lines = reading.read(options["file"])
            outcome = publishing.publish(options["number"], options["date"], lines)
        except reading.ListError as error:
            raise CommandError(str(error)) from error
        except publishing.OtherDate as error:
            raise CommandError("SK bernomor ini sudah ada dengan tanggal lain.") from error
        unmatched = [{"line": m.line.number, "reason": m.reason} for m in outcome.unmatched]
        result = {"published": outcome.published, "already": outcome.already, "unmatched": unmatched}
        summary = [
            f"{outcome.published} terbit, {outcome.already} sudah terbit, {len(unmatched)} belum cocok."
        ]
        details = [f"  baris {entry['line']}: {entry['reason']}" for entry in unmatched]
        self._report(options, result, "\n".join(summary + details))

    def rule(self, options: dict[str, Any]) -> None:
        """Lower a rule for every school, or let it count by itself again."""
        code, level, reason = options["code"], options["level"], options["reason"].strip()
        if level == "semula":
            if not rules.restore(code):
                raise CommandError(f"Aturan {code} tidak sedang diturunkan.")
        elif not reason:
            raise CommandError("Sebutkan alasannya dengan --reason.")
        else:
            try:
                rules.lower(code, level, reason)
            except rules.CannotLower as error:
                raise CommandError(
                    f"Aturan {code} tidak ada, atau tidak lebih tinggi dari {level}."
                ) from error
        self._report(
            options, {"rules": rules.lowered()}, f"{code}: {level}. Berlaku saat sekolah menyinkronkan."
        )

    def revoke(self, options: dict[str, Any]) -> None:
        """Revoke keys: the computer is told so at its next call and has to register again."""
        school = register.of_npsn(options["npsn"].strip().upper())
        if school is None:
            raise CommandError(f"Sekolah {options['npsn']} tidak ada.")
        if not options["list"]:
            revoked = keys.revoke(school, options["computer"])
            if options["computer"] is not None and not revoked:
                raise CommandError(f"Komputer {options['computer']} tidak terdaftar, atau sudah dicabut.")
        computers = keys.computers(school)
        told = [f"  {one['number']}: {one['label']}, sejak {one['since']}" for one in computers]
        self._report(options, {"computers": computers}, "\n".join([f"Terdaftar: {len(told)}", *told]))

    def close(self, options: dict[str, Any]) -> None:
        """Close pusat for a while: schools are told until when."""
        start, until = options["start"] or timezone.now(), options["until"]
        reason = " ".join(options["reason"].split())
        if until <= max(start, timezone.now()):
            raise CommandError("Waktu buka (--until) harus sesudah sekarang dan sesudah waktu tutup.")
        if len(reason) > 200 or not reason.isprintable():
            raise CommandError("Alasan (--reason) paling panjang 200 huruf.")
        closed = closing.Closing(start, until, reason)
        closing.close(closed)
        told = {"start": start.isoformat(), "until": until.isoformat(), "reason": reason}
        self._report(
            options, told, "Pusat ditutup dari {start} sampai {until}{reason}.".format(**closed.details)
        )

    def open(self, options: dict[str, Any]) -> None:
        """Open pusat again before its time."""
        was_closed = closing.open_again()
        text = "Pusat dibuka lagi." if was_closed else "Pusat memang sedang tidak ditutup."
        self._report(options, {"was_closed": was_closed}, text)

    def _report(self, options: dict[str, Any], result: dict[str, Any], text: str) -> None:
        self.stdout.write(json.dumps(result, ensure_ascii=False) if options["json"] else text)


def _moment(text: str) -> datetime:
    """A moment as it is typed; argparse makes an error of ValueError."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else timezone.make_aware(moment)
