"""The page of a document of 425,000 letters: bytes and milliseconds of its first view and of any clause, and its making."""

from measure import Bench, p95_ms, timed

bench = Bench("document_page", __doc__, is_web=True)

from datetime import date

from django.test import Client

from caunoi.kit import clock
from caunoi.library import actions
from caunoi.library.actions import Confirmed
from caunoi.library.models import Document
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Unit, UnitKind

LETTERS = 425_000
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
SENTENCE = (
    "Công đoàn cơ sở có trách nhiệm tổ chức phổ biến nội dung cải cách hành chính đến từng đoàn viên, người lao động; "
    "tiếp nhận, tổng hợp phản ánh, kiến nghị và báo cáo công đoàn cấp trên trực tiếp trước ngày 15 của tháng cuối quý. "
)


def text() -> str:
    """A code of chapters, articles, clauses and points."""
    lines, size, article = ["BỘ LUẬT", "CÔNG ĐOÀN"], 0, 0
    while size < LETTERS:
        if article % 15 == 0:
            number = article // 15
            lines.append(f"Chương {'X' * (number // 10)}{ROMAN[number % 10]}\nQUY ĐỊNH VỀ NỘI DUNG THỨ {number + 1}")
        article += 1
        rows = [f"Điều {article}. Quyền và trách nhiệm của đoàn viên trong trường hợp thứ {article}"]
        for clause in range(1, 5):
            rows.append(f"{clause}. {SENTENCE}")
            rows += [f"{point}) Nội dung {article}.{clause}{point}: {SENTENCE[:110]};" for point in "abc"]
        lines += rows
        size += sum(map(len, rows))
    return "\n".join(lines)


def put(words: str) -> Document:
    """The document in the library, public."""
    kind = UnitKind.objects.create(code="BENCH", name="Công đoàn", category=UnitCategory.UNION)
    unit = Unit.objects.create(
        code="BENCH", kind=kind, name="Công đoàn", folded_name="cong doan", founded_on=date(2020, 1, 1)
    )
    values = Confirmed(
        title="Bộ luật để đo", type_name="Bộ luật", issuer="Quốc hội", symbol="1/2026/QH16", issued_on=date(2026, 1, 1)
    )
    return actions.confirm_reading(
        reading=None, values=values, owner=unit, by=None, at=clock.now(), text=words, is_sample=True
    )


words = text()
documents: list[Document] = []
bench.add("confirm_s", timed(lambda: documents.append(put(words))), "<= 10")
version = documents[0].versions.get()
anchors = list(version.clauses.order_by("position").values_list("anchor", flat=True))
bench.settle()
address = f"/library/documents/{documents[0].public_id}/text/"
client = Client(SERVER_NAME="127.0.0.1")
sizes: dict[str, int] = {}


def get(query: str = "") -> None:
    """One page, whose bytes are noted. A reader with a cookie is not served from the page cache."""
    page = client.get(f"{address}{query}", headers={"cookie": "sessionid=none"})
    assert page.status_code == 200, page.status_code
    sizes[query] = len(page.content)


get()
first = [timed(get) for _ in range(bench.size(30, 100, 300))]
step = max(1, len(anchors) // bench.size(60, 300, 1000))
others = [timed(lambda anchor=anchor: get(f"?clause={anchor}")) for anchor in anchors[::step]]  # type: ignore[misc]
bench.add("letters", len(words))
bench.add("clauses", len(anchors))
bench.add("first_view_bytes", sizes[""], "<= 100000")
bench.add("first_view_p95_ms", p95_ms(first), "<= 200")
bench.add("any_clause_bytes_most", max(sizes.values()), "<= 100000")
bench.add("any_clause_p95_ms", p95_ms(others), "<= 200")
bench.finish()
