"""Word files without their makers: properties, names of those who changed and commented, places on their disks."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable

from lxml import etree

# Parts that say who made it, or that nobody needs to read it.
DROPPED = re.compile(r"(docProps|customXml)/|word/(people|glossary/).*|\[trash\]/", re.IGNORECASE)
PACKAGE = re.compile(r"word/embeddings/.*\.(docx|xlsx|pptx)$", re.IGNORECASE)
# Objects of programs and controls: what they do or hold cannot be seen.
OBJECTS = re.compile(r"word/(activeX/|embeddings/(?!.*\.(docx|xlsx|pptx)$))", re.IGNORECASE)
PICTURE = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
NAMED = ("author", "initials", "userId", "providerId")
TIMED = ("date", "dateUtc")
GONE = ("attachedTemplate", "docVars", "mailMerge", "saveThroughXslt")
LINK = "/hyperlink"
NOBODY = "-"
Picture = Callable[[bytes, str], bytes]


class BrokenPartError(ValueError):
    """A part that no reader of ours understands, or that defines things of its own."""


def has_objects(data: bytes) -> bool:
    """Whether there are embedded objects of programs in a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(OBJECTS.match(name) for name in archive.namelist())


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BrokenPartError(str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise BrokenPartError("a document type")
    return root


def _write(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _anonymous(data: bytes) -> bytes:
    """A part of the text: those who wrote become nobody, their times go."""
    root = _parse(data)
    for element in root.iter(etree.Element):
        for key in list(element.attrib):
            name = etree.QName(key).localname
            if "wordprocessingml" not in (etree.QName(key).namespace or "") and "/word/" not in key:
                continue
            if name in NAMED:
                element.set(key, NOBODY)
            elif name in TIMED:
                del element.attrib[key]
    for element in [each for each in root.iter(etree.Element) if etree.QName(each).localname in GONE]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return _write(root)


def _target(part: str, target: str) -> str:
    """The part that a relationship leads to, as the archive names it."""
    folder = posixpath.dirname(posixpath.dirname(part))
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _relationships(part: str, data: bytes) -> bytes:
    """Without those to parts that are gone; outside, only links that a reader presses."""
    root = _parse(data)
    for link in list(root):
        is_outside = link.get("TargetMode") == "External"
        if is_outside and not str(link.get("Type")).endswith(LINK):
            if str(link.get("Type")).endswith("/attachedTemplate"):
                root.remove(link)
            else:
                link.set("Target", "about:blank")
        elif not is_outside and DROPPED.match(_target(part, str(link.get("Target")))):
            root.remove(link)
    return _write(root)


def _content_types(data: bytes) -> bytes:
    root = _parse(data)
    for override in list(root):
        if DROPPED.match(str(override.get("PartName", "")).lstrip("/")):
            root.remove(override)
    return _write(root)


def _clean(name: str, data: bytes, picture: Picture) -> bytes:
    ending = posixpath.splitext(name)[1].lower()
    if name == "[Content_Types].xml":
        return _content_types(data)
    if name.endswith(".rels"):
        return _relationships(name, data)
    if ending == ".xml" and name.startswith("word/"):
        return _anonymous(data)
    if PACKAGE.match(name):
        return strip_office(data, picture)
    if ending in PICTURE:
        return picture(data, PICTURE[ending])
    return data


def strip_office(data: bytes, picture: Picture) -> bytes:
    """The same document without its makers; `picture` cleans the pictures in it. Raises BrokenPartError.

    A document with a digital signature stays as it is: the signature covers its parts.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        names = archive.namelist()
        if any(name.startswith("_xmlsignatures/") for name in names):
            return data
        for name in names:
            if not name.endswith("/") and not DROPPED.match(name):
                made.writestr(zipfile.ZipInfo(name), _clean(name, archive.read(name), picture), zipfile.ZIP_DEFLATED)
    return out.getvalue()
