"""Public pages for readers without an account: requests a second from the kept pages of two web processes, what a
document of 400,000 characters costs at first view, and that nobody gets a document after its withdrawal was committed.

Needs wrk (Debian: `apt install wrk`), which asks as fast as it is answered.
"""

from measure import Bench, percentile, timed

bench = Bench("public_pages", __doc__, is_web=True)

import gzip
import http.client
import re
import shutil
import subprocess
import sys
import threading
import time
from datetime import date

import federation
from django.urls import reverse
from storm import Server

from caunoi.accounts.models import User
from caunoi.kit import clock
from caunoi.library.actions import Confirmed, confirm_reading
from caunoi.library.models import Document
from caunoi.newsroom.actions import ArticleDraft, approve_article, create_article, publish_article, submit_article
from caunoi.newsroom.models import Article
from caunoi.organisations.models import Unit

SECONDS, CONNECTIONS, READERS = bench.size(5, 15, 60), 32, 6
LONG_CHARACTERS = 400_000


def documents(owner: Unit) -> tuple[Document, Document]:
    """A short document, and one as long as a code of law."""
    at = clock.now()
    article = "Điều {n}. Tiếp nhận và giải quyết\n1. Tiếp nhận hồ sơ tại bộ phận một cửa.\na) Kiểm tra giấy tờ;\nb) Hẹn ngày trả."
    long = "\n".join(article.format(n=n) for n in range(1, LONG_CHARACTERS // len(article) + 2))
    made = []
    for symbol, text in (("12/HD-TLĐ", article.format(n=1)), ("45/2026/QH16", long)):
        values = Confirmed(
            title="Thông tin, tuyên truyền cải cách hành chính", type_name="Hướng dẫn", issuer="LĐLĐ", symbol=symbol,
            issued_on=date(2026, 1, 15),
        )  # fmt: skip
        made.append(confirm_reading(reading=None, values=values, owner=owner, by=None, at=at, text=text))
    return made[0], made[1]


def article(owner: Unit) -> Article:
    """A published article of 800 words that rests on nothing."""
    at, made = clock.now(), {}
    for name in ("viet", "duyet"):
        made[name] = User.objects.create(email=f"{name}@example.vn", full_name=name)
    draft = ArticleDraft(title="Một cửa mở chiều thứ bảy", lead="Xã Mỹ Đức", body="<p>Không hẹn lại nữa.</p>" * 200)
    row = create_article(owner=owner, draft=draft, by=made["viet"], at=at)
    submit_article(article=row, by=made["viet"], at=at)
    approve_article(article=row, number=1, by=made["duyet"], at=at)
    return publish_article(article=row, by=made["duyet"], at=at)


def rate(server: Server, url: str) -> tuple[float, int]:
    """Answers a second, and how many were not a page."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}", "-H", "Accept-Encoding: gzip", "-H", "Host: localhost"]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{server.port}{url}"], capture_output=True, text=True, check=True
    )
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    return float(found[1]) if found else 0.0, int(wrong[1]) if wrong else 0


def asks(server: Server, url: str) -> int:
    """The status of one page on a connection of its own: the kernel chooses the process."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", url, headers={"Host": "localhost"})
    status = connection.getresponse().status
    connection.close()
    return status


def stale_answers(server: Server, document: Document, url: str, rounds: int) -> tuple[int, int]:
    """Withdraw and show again, while others read: answers that were asked for after the commit and told the old state."""
    ended, stale, asked = threading.Event(), 0, 0

    def read() -> None:
        while not ended.is_set():
            asks(server, url)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for turn in range(rounds):
        is_public = turn % 2 == 1
        Document.objects.filter(pk=document.pk).update(is_public=is_public)  # its own transaction
        for _ in range(8):
            asked += 1
            stale += asks(server, url) != (200 if is_public else 404)
        time.sleep(0.01)
    ended.set()
    for reader in readers:
        reader.join()
    Document.objects.filter(pk=document.pk).update(is_public=True)
    return stale, asked


def first_view(server: Server, url: str) -> tuple[int, float, float]:
    """Bytes over the wire, milliseconds of the first reader, and of the next."""
    sizes: list[int] = []

    def once() -> None:
        sizes.append(len(gzip.compress(server.get(url), 6)))

    first = timed(once) * 1000
    again = percentile([timed(once) * 1000 for _ in range(20)], 0.95)
    return sizes[0], first, again


if not shutil.which("wrk"):
    sys.exit("public_pages: wrk is missing (apt install wrk)")
owner = federation.build(bench.size(300, 3_000, 30_000)).root
short, long = documents(owner)
story = reverse("newsroom:article", args=[article(owner).public_id])
page = reverse("library:document", args=[short.public_id])
text = reverse("library:document_text", args=[long.public_id])
served = Server(bench.environment | {"CAUNOI_WORKERS_COUNT": "2"})
served.start()
try:
    for url in ("/", page, story):
        for _ in range(8):  # both processes have it
            asks(served, url)
    size, first_ms, again_ms = first_view(served, text)
    home_rate, home_wrong = rate(served, "/")
    page_rate, page_wrong = rate(served, page)
    story_rate, story_wrong = rate(served, story)
    stale, asked = stale_answers(served, short, page, bench.size(100, 400, 2000))
finally:
    served.kill()
bench.add("home_per_second", home_rate, ">= 2000")
bench.add("document_per_second", page_rate, ">= 2000")
bench.add("article_per_second", story_rate, ">= 2000")
bench.add("wrong_answers", home_wrong + page_wrong + story_wrong, "== 0")
bench.add("stale_answers", stale, "== 0")
bench.add("asked_after_a_change", asked)
bench.add("long_document_characters", LONG_CHARACTERS)
bench.add("long_document_bytes", size, "<= 100000")
bench.add("long_document_first_ms", first_ms, "<= 200")
bench.add("long_document_next_ms", again_ms)
bench.finish()
