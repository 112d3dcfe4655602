"""Every measurement, one after the other, as a Markdown table: `bench/all.py [--db sqlite|postgres|both] [--scale S|M|L]`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
NAMES = (
    "tree",
    "imports",
    "issue_directive",
    "fanout",
    "coverage",
    "acknowledge",
    "pages",
    "public_pages",
    "clock",
    "duplicates",
    "overload",
    "intake",
    "cases",
    "wizard",
    "offline_form",
    "document_page",
    "transports",
    "search_speed",
    "leaflets",
    "contest",
    "plans",
    "rollup",
    "desk",
)


def run(name: str, db: str, scale: str) -> dict[str, Any] | None:
    """The line that a script printed; None when it failed to measure."""
    command = [sys.executable, str(HERE / f"{name}.py"), "--db", db, "--scale", scale]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout.strip().splitlines()[-1])
    except (IndexError, json.JSONDecodeError):
        sys.stderr.write(f"{name} ({db}, {scale}) failed:\n{done.stderr[-2000:]}\n")
        return None


def is_kept(value: float, target: str) -> bool:
    """Whether a figure keeps its target."""
    sign, number = target.split()
    return {"<=": value <= float(number), ">=": value >= float(number), "==": value == float(number)}[sign]


def rows_of(line: dict[str, Any]) -> list[str]:
    """A row for each figure with a target, then one for the others."""
    rows = []
    for figure, target in line["targets"].items():
        value = line["figures"][figure]
        mark = "yes" if is_kept(value, target) else "**no**"
        rows.append(f"| {line['name']} | {line['db']} | {figure} | {value:g} | {target} | {mark} |")
    others = ", ".join(f"{name} {value:g}" for name, value in line["figures"].items() if name not in line["targets"])
    return [*rows, f"| {line['name']} | {line['db']} | *also* {others} | | | |"]


def as_table(lines: list[dict[str, Any]], scale: str) -> str:
    """The machines, then a table of everything."""
    machines = [
        f"Scale {scale} on {machine}, {datetime.now(tz=UTC).date()}.\n"
        for machine in dict.fromkeys(x["machine"] for x in lines)
    ]
    head = "| bench | database | figure | measured | target | kept |\n|---|---|---|---:|---|---|"
    targets = [is_kept(x["figures"][name], target) for x in lines for name, target in x["targets"].items()]
    kept = f"{sum(targets)} of {len(targets)} targets kept.\n"
    return "\n".join([*machines, kept, head, *(row for line in lines for row in rows_of(line))])


def between_marks(text: str, table: str) -> str:
    """The text of a README with the table between its two marks."""
    before, _, rest = text.partition("<!-- bench -->")
    above, head, rows = table.partition("| bench |")
    folded = f"{above}<details><summary>bench</summary>\n\n{head}{rows}\n\n</details>"
    return f"{before}<!-- bench -->\n{folded}\n<!-- /bench -->{rest.partition('<!-- /bench -->')[2]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", choices=("sqlite", "postgres", "both"), default="sqlite")
    parser.add_argument("--scale", choices=("S", "M", "L"), default="M")
    parser.add_argument("--json", type=Path, help="also write the lines to this file")
    parser.add_argument("--readme", action="store_true", help="also write the table into the READMEs")
    args = parser.parse_args()
    lines, is_whole = [], True
    for db in ("sqlite", "postgres") if args.db == "both" else (args.db,):
        for name in NAMES:
            sys.stderr.write(f"{name} ({db}, {args.scale}) …\n")
            line = run(name, db, args.scale)
            is_whole = is_whole and line is not None
            lines += [line] if line else []
    if args.json:
        args.json.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    table = as_table(lines, args.scale)
    print(table)
    if args.readme:
        for name in ("README.md", "README.vi.md"):
            file = HERE.parent / name
            file.write_text(between_marks(file.read_text(encoding="utf-8"), table), encoding="utf-8")
    sys.exit(0 if is_whole and all(line["pass"] for line in lines) else 1)


if __name__ == "__main__":
    main()
