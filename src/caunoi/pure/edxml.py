"""A packet that offices exchange (edXML, QCVN 102:2016/BTTTT): what its header says of the document, and its files.

Elements are found by their local names wherever they stand, because systems in use nest and prefix them in their own ways.
The text of the standard was not read; names, days written from the year on and files that are zipped one by one are as
programs in use write them (namespace http://www.mic.gov.vn/TBT/QCVN_102_2016). A packet that says less gives less.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from caunoi.pure import symbols
from caunoi.pure.rosters import parse_day

FILES_MOST = 50
# Of one file, unzipped, and of all files of a packet: above what any import takes.
FILE_MOST, ALL_MOST = 60_000_000, 300_000_000
YEAR_FIRST = re.compile(r"^(\d{4})/(\d{1,2})/(\d{1,2})")


class PacketError(ValueError):
    """No packet: not well-formed, with definitions of its own, or without a header that is known."""


@dataclass(frozen=True)
class Packet:
    """Facts as `pure.importing.Row` has them, and files as (name, bytes) in their order."""

    facts: dict[str, Any]
    files: list[tuple[str, bytes]] = field(default_factory=list)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _all(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if _name(element) == name)


def _text(root: Element, *names: str) -> str:
    """The words of the first element with one of the names that has any."""
    for name in names:
        for element in _all(root, name):
            if element.text and element.text.strip():
                return element.text.strip()
    return ""


def _symbol(root: Element) -> str:
    number, notation = _text(root, "codenumber"), _text(root, "codenotation")
    whole = notation if notation[:1].isdigit() else f"{number}/{notation}" if number and notation else ""
    parsed = symbols.parse(whole) if whole else None
    return parsed.raw if parsed else ""


def _facts(root: Element) -> dict[str, Any]:
    sender = next(_all(root, "from"), None)
    day = parse_day(YEAR_FIRST.sub(r"\1-\2-\3", _text(root, "promulgationdate").replace("T", " ").split(" ")[0]))
    symbol = _symbol(root)
    parsed = symbols.parse(symbol) if symbol else None
    kind = _text(root, "typename", "typedetail")
    facts = {
        "symbol": symbol,
        "title": _text(root, "subject")[:500],
        "issuer": _text(sender, "organname", "organizationname")[:200] if sender is not None else "",
        "issued_on": day.isoformat() if day else "",
        "signer": _text(root, "fullname")[:120],
        "type_name": (kind if kind and not kind.isdigit() else (parsed.type_name or "" if parsed else ""))[:60],
    }
    return {name: value for name, value in facts.items() if value}


def _unzipped(data: bytes) -> bytes:
    """The one file that a ZIP file holds; anything else, also an office file, which is a ZIP file of many, as it is."""
    if not data.startswith(b"PK"):
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) != 1 or members[0].is_dir():
                return data
            with archive.open(members[0]) as member:
                whole = member.read(FILE_MOST + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise PacketError("a file is a broken ZIP file") from error
    if len(whole) > FILE_MOST:
        raise PacketError("a file is too large")
    return whole


def _files(root: Element) -> Iterator[tuple[str, bytes]]:
    """Those with content; their names stand beside it or, by the same id, in the manifest."""
    names = {_text(row, "contentid"): _text(row, "attachmentname", "filename") for row in _all(root, "reference")}
    for number, element in enumerate(_all(root, "attachment"), 1):
        encoded = _text(element, "contenttransferencoded", "content", "filecontent", "attachmentcontent")
        if not encoded:
            continue
        try:
            data = base64.b64decode("".join(encoded.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise PacketError("a file is not base64") from error
        name = _text(element, "attachmentname", "filename") or names.get(_text(element, "contentid"), "")
        yield name or f"tep-{number}", _unzipped(data)


def read_packet(data: bytes) -> Packet:
    """Read a packet. Raises PacketError. Files are as they were sent: nobody has looked at them yet."""
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise PacketError("not well-formed") from error
    if next(_all(root, "messageheader"), None) is None and next(_all(root, "codenotation"), None) is None:
        raise PacketError("no header")
    files, size = [], 0
    for file in _files(root):
        files.append(file)
        size += len(file[1])
        if len(files) > FILES_MOST or size > ALL_MOST:
            raise PacketError("too many files, or too large")
    return Packet(_facts(root), files)
