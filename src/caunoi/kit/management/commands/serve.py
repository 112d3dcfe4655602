"""`caunoi serve [PORT] [--host HOST] [--with-worker]`: the web server, and background work beside it."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from caunoi.kit import searching

# The longest queue, the requests that are worked on, and as many again to turn others away at once.
QUEUING_THREADS = 96
# Where we ask when we listen everywhere.
UNSPECIFIED = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


def child(*args: str) -> subprocess.Popen[bytes]:
    """Start a process of this program that ends with us."""
    return subprocess.Popen([sys.executable, *args], start_new_session=True)


def web_server(host: str, port: int) -> list[str]:
    """The arguments that start the web server. Its many threads only queue: see kit/http/admission.py."""
    return [
        "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(settings.CAUNOI.workers_count), "--blocking-threads", str(QUEUING_THREADS), "--no-ws",
        "--log-level", "error", "caunoi.conf.wsgi:application",
    ]  # fmt: skip


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask politely, wait, insist."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=8)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def refuse_taken(host: str, port: int) -> None:
    """Raise CommandError where something listens already: the web server would share the port with it, each answering some."""
    asked = UNSPECIFIED.get(host, host)
    with contextlib.suppress(OSError), socket.create_connection((asked, port), timeout=2):
        raise CommandError(
            f"serve: port {port} is taken. Choose another: caunoi serve {port + 80}, or make run PORT={port + 80}"
        )


def wait_for_page(host: str, port: int, ended: threading.Event) -> bool:
    """Ask for the first page until it is answered; False when we are ended before."""
    asked = UNSPECIFIED.get(host, host)
    name = settings.CAUNOI.allowed_hosts[0].lstrip("*.") or "localhost"
    while not ended.wait(0.2):
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(asked, port, timeout=60)
            connection.request("GET", "/", headers={"Host": name})
            answer = connection.getresponse()
            answer.read()
            connection.close()
            if answer.status < 500:
                return True
    return False


class Command(BaseCommand):
    """Says where it answers as soon as it does; refuses a port that is taken. Ctrl-C ends everything."""

    help = "Start the web server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("port", nargs="?", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--with-worker", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_taken(options["host"], options["port"])
        web = child(*web_server(options["host"], options["port"]))
        worker = child("-m", "caunoi", "work") if options["with_worker"] else None
        # A node that only serves keeps its own copy of the search index, too.
        ended = threading.Event()
        threading.Thread(target=searching.run, args=[ended], name="search", daemon=True).start()
        where = (options["host"], options["port"])
        threading.Thread(target=self.announce, args=[*where, ended], name="announce", daemon=True).start()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            while web.poll() is None:
                time.sleep(0.3)
                if worker and worker.poll() is not None:
                    self.stderr.write("serve: the worker ended, starting it again")
                    worker = child("-m", "caunoi", "work")
            sys.exit(web.returncode)
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            ended.set()
            for process in filter(None, (worker, web)):
                stop(process)

    def announce(self, host: str, port: int, ended: threading.Event) -> None:
        """Say where, when the first page was answered."""
        if wait_for_page(host, port, ended):
            name = f"[{host}]" if ":" in host else host
            self.stdout.write(f"Cầu Nối: http://{name}:{port}/   (Ctrl-C stops everything)")
            self.stdout.flush()
