"""Documents as life makes them: without a number, with two, misread, in old fonts, with namesakes, going round in a circle."""

import io
from datetime import date

import docx
import pytest
from django.core.exceptions import ValidationError

from caunoi.library import actions, queries
from caunoi.library.actions import Confirmed
from caunoi.library.models import Document, DocumentReading
from caunoi.organisations.queries import scope_of
from tests.cast import AT, Cast
from tests.doors import refused, rows_of, text_of
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.room, pytest.mark.django_db]
TODAY = date(2026, 11, 23)
HEAD = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
TWO = f"""LIÊN ĐOÀN LAO ĐỘNG TỈNH AN GIANG
Số: 12/KHPH-LĐLĐ
SỞ TƯ PHÁP
Số: 34/KHPH-STP
{HEAD}An Giang, ngày 02 tháng 3 năm 2026
KẾ HOẠCH PHỐI HỢP
Tuyên truyền pháp luật cho đoàn viên
"""


def read(world: World, data: bytes, filename: str) -> DocumentReading:
    cast = world.cast
    reading = actions.start_reading(data=data, filename=filename, owner=cast.units["MD"], by=cast.hoa, at=AT)
    actions.read_file(reading_id=reading.pk)
    reading.refresh_from_db()
    assert reading.state == "READY", reading.error
    return reading


def page_of(world: World, reading: DocumentReading) -> str:
    return text_of(world.client("hoa").get(f"/library/readings/{reading.public_id}/"))


@pytest.fixture
def cast(world: World) -> Cast:
    return world.cast


def put(cast, symbol: str, issuer: str = "LĐLĐ Hà Nội", on: date = date(2021, 6, 18), **more) -> Document:
    values = Confirmed(
        title=f"Văn bản {symbol}", type_name="Quyết định", issuer=issuer, symbol=symbol, issued_on=on, **more
    )
    return actions.confirm_reading(
        reading=None, values=values, owner=cast.units["HN"], by=cast.dung, at=AT, text="Điều 1. Một"
    )


def ends(symbol: str, kind: str = "REPLACES") -> dict:
    return {"relations": [{"kind": kind, "symbol": symbol, "text": symbol}]}


@pytest.mark.parametrize(
    ("text", "filename", "words"),
    [
        (f"{HEAD}THÔNG BÁO\nVề lịch họp\n", "a.txt", "Không thấy số, ký hiệu."),
        (f"SỞ NỘI VỤ\nSố:       /KH-SNV\n{HEAD}KẾ HOẠCH\nVề đào tạo\n", "a.txt", "có thể đây là bản dự thảo"),
        ("Căn cứ Luật Đầu tư công;\nĐiều 1. Một\n", "129-2026-NĐ-CP.txt", "129/2026/NĐ-CP là theo tên tệp"),
        (TWO, "a.txt", "nhiều số, ký hiệu: 12/KHPH-LĐLĐ, 34/KHPH-STP"),
        (f"{HEAD}Số: 5/QĐ-SNV\nQUYẾT ĐỊNH\nVề nhân sự\n", "a.txt", "Không thấy ngày ban hành."),
        ("Số: 5/QĐ-XYZ\nQUYẾT ĐỊNH\nVề nhân sự\n", "a.txt", "Không thấy cơ quan ban hành."),
    ],
    ids=["no symbol", "a blank", "the file's name", "two symbols", "no date", "no issuer"],
)  # fmt: skip
def test_what_is_missing_or_double_is_said_with_what_to_do(world: World, text, filename, words):
    assert words in page_of(world, read(world, text.encode(), filename))


def test_a_whole_header_needs_no_remark(world: World):
    text = f"SỞ NỘI VỤ\nSố: 5/QĐ-SNV\n{HEAD}Hà Nội, ngày 02 tháng 3 năm 2026\nQUYẾT ĐỊNH\nVề nhân sự\n"
    assert "Xem kỹ trước khi xác nhận" not in page_of(world, read(world, text.encode(), "a.txt"))


def test_a_document_in_an_old_font_is_read(world: World):
    plain = "ủy ban nhân dân\nSố: 5/QĐ-UBND\nHà Nội, ngày 02 tháng 3 năm 2026\nQuyết định của công đoàn về các việc được giao"
    source, twin = (
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢£¤¥¦§",
        ("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ"),
    )
    data = plain.translate(str.maketrans(twin, source)).encode("latin-1")
    reading = read(world, data, "tcvn3.txt")
    assert (reading.found["symbol"], reading.found["issued_on"]) == ("5/QĐ-UBND", "2026-03-02")
    assert "công đoàn về các việc được giao" in reading.text


def test_a_header_and_a_list_that_stand_in_tables_are_read(world: World):
    document, stream = docx.Document(), io.BytesIO()
    head = document.add_table(rows=2, cols=2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ MỸ ĐỨC"
    head.cell(0, 1).text = HEAD.strip()
    head.cell(1, 0).text = "Số: 7/QĐ-UBND"
    head.cell(1, 1).text = "Mỹ Đức, ngày 05 tháng 3 năm 2026"
    for line in ("QUYẾT ĐỊNH", "Về việc giao chỉ tiêu", "Điều 1. Giao chỉ tiêu theo bảng."):
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=2)
    for place, words in (((0, 0), "Đơn vị"), ((0, 1), "Chỉ tiêu"), ((1, 0), "Công đoàn xã"), ((1, 1), "120")):
        table.cell(*place).text = words
    document.save(stream)
    reading = read(world, stream.getvalue(), "bang.docx")
    found = {name: reading.found[name] for name in ("symbol", "issuer", "issued_on", "type")}
    assert found == {
        "symbol": "7/QĐ-UBND", "issuer": "Ủy ban nhân dân xã Mỹ Đức", "issued_on": "2026-03-05", "type": "Quyết định",
    }  # fmt: skip
    assert "Công đoàn xã\t120" in reading.text


@pytest.mark.parametrize(
    ("issuer", "is_same"),
    [
        ("LĐLĐ TP. Hà Nội", True),
        ("Liên đoàn Lao động thành phố Hà Nội", True),
        ("LĐLĐ tỉnh Nghệ An", False),
        ("", True),
    ],
)
def test_the_same_symbol_and_day_from_another_issuer_is_another_document(world: World, issuer, is_same):
    document = put(world.cast, "12/HD-LĐLĐ", issuer="Liên đoàn Lao động thành phố Hà Nội")
    found = queries.same_document(Document.objects.all(), "12/HD-LĐLĐ", date(2021, 6, 18), issuer)
    assert found == (document if is_same else None)


def test_a_namesake_of_another_issuer_is_shown_before_confirming(world: World):
    put(world.cast, "77/HD-LĐLĐ", issuer="LĐLĐ tỉnh Nghệ An")
    text = f"LIÊN ĐOÀN LAO ĐỘNG TỈNH AN GIANG\nSố: 77/HD-LĐLĐ\n{HEAD}An Giang, ngày 02 tháng 3 năm 2026\nHƯỚNG DẪN\nVề việc\n"
    page = page_of(world, read(world, text.encode(), "a.txt"))
    assert "Cơ quan khác cũng có văn bản mang số này." in page
    assert "LĐLĐ tỉnh Nghệ An" in page


def test_a_namesake_that_a_person_may_not_read_is_not_shown(world: World):
    cast = world.cast
    put(cast, "78/HD-LĐLĐ", issuer="LĐLĐ tỉnh Nghệ An", is_public=False)
    for user, count in ((cast.dung, 1), (cast.quang, 0)):
        assert len(queries.namesakes(user, "78/HD-LĐLĐ", "LĐLĐ khác", TODAY, scope_of(user, TODAY))) == count


@pytest.mark.parametrize("kind", ["REPLACES", "REPEALS", "SUSPENDS"])
def test_two_documents_cannot_end_each_other(cast, kind):
    first = put(cast, "1/QĐ-A")
    put(cast, "2/QĐ-A", on=date(2022, 1, 1), **ends("1/QĐ-A", kind))
    values = Confirmed(
        title="Văn bản", type_name="Quyết định", issuer="A", symbol="1/QĐ-A", issued_on=date(2022, 6, 1),
        **ends("2/QĐ-A"),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="2/QĐ-A đã ghi là thay thế"):
        actions.mend_document(document=first, values=values, by=cast.dung, at=AT)
    first.refresh_from_db()
    assert first.issued_on == date(2021, 6, 18)


def test_a_longer_circle_is_refused_too(cast):
    put(cast, "1/QĐ-A", **ends("3/QĐ-A"))
    put(cast, "2/QĐ-A", **ends("1/QĐ-A"))
    with pytest.raises(ValidationError):
        put(cast, "3/QĐ-A", **ends("2/QĐ-A"))
    assert not Document.objects.filter(symbol="3/QĐ-A").exists()


def test_a_chain_is_no_circle(cast):
    for number in range(1, 5):
        put(cast, f"{number}/QĐ-A", on=date(2020 + number, 1, 1), **(ends(f"{number - 1}/QĐ-A") if number > 1 else {}))
    assert Document.objects.filter(symbol__endswith="QĐ-A").count() == 4


@pytest.mark.door
def test_a_circle_is_said_on_the_page_and_what_was_typed_is_kept(world: World):
    cast = world.cast
    first = put(cast, "1/QĐ-A")
    put(cast, "2/QĐ-A", **ends("1/QĐ-A"))
    data = {
        "symbol": "1/QĐ-A", "type_name": "Quyết định", "issuer": "LĐLĐ Hà Nội", "tier": "UNION", "title": "Tên mới",
        "issued_on": "18/6/2021", "is_public": "on", **rows_of("duty"),
        **rows_of("relation", {"keep": "on", "kind": "REPLACES", "symbol": "2/QĐ-A", "text": "2/QĐ-A"}),
    }  # fmt: skip
    page = refused(world.client("dung").post(f"/library/documents/{first.public_id}/mend/", data), "Tên mới")
    assert "đã ghi là thay thế, bãi bỏ hoặc đình chỉ" in page


@pytest.mark.door
def test_a_version_is_added_to_a_twin_by_those_who_keep_it_only(world: World):
    put(world.cast, "9/QĐ-A", on=date(2022, 1, 1))
    reading = read(world, "Số: 9/QĐ-A\nHà Nội, ngày 01 tháng 01 năm 2022\nQUYẾT ĐỊNH\nVề việc\n".encode(), "a.txt")
    data = {
        "symbol": "9/QĐ-A", "type_name": "Quyết định", "issuer": "LĐLĐ Hà Nội", "tier": "UNION", "title": "Tên",
        "issued_on": "1/1/2022", "is_public": "on", "deed": "version", **rows_of("duty"), **rows_of("relation"),
    }  # fmt: skip
    refused(world.client("hoa").post(f"/library/readings/{reading.public_id}/", data), "do đơn vị khác giữ")
    assert Document.objects.get(symbol="9/QĐ-A").versions.count() == 1
