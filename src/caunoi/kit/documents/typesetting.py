"""Typst, with the fonts that lie beside the templates and no others, so that every machine makes the same page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

DATA = Path(__file__).parent / "data"
# A compiler serves one at a time, and refuses a second thread instead of letting it wait.
TURN = Lock()


@cache
def _compiler(template: str) -> typst.Compiler:
    """One for the process and template: the fonts are read once."""
    fonts = [str(DATA / "fonts")]
    return typst.Compiler(str(DATA / template), root=str(DATA), font_paths=fonts, ignore_system_fonts=True)


def _inputs(given: Mapping[str, Any]) -> dict[str, str]:
    # Content goes in as data, never as source: nothing that a person typed can become a command of the typesetter.
    return {"given": json.dumps(given, ensure_ascii=False)}


def pdf(template: str, given: Mapping[str, Any]) -> bytes:
    """What the template makes of the data, as PDF."""
    with TURN:
        made = _compiler(template).compile(sys_inputs=_inputs(given), format="pdf")
    if not isinstance(made, bytes):
        raise TypeError(template)
    return made


def pictures(template: str, given: Mapping[str, Any], *, ppi: int) -> list[bytes]:
    """The same as PNG, a page each."""
    with TURN:
        made = _compiler(template).compile(sys_inputs=_inputs(given), format="png", ppi=ppi)
    return made if isinstance(made, list) else [made] if made else []
