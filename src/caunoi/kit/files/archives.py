"""ZIP archives of files from outside, read member by member. Nothing is ever written under a name from an archive."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from caunoi.kit.files.checks import ENTRIES_MOST, RATIO_MOST, UNPACKED_MOST, FileProblem

# What systems put into archives of their own accord.
NOISE = ("__MACOSX/", "Thumbs.db", ".DS_Store", "desktop.ini")
UTF8_NAMES = 0x800
# A member that is small may be all zeros without harm; one that is large may not.
RATIO_FROM_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Member:
    """A file in an archive: its path in one form of Unicode, its key there, and why it is refused (a code), if it is."""

    path: str
    key: str
    refused: str = ""


def _path(entry: zipfile.ZipInfo) -> str:
    """The name; programs of old wrote UTF-8 without saying so."""
    name = entry.filename
    if not entry.flag_bits & UTF8_NAMES:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _refused(entry: zipfile.ZipInfo, path: str) -> str:
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in path:
        return "PATH"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "LINK"
    if entry.flag_bits & 1:
        return "ENCRYPTED"
    if entry.file_size > RATIO_FROM_BYTES and entry.file_size > RATIO_MOST * max(entry.compress_size, 1):
        return "BOMB"
    return ""


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive. Raises FileProblem when it is broken, or too much when unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileProblem("BROKEN", _("Tệp ZIP bị hỏng, không mở được. Nén lại rồi gửi lại.")) from error
    if len(entries) > ENTRIES_MOST or sum(entry.file_size for entry in entries) > UNPACKED_MOST:
        text = _("Tệp ZIP có quá nhiều tệp hoặc giải nén ra quá lớn. Chia thành nhiều tệp ZIP.")
        raise FileProblem("BOMB", text)
    return archive


def members(archive: zipfile.ZipFile) -> Iterator[Member]:
    """Files of an archive in its order, without folders and what systems add."""
    for entry in archive.infolist():
        path = _path(entry)
        is_noise = path.startswith(NOISE[0]) or path.rsplit("/", 1)[-1] in NOISE
        if not entry.is_dir() and not is_noise:
            yield Member(path, entry.filename, _refused(entry, path))


def read_member(archive: zipfile.ZipFile, key: str, *, most: int) -> bytes:
    """The bytes of a member. Raises FileProblem: broken, or larger than `most` bytes whatever the archive says."""
    try:
        with archive.open(key) as file:
            data = file.read(most + 1)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise FileProblem("BROKEN", _("Tệp trong gói bị hỏng, không mở được.")) from error
    if len(data) > most:
        raise FileProblem(
            "SIZE", _("Tệp lớn hơn %(most)d MB. Chia nhỏ hoặc giảm kích thước rồi gửi lại.") % {"most": most // 1024**2}
        )
    return data
