"""Recorded voices: which kinds are taken, whether they can be played, and the same sound without its tags."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from mutagen import MutagenError
from mutagen.aac import AAC
from mutagen.apev2 import delete as delete_ape
from mutagen.id3 import delete as delete_id3
from mutagen.mp3 import MP3
from mutagen.ogg import OggFileType
from mutagen.oggopus import OggOpus
from mutagen.oggspeex import OggSpeex
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from caunoi.kit.files import containers

MP3_, MP4_, AAC_, OGG_ = "audio/mpeg", "audio/mp4", "audio/aac", "audio/ogg"
WAV_, AMR_, WEBM_ = "audio/wav", "audio/amr", "audio/webm"
NAMES = {MP3_: "MP3", MP4_: "M4A", AAC_: "AAC", OGG_: "OGG", WAV_: "WAV", AMR_: "AMR", WEBM_: "WEBM"}
AUDIO = frozenset(NAMES)
ENDINGS = {
    "mp3": {MP3_}, "m4a": {MP4_}, "3gp": {MP4_}, "aac": {AAC_}, "ogg": {OGG_}, "oga": {OGG_}, "opus": {OGG_},
    "wav": {WAV_}, "amr": {AMR_}, "webm": {WEBM_},
}  # fmt: skip
VOICES: tuple[tuple[bytes, type[OggFileType]], ...] = (
    (b"OpusHead", OggOpus), (b"\x01vorbis", OggVorbis), (b"Speex   ", OggSpeex),
)  # fmt: skip


def kind_of(data: bytes) -> str | None:
    """The media type by the first bytes, or None for what is no sound."""
    head = data[:12]
    if head[:4] == b"RIFF" and head[8:] == b"WAVE":
        return WAV_
    for magic, kind in ((b"OggS", OGG_), (b"#!AMR", AMR_), (b"\x1a\x45\xdf\xa3", WEBM_), (b"ID3", MP3_)):
        if head.startswith(magic):
            return kind
    if head[4:8] == b"ftyp":
        return None if head[8:11] in {b"hei", b"hev", b"mif", b"avi"} else MP4_
    if len(head) > 1 and head[0] == 0xFF:
        if head[1] & 0xF6 == 0xF0:
            return AAC_
        return MP3_ if head[1] & 0xE6 == 0xE2 else None  # layer III
    return None


def _voice(data: bytes) -> type[OggFileType]:
    for mark, kind in VOICES:
        if mark in data[:128]:
            return kind
    raise containers.VideoError if b"theora" in data[:128] else ValueError("no sound")


def _play(kind: Callable[[io.BytesIO], Any], data: bytes) -> None:
    if kind(io.BytesIO(data)).info.length <= 0:
        raise ValueError("no sound")


CHECKS: dict[str, Callable[[bytes], Any]] = {
    MP3_: lambda data: _play(MP3, data),
    AAC_: lambda data: _play(AAC, data),
    WAV_: lambda data: _play(WAVE, data),
    OGG_: lambda data: _play(_voice(data), data),
    MP4_: containers.check_mp4,
    WEBM_: containers.check_webm,
    AMR_: containers.clean_amr,
}


def check_audio(data: bytes, kind: str) -> None:
    """Raises VideoError for films and ValueError for what cannot be played."""
    try:
        CHECKS[kind](data)
    except ValueError:
        raise
    except (MutagenError, EOFError, IndexError, KeyError, OverflowError, ZeroDivisionError) as error:
        raise ValueError(str(error)) from error


def _untagged(data: bytes) -> bytes:
    file = io.BytesIO(data)
    for delete in (delete_ape, delete_id3):
        file.seek(0)
        delete(file)
    return file.getvalue()


def _ogg(data: bytes) -> bytes:
    file = io.BytesIO(data)
    sound = _voice(data)(file)
    file.seek(0)
    sound.delete(file)
    return file.getvalue()


STRIPS: dict[str, Callable[[bytes], bytes]] = {
    MP3_: _untagged,
    AAC_: _untagged,
    OGG_: _ogg,
    WAV_: containers.clean_wav,
    MP4_: containers.clean_mp4,
    WEBM_: containers.clean_webm,
    AMR_: containers.clean_amr,
}


def strip_audio(data: bytes, kind: str) -> bytes:
    """The same sound without who, where and when."""
    return STRIPS[kind](data)
