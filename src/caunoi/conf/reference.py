"""Pages of `docs/reference/` that are generated from the code that they describe."""

from pathlib import Path

from django.conf import settings
from django.utils import translation

from caunoi.conf import options
from caunoi.organisations.choices import Role
from caunoi.organisations.rules import ROLE_MEANINGS


def roles_as_markdown() -> str:
    """What each role is and may do, in words that a chair understands."""
    lines = [
        "# Roles",
        "",
        "Generated from `src/caunoi/organisations/rules.py` by `caunoi docs`; do not edit.",
        "A role is granted to a person at a unit, from a day, and can be ended; the history stays.",
        "",
        "| role | tên gọi | được làm gì |",
        "|---|---|---|",
    ]
    with translation.override(settings.LANGUAGE_CODE):
        lines += [f"| `{role.value}` | {role.label} | {ROLE_MEANINGS[role]} |" for role in Role]
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Path below `docs/reference/` to text."""
    return {"options.md": options.as_markdown(), "roles.md": roles_as_markdown()}


def write(folder: Path) -> list[Path]:
    """Write all pages; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
        written.append(folder / name)
    return written
