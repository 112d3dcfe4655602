"""The command line: `caunoi <command>`, also `python -m caunoi`."""

from __future__ import annotations

import os
import sys

COMMANDS = {
    "init": "make the home, its secrets and the database; --federation NAME --administrator EMAIL",
    "serve": "start the web server (--with-worker: and background work)",
    "work": "do background work; --list names the jobs",
    "demo": "load the sample federation (marked as sample data)",
    "check": "check this installation; --audit also verifies the audit chain",
    "read": "read governing documents: FILE… [--json]",
    "library": "bring documents in: import PATH… --unit CODE [--sure] [--private] [--resume ID] [--json]",
    "import-units": "take in a spreadsheet of units: FILE [--dry-run]",
    "import-members": "take in a roster of members: FILE --unit CODE [--dry-run]",
    "program": "let another office's software send cases, and print its key: NAME [--per-hour N] [--revoke]",
    "receive-mail": "take one letter in from standard input (for a mail server's pipe)",
    "index": "this node's search index: rebuild, status",
    "docs": "write the generated pages of docs/",
    "manage": "Django's own commands, for contributors",
}


def usage() -> str:
    """The page that `caunoi --help` prints."""
    lines = ["Cầu Nối", "", "usage: caunoi <command> [arguments]", ""]
    lines += [f"  {name:<16}{meaning}" for name, meaning in COMMANDS.items()]
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the process's exit status."""
    args = sys.argv[1:] if argv is None else argv
    if not args or args[0] in {"-h", "--help", "help"}:
        sys.stdout.write(usage() + "\n")
        return 0
    if args[0] not in COMMANDS:
        sys.stderr.write(f"caunoi: no command {args[0]!r}\n\n{usage()}\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caunoi.conf.settings")
    from django.core.management import execute_from_command_line

    from caunoi.kit.secrets import ensure

    ensure()
    name = {"check": "check_installation", "docs": "write_docs"}.get(args[0], args[0].replace("-", "_"))
    rest = args[1:] if name == "manage" else [name, *args[1:]]
    execute_from_command_line(["caunoi", *rest])
    return 0


if __name__ == "__main__":
    sys.exit(main())
