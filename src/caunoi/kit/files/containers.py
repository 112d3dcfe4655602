"""Sound containers, read and cleaned in place: what says where, when and by whom is overwritten with nothing, so that the
positions which other parts name stay true. Each function raises ValueError for what is broken, VideoError for films."""

from __future__ import annotations

import struct
from collections.abc import Iterator


class VideoError(ValueError):
    """There are pictures in it."""


# --- MP4, M4A, 3GP: boxes (ISO/IEC 14496-12)
HOLDERS, BLANK = {b"moov", b"trak", b"mdia"}, {b"udta", b"meta", b"uuid", b"free", b"skip"}
DATED = {b"mvhd", b"tkhd", b"mdhd"}


def _boxes(data: bytes | bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Kind, start, start of the content, and end of each box, those within holders too."""
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1 and start + 16 <= end:
            (size,), head = struct.unpack_from(">Q", data, start + 8), 16
        stop = end if size == 0 else start + size
        if (size and size < head) or stop > end:
            raise ValueError("a box leaves its place")
        yield kind, start, start + head, stop
        if kind in HOLDERS:
            yield from _boxes(data, start + head, stop)
        start = stop


def clean_mp4(data: bytes) -> bytes:
    """Without tags, places and times."""
    out = bytearray(data)
    for kind, start, inner, stop in list(_boxes(data, 0, len(data))):
        if kind in BLANK:
            out[start + 4 : start + 8] = b"free"
            out[inner:stop] = bytes(stop - inner)
        elif kind in DATED:
            wide = 8 if data[inner] == 1 else 4
            out[inner + 4 : inner + 4 + 2 * wide] = bytes(2 * wide)
    return bytes(out)


def check_mp4(data: bytes) -> None:
    """At least one track of sound, none of pictures."""
    tracks = [data[inner + 8 : inner + 12] for kind, _, inner, _ in _boxes(data, 0, len(data)) if kind == b"hdlr"]
    if b"vide" in tracks:
        raise VideoError
    if b"soun" not in tracks:
        raise ValueError("no sound")


# --- WebM: elements (RFC 8794, RFC 9559)
ENTER = {0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE}  # Segment, Cluster, Info, Tracks, TrackEntry
# Tags, Attachments, Chapters; Title, MuxingApp, WritingApp, DateUTC, SegmentFilename; Name of a track; Void.
PERSONAL = {0x1254C367, 0x1941A469, 0x1043A770, 0x7BA9, 0x4D80, 0x5741, 0x4461, 0x7384, 0x536E, 0xEC}
TRACK_TYPE, VIDEO, SOUND = 0x83, 1, 2
VOID, UNKNOWN = 0xEC, -1


def _number(data: bytes, at: int, *, keeps_mark: bool) -> tuple[int, int]:
    """A number of variable length and where it ends."""
    first = data[at]
    length = 9 - first.bit_length()
    if length > 8 or at + length > len(data):
        raise ValueError("no number")
    value = int.from_bytes(data[at : at + length], "big")
    if not keeps_mark:
        value &= (1 << 7 * length) - 1
        value = UNKNOWN if value == (1 << 7 * length) - 1 else value
    return value, at + length


def _elements(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Kind, start, start of the content, and end of each element; nesting does not matter for what we look for."""
    at = 0
    while at < len(data):
        try:
            kind, after = _number(data, at, keeps_mark=True)
            size, inner = _number(data, after, keeps_mark=False)
        except IndexError as error:
            raise ValueError("cut off") from error
        if kind in ENTER:
            at = inner
            continue
        if size == UNKNOWN or inner + size > len(data):
            raise ValueError("an element leaves its place")
        yield kind, at, inner, inner + size
        at = inner + size


def clean_webm(data: bytes) -> bytes:
    """Without tags, titles, programs and times: each becomes a Void of the same length."""
    out = bytearray(data)
    for kind, start, _, stop in _elements(data):
        if kind in PERSONAL:
            length = stop - start
            # A length of eight bytes where there is room for it, of one where not.
            head = b"\xec\x01" + (length - 9).to_bytes(7, "big") if length >= 9 else bytes([VOID, 0x80 | length - 2])
            out[start:stop] = head + bytes(length - len(head))
    return bytes(out)


def check_webm(data: bytes) -> None:
    """At least one track of sound, none of pictures."""
    kinds = [int.from_bytes(data[inner:stop], "big") for kind, _, inner, stop in _elements(data) if kind == TRACK_TYPE]
    if VIDEO in kinds:
        raise VideoError
    if SOUND not in kinds:
        raise ValueError("no sound")


# --- WAV: chunks (RIFF)
def clean_wav(data: bytes) -> bytes:
    """Format and sound alone."""
    kept, at = b"", 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        if name in {b"fmt ", b"fact", b"data"}:
            body = data[at + 8 : at + 8 + size]
            kept += struct.pack("<4sI", name, len(body)) + body + b"\0" * (len(body) % 2)
        at += 8 + size + size % 2
    return b"RIFF" + struct.pack("<I", 4 + len(kept)) + b"WAVE" + kept


# --- AMR: frames (RFC 4867)
NARROW = (12, 13, 15, 17, 19, 20, 26, 31, 5, 0, 0, 0, 0, 0, 0, 0)
WIDE = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 0, 0, 0, 0, 0, 0)
HEADS = ((b"#!AMR\n", NARROW), (b"#!AMR-WB\n", WIDE))


def clean_amr(data: bytes) -> bytes:
    """The frames, as far as they are whole; nothing else has a place in it."""
    head, sizes = next((head, sizes) for head, sizes in HEADS if data.startswith(head))
    at = len(head)
    while at < len(data):
        step = 1 + sizes[data[at] >> 3 & 15]
        if data[at] & 0x83 or at + step > len(data):
            break
        at += step
    if at == len(head):
        raise ValueError("no sound")
    return data[:at]
