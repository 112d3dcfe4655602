"""What every measurement shares: a home and a database of its own, the machine's description, percentiles, one JSON line.

`bench = Bench("tree")` must stand before anything of Django is imported.
"""

from __future__ import annotations

import argparse
import atexit
import hashlib
import json
import operator
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

SRC = Path(__file__).resolve().parents[1] / "src"
sys.path.insert(0, str(SRC))
POSTGRES = "postgres://caunoi@127.0.0.1:54329/caunoi"
STORES = SRC.parent / "var" / "bench"
COMPARE = {"<=": operator.le, ">=": operator.ge, "==": operator.eq}


def arguments(about: str) -> argparse.ArgumentParser:
    """`--db` and `--scale`, which every script understands."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--db", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument(
        "--scale", choices=("S", "M", "L"), default="S", help="S: seconds; M: 10,000 rows; L: the whole country"
    )
    return parser


def machine() -> str:
    """Processor, cores, memory, system and interpreter."""
    cpu, memory = platform.machine(), 0.0
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        cpu = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (OSError, StopIteration, ValueError):
        pass
    python = platform.python_version()
    return f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {python}"


def percentile(samples: list[float], share: float) -> float:
    """The value that this share of the samples does not exceed (nearest rank)."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * int(share * 100) // 100) - 1))]


def p95_ms(samples: list[float]) -> float:
    """95th percentile of seconds, in milliseconds."""
    return round(percentile(samples, 0.95) * 1000, 2)


def timed(work: Callable[[], Any]) -> float:
    """Seconds that the work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def busy_seconds() -> tuple[float, float]:
    """Processor seconds that the whole machine, and that this measurement with its ended children, have used so far."""
    own = sum(os.times()[:4])
    try:
        ticks = [int(word) for word in Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]]
    except (OSError, ValueError):
        return own, own
    user, nice, system, _idle, _wait, irq, soft, steal = ticks[:8]
    return (user + nice + system + irq + soft + steal) / os.sysconf("SC_CLK_TCK"), own


def _makers() -> str:
    """Fingerprint of the scripts that fill a store; new migrations are applied to it as to any installation."""
    files = (Path(__file__).with_name(f"{name}.py") for name in ("voices", "loading"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


class Bench:
    """One measurement: its arguments, its installation, and what it found."""

    def __init__(self, name: str, about: str, *, is_web: bool = False, store: str = "") -> None:
        """`store` names an installation whose rows cost minutes: it is kept for the next measurement (see `kept`)."""
        args = arguments(about).parse_args()
        self.name, self.db, self.scale = name, str(args.db), str(args.scale)
        self.figures: dict[str, Any] = {}
        self.kept = False
        self._started, self._busy = time.perf_counter(), busy_seconds()
        self.targets: dict[str, str] = {}
        self._store = f"{store}_{self.db}_{self.scale}".lower() if store else ""
        self.home = self._make_home()
        self.environment = {
            "CAUNOI_HOME": str(self.home),
            "CAUNOI_LOG_LEVEL": "ERROR",
            "CAUNOI_EMAIL_URL": "memory://",
            "CAUNOI_IS_SAMPLE": "true",
            "DJANGO_SETTINGS_MODULE": "caunoi.conf.settings",
            "PYTHONPATH": str(SRC),
        }
        if self.db == "postgres":
            self.environment["CAUNOI_DATABASE_URL"] = self._make_database()
        os.environ.pop("CAUNOI_DATABASE_URL", None)
        os.environ.update(self.environment)
        self._set_up(is_web=is_web)

    def _make_home(self) -> Path:
        if not self._store:
            home = Path(tempfile.mkdtemp(prefix=f"caunoi-bench-{self.name}-"))
            atexit.register(shutil.rmtree, home, ignore_errors=True)
            return home
        home, mark = STORES / self._store, STORES / self._store / "made-by"
        self.kept = mark.is_file() and mark.read_text(encoding="ascii") == _makers()
        if not self.kept:
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir(parents=True)
        return home

    def keep(self) -> None:
        """The store is whole: the next measurement finds it as it is, until its makers change."""
        (self.home / "made-by").write_text(_makers(), encoding="ascii")
        self.kept = True

    def _make_database(self) -> str:
        import psycopg

        base = os.environ.get("CAUNOI_TEST_DATABASE_URL") or POSTGRES
        name = f"caunoi_bench_{self._store or self.name}"
        address = urlunsplit(urlsplit(base)._replace(path=f"/{name}"))
        if self.kept:
            return address

        def run(*statements: str) -> None:
            with psycopg.connect(base, autocommit=True) as connection:
                for statement in statements:
                    connection.execute(statement)  # type: ignore[arg-type]

        drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
        run(drop, f'CREATE DATABASE "{name}"')
        if not self._store:
            atexit.register(run, drop)
        return address

    def _set_up(self, *, is_web: bool) -> None:
        import django
        from django.core.management import call_command

        from caunoi.kit.secrets import ensure

        ensure()
        django.setup()
        (self.home / "files").mkdir(exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        if is_web:
            call_command("collectstatic", verbosity=0, interactive=False)

    def size(self, small: int, medium: int, large: int) -> int:
        """The number for the scale asked for."""
        return {"S": small, "M": medium, "L": large}[self.scale]

    def settle(self) -> None:
        """Let PostgreSQL know its tables, as its own housekeeping does within a minute of a load."""
        from django.db import connection

        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")

    def add(self, name: str, value: Any, target: str = "") -> None:
        """Note a figure, and what it must keep, such as "<= 50"."""
        self.figures[name] = round(value, 3) if isinstance(value, float) else value
        if target:
            self.targets[name] = target

    def misses(self) -> list[str]:
        """Figures that do not keep their target."""
        bad = []
        for name, target in self.targets.items():
            sign, _, number = target.partition(" ")
            if not COMPARE[sign](float(self.figures[name]), float(number)):
                bad.append(name)
        return bad

    def finish(self) -> None:
        """Print the one line; the exit status says whether every target was kept."""
        from django.db import connection

        if self.db == "postgres":
            version = str(connection.pg_version) if hasattr(connection, "pg_version") else ""
            engine = f"PostgreSQL {int(version) // 10000}" if version else "PostgreSQL"
        else:
            engine = f"SQLite {sqlite3.sqlite_version}"
        machine_busy, own_busy = busy_seconds()
        others = (machine_busy - self._busy[0]) - (own_busy - self._busy[1])
        # Cores that other work (and, on PostgreSQL, its server) kept busy meanwhile: figures taken beside 0.5 and more
        # say little about the program.
        self.add("others_busy_cores", max(0.0, others) / (time.perf_counter() - self._started))
        line = {
            "name": self.name,
            "db": self.db,
            "scale": self.scale,
            "machine": f"{machine()}, {engine}",
            "figures": self.figures,
            "targets": self.targets,
            "pass": not self.misses(),
        }
        connection.close()
        print(json.dumps(line, ensure_ascii=False))
        sys.exit(0 if line["pass"] else 1)
