"""An .xlsx file: which tabs it has, its shared texts, the formats of its numbers.

Only what is asked for is parsed. So a file of a program that writes a style or a font oddly is read all the
same, and the strict form of the format as the usual one. It is part of the process of `workbook.py` and
imports nothing of the application.
"""

import posixpath
import zipfile
from datetime import datetime
from typing import IO

from . import number_formats
from .limits import LONGEST_CELL, MAX_STYLES, MAX_TEXTS, refuse_above
from .office_xml import Collector, local, parse, unescaped

# Where these parts are, if nothing says where they are.
_WORKBOOK, _STYLES, _TEXTS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
EPOCH_1900, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet has no zone


class Book:
    """An open file: its tabs, its shared texts, its number formats."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.parts = {name.lower(): name for name in archive.namelist()}
        root = dict(self._relations("").values())
        self.path = root.get("officeDocument", _WORKBOOK)
        relations = self._relations(self.path)
        self.tabs: list[tuple[str, str]] = []
        self.epoch = EPOCH_1900
        self._read_workbook(relations)
        by_kind = dict(relations.values())
        self.formats = self._formats(by_kind.get("styles", _STYLES))
        self.texts = self._texts(by_kind.get("sharedStrings", _TEXTS))

    def open(self, path: str) -> IO[bytes]:
        """A part. Raises KeyError."""
        return self.archive.open(self.parts[path.lower()])

    def _relations(self, path: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: {id: (kind, path)}."""
        folder, name = posixpath.split(path)
        relations = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(
                    posixpath.join("/", folder, attributes["Target"].replace("\\", "/"))
                )
                kind = attributes["Type"].rpartition("/")[2]
                relations[attributes["Id"]] = (kind, target.lstrip("/"))

        where = posixpath.join(folder, "_rels", f"{name}.rels")
        if where.lower() in self.parts:
            with self.open(where) as part:
                parse(part, start)
        return relations

    def _read_workbook(self, relations: dict[str, tuple[str, str]]) -> None:
        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self.epoch = EPOCH_1904
            elif tag == "sheet":
                own_id = next((value for name, value in attributes.items() if local(name) == "id"), "")
                kind, target = relations.get(own_id, ("", ""))
                if kind == "worksheet":
                    self.tabs.append((attributes.get("name", ""), target))

        with self.open(self.path) as part:
            parse(part, start)

    def _formats(self, path: str) -> list[str]:
        """What the numbers of each style are: "tanggal", "persen", "waktu" or ""."""
        kinds: list[str] = []
        codes: dict[str, str] = {}
        inside = [False]

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "numFmt":
                codes[attributes["numFmtId"]] = attributes.get("formatCode", "")
            elif tag == "cellXfs":
                inside[0] = True
            elif tag == "xf" and inside[0]:
                refuse_above(MAX_STYLES, len(kinds), "gaya sel")
                number = attributes.get("numFmtId", "0")
                kinds.append(number_formats.kind_of(number, codes.get(number)))

        def end(tag: str) -> None:
            if tag == "cellXfs":
                inside[0] = False

        if path.lower() in self.parts:
            with self.open(path) as part:
                parse(part, start, end)
        return kinds

    def _texts(self, path: str) -> list[str]:
        texts: list[str] = []
        pieces: list[str] = []
        collector = Collector(pieces)

        def end(tag: str) -> None:
            collector.end(tag)
            if tag == "si":
                refuse_above(MAX_TEXTS, len(texts), "teks")
                # Cut here, so that all cells with it hold the same text.
                texts.append(unescaped("".join(pieces))[:LONGEST_CELL])
                pieces.clear()

        if path.lower() in self.parts:
            with self.open(path) as part:
                parse(part, collector.start, end, collector.text)
        return texts
