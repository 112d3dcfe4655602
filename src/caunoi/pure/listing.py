"""Lists as Word writes them: paragraphs that carry their bullet, their level and the name of their list in the style."""

from __future__ import annotations

import re

from caunoi.pure.markup import Node

LEVEL = re.compile(r"mso-list:\s*(l\d+)\s+level(\d)", re.IGNORECASE)
IGNORED = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
MARKS = ((re.compile(r"\(?\d+[.)]"), "1"), (re.compile(r"\(?[a-zđ][.)]"), "a"), (re.compile(r"\(?[A-Z][.)]"), "A"))


def _text(node: Node) -> str:
    return "".join(child if isinstance(child, str) else _text(child) for child in node.children)


def _marker(node: Node) -> str:
    marks = (each for each in node.elements() if IGNORED.search(each.attrs.get("style", "")))
    return next((_text(mark).strip() for mark in marks), "")


def _new_list(marker: str) -> Node:
    for pattern, kind in MARKS:
        if pattern.match(marker):
            return Node("ol", {"type": kind} if kind != "1" else {})
    return Node("ul")


def _level(child: Node | str) -> int:
    if isinstance(child, str) or child.tag not in {"p", "h1", "h2", "h3", "h4", "h5", "h6"}:
        return 0
    found = LEVEL.search(child.attrs.get("style", ""))
    if found:
        return int(found.group(2))
    is_listed = any(name.startswith("MsoListParagraph") for name in child.attrs.get("class", "").split())
    return 1 if is_listed and _marker(child) else 0


def gather_lists(node: Node) -> None:
    """Put Word's list paragraphs into lists, nested as their levels say; everything else stays where it is."""
    made: list[Node | str] = []
    open_lists: list[Node] = []
    for child in node.children:
        level = _level(child)
        if isinstance(child, str) or not level:
            if isinstance(child, Node):
                gather_lists(child)
            if isinstance(child, Node) or child.strip():
                open_lists = []
            made.append(child)
            continue
        del open_lists[level:]
        while len(open_lists) < level:
            inner = _new_list(_marker(child))
            last = open_lists[-1].children[-1] if open_lists and open_lists[-1].children else None
            (last.children if isinstance(last, Node) else open_lists[-1].children if open_lists else made).append(inner)
            open_lists.append(inner)
        open_lists[-1].children.append(Node("li", {}, [Node("span", {}, child.children)]))
    node.children = made
