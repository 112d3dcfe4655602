"""Runs by itself, as a program of few rights: reads a text from its input and becomes espeak-ng, which writes sound.

Memory, time and output are limited before the first letter is read, and there is no network where the kernel lets it be
given up (kit.files.render, whose limits these are). Its one argument is the speed.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

RENDER = Path(__file__).parents[1] / "files" / "render.py"


def main() -> None:
    spec = importlib.util.spec_from_file_location("render", RENDER)
    if spec is None or spec.loader is None:
        raise SystemExit(1)
    render = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(render)
    render.give_up_rights()
    os.execvp("espeak-ng", ["espeak-ng", "-v", "vi", "-s", str(int(sys.argv[1])), "--stdin", "--stdout"])  # noqa: S606


if __name__ == "__main__":
    main()
