"""Recordings as phones make them, a second or less, made on the spot; with a canary where phones write about people."""

import io
import struct
import wave

from mutagen.id3 import COMM, ID3, TIT2, TPE1
from mutagen.ogg import OggPage
from mutagen.oggopus import OggOpus


def wav(canary: str = "") -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setparams((1, 2, 8000, 0, "NONE", ""))
        made.writeframes(bytes(8000))
    if not canary:
        return out.getvalue()
    text = canary.encode() + b"\0" * (len(canary.encode()) % 2)
    info = b"INFOIART" + struct.pack("<I", len(text)) + text
    body = out.getvalue()[8:] + b"LIST" + struct.pack("<I", len(info)) + info
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3(canary: str = "") -> bytes:
    frames = (b"\xff\xfb\x90\x64" + bytes(413)) * 20
    if not canary:
        return frames
    out = io.BytesIO(frames)
    tags = ID3()
    for frame in (TIT2(text=canary), TPE1(text=canary), COMM(text=canary)):
        tags.add(frame)
    tags.save(out, v1=2)
    return out.getvalue()


def aac() -> bytes:
    length = 64
    head = bytes([0xFF, 0xF1, 0x50, 0x80 | length >> 11, length >> 3 & 0xFF, (length & 7) << 5 | 0x1F, 0xFC])
    return (head + bytes(length - 7)) * 30


def opus(canary: str = "") -> bytes:
    pages = []
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    for number, (packet, position) in enumerate(((head, 0), (tags, 0), (bytes(100), 48000))):
        page = OggPage()
        page.packets, page.sequence, page.position, page.serial = [packet], number, position, 7
        page.first, page.last = number == 0, number == 2
        pages.append(page)
    out = io.BytesIO(b"".join(page.write() for page in pages))
    if canary:
        made = OggOpus(out)
        made["artist"] = made["location"] = canary
        out.seek(0)
        made.save(out)
    return out.getvalue()


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def m4a(canary: str = "", *, handler: bytes = b"soun", brand: bytes = b"M4A ") -> bytes:
    mark = canary.encode()
    times = struct.pack(">II", 3_900_000_000, 3_900_000_000)
    hdlr = _box(b"hdlr", bytes(8) + handler + bytes(12) + b"\0")
    mdia = _box(b"mdia", _box(b"mdhd", bytes(4) + times + struct.pack(">IIHH", 8000, 8000, 0, 0)) + hdlr)
    trak = _box(b"trak", _box(b"tkhd", bytes(4) + times + bytes(72)) + mdia)
    place = _box(b"\xa9xyz", b"\0\x12\x15\xc7+21.0285+105.8542/" + mark)
    ilst = _box(b"meta", bytes(4) + _box(b"ilst", _box(b"\xa9nam", _box(b"data", bytes(8) + mark))))
    more = _box(b"udta", place + ilst) + _box(b"meta", bytes(4) + mark) if canary else b""
    moov = _box(b"moov", _box(b"mvhd", bytes(4) + times + bytes(88)) + trak + more)
    last = _box(b"uuid", bytes(16) + mark) if canary else b""
    return _box(b"ftyp", brand + bytes(4) + b"isom") + moov + _box(b"mdat", bytes(200)) + last


def _element(kind: int, body: bytes) -> bytes:
    name = kind.to_bytes((kind.bit_length() + 7) // 8, "big")
    return name + (0x4000 | len(body)).to_bytes(2, "big") + body


def webm(canary: str = "", *, track_type: int = 2, is_live: bool = False) -> bytes:
    mark = canary.encode()
    head = _element(0x1A45DFA3, _element(0x4282, b"webm"))
    info = _element(0x1549A966, _element(0x2AD7B1, b"\x0f\x42\x40") + (_element(0x7BA9, mark) if canary else b""))
    track = _element(0xAE, _element(0xD7, b"\1") + _element(0x83, bytes([track_type])) + _element(0x536E, mark or b"x"))
    cluster = _element(0xE7, b"\0") + _element(0xA3, b"\x81\0\0\x80" + bytes(60))
    tags = _element(0x1254C367, _element(0x7373, _element(0x67C8, _element(0x4487, mark)))) if canary else b""
    body = info + _element(0x1654AE6B, track)
    if is_live:
        return head + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + body + b"\x1f\x43\xb6\x75\xff" + cluster + tags
    return head + _element(0x18538067, body + _element(0x1F43B675, cluster) + tags)


def amr(canary: str = "") -> bytes:
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * 40 + (b"\xff" + canary.encode() if canary else b"")
