"""An e-mail as it came (RFC 5322) to what its sender said: charsets of old Vietnamese fonts, HTML, quoted history, attachments,
and the signs that no person wrote it (RFC 3834)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser
from typing import cast

from caunoi.pure.vietnamese import decode, normalise

ADDRESS = re.compile(r"[^@\s<>\"',;:]{1,64}@[^@\s<>\"',;:]{1,255}")
IDS = re.compile(r"<[^<>\s]{1,250}>")
PARTS_MOST, TEXT_MOST = 200, 100_000
# How programs introduce what they quote, in Vietnamese and English; what follows is not the sender's.
HISTORY = re.compile(
    r"^(?:(?:vào|on)\b.{5,200}(?:đã viết|wrote)\s*:|-{2,}\s*(?:original message|thư gốc|forwarded message|tin nhắn gốc)\s*-{2,}"
    r"|_{20,}|(?:from|từ|người gửi)\s*:\s.*@.*)\s*$",
    re.IGNORECASE,
)
SIGNATURE = re.compile(r"^-- ?$")
BULK = {"bulk", "junk", "list", "auto_reply"}
NOBODY = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+.@-]|$)", re.IGNORECASE)
BLOCKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "ul", "ol", "table", "hr"}
UNSEEN = {"script", "style", "head", "title", "blockquote", "template", "noscript"}
VOID = {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}


@dataclass(frozen=True)
class Letter:
    """What a letter holds. `unwanted` names why nobody should answer it: AUTO, BOUNCE, LIST, SPAM, NOBODY; else empty."""

    message_id: str
    sender: str
    sender_name: str
    subject: str
    text: str
    recipients: tuple[str, ...]
    references: tuple[str, ...]
    attachments: tuple[tuple[str, bytes], ...]
    unwanted: str


class _Words(HTMLParser):
    """The words of an HTML letter, without what is not shown and what is quoted."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        is_quote = "gmail_quote" in (named.get("class") or "") or "divRplyFwdMsg" in (named.get("id") or "")
        if tag not in VOID and (self.unseen or tag in UNSEEN or is_quote):
            self.unseen.append(tag)
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unseen:
            while self.unseen.pop() != tag:
                pass
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of_html(html: str) -> str:
    """What a reader would see, as plain text."""
    words = _Words()
    words.feed(html)
    words.close()
    lines = [line.strip() for line in "".join(words.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def without_history(text: str) -> str:
    """The sender's own words: no quoted lines, nothing below the line that introduces a quotation, no signature."""
    kept: list[str] = []
    for line in text.splitlines():
        if HISTORY.match(line.strip()) or SIGNATURE.match(line):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _header(message: Message, name: str) -> str:
    """A header in one line; one that the parser chokes on, as it stands."""
    try:
        found = message.get(name)
    except Exception:  # noqa: BLE001 - email.headerregistry raises IndexError and more on broken headers
        found = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    text = str(found or "").encode("utf-8", "replace").decode("utf-8")
    return " ".join(normalise(text).split())


def _said(part: Message) -> str:
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else str(raw or "").encode("utf-8", "replace")
    try:
        text = normalise(data.decode(part.get_content_charset() or "utf-8"))
    except (LookupError, ValueError):
        text = decode(data)
    return text.encode("utf-8", "replace").decode("utf-8")


def _name_of(part: Message) -> str:
    try:
        return normalise(part.get_filename() or "")
    except Exception:  # noqa: BLE001 - as above
        return ""


def _parts(message: Message) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """The words and the files."""
    plain: list[str] = []
    html: list[str] = []
    files: list[tuple[str, bytes]] = []
    for part in list(message.walk())[:PARTS_MOST]:
        kind, name = part.get_content_type(), _name_of(part)
        if part.is_multipart():
            continue
        if name or part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text":
            data = part.get_payload(decode=True)
            if isinstance(data, bytes) and data:
                files.append((name or f"tep.{part.get_content_subtype()[:8]}", data))
        elif kind == "text/plain":
            plain.append(_said(part))
        elif kind == "text/html":
            html.append(text_of_html(_said(part)))
    words = "\n\n".join(plain) if any(text.strip() for text in plain) else "\n\n".join(html)
    return without_history(words[:TEXT_MOST]), tuple(files)


def _unwanted(message: Message, sender: str) -> str:
    if message.get_content_type() == "multipart/report" or _header(message, "Return-Path") == "<>":
        return "BOUNCE"
    if _header(message, "Auto-Submitted").lower() not in {"", "no"} or _header(message, "X-Autoreply"):
        return "AUTO"
    if _header(message, "Precedence").lower() in BULK or _header(message, "List-Id"):
        return "LIST"
    if _header(message, "X-Spam-Flag").upper() == "YES":
        return "SPAM"
    return "NOBODY" if not sender or NOBODY.match(sender) else ""


def _addresses(message: Message, *names: str) -> tuple[str, ...]:
    texts = [_header(message, name) for name in names]
    found = [address.strip().lower() for _name, address in getaddresses(filter(None, texts))]
    return tuple(address for address in found if ADDRESS.fullmatch(address))


def read_letter(data: bytes) -> Letter:
    """Read a letter; never raises, however broken it is."""
    message = cast("EmailMessage", message_from_bytes(data, policy=policy.default))
    name, address = parseaddr(_header(message, "From"))
    sender = address.strip().lower() if ADDRESS.fullmatch(address.strip()) else ""
    text, files = _parts(message)
    ids = IDS.findall(_header(message, "Message-ID"))
    return Letter(
        message_id=ids[0] if ids else f"<{hashlib.sha256(data).hexdigest()}>",
        sender=sender,
        sender_name=name.strip()[:120],
        subject=_header(message, "Subject")[:200],
        text=text,
        recipients=_addresses(message, "To", "Cc", "Delivered-To", "X-Original-To"),
        references=tuple(IDS.findall(_header(message, "In-Reply-To") + " " + _header(message, "References"))[-40:]),
        attachments=files,
        unwanted=_unwanted(message, sender),
    )
