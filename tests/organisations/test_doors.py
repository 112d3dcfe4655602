"""The doors of organisations: the tree, spreadsheets, people, reorganisation."""

import io

import openpyxl
import pytest

from caunoi.kit.documents import write_csv
from caunoi.organisations.models import Member, RoleGrant, Unit
from tests.doors import COMPOSED, DECOMPOSED, HOSTILE, KEY, refused, text_of, upload
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door
HEADERS = ("Mã", "Họ và tên", "Điện thoại", "Thư điện tử", "Ngày vào công đoàn")
UNIT_HEADERS = ("Mã đơn vị", "Tên đơn vị", "Loại", "Mã cấp trên", "Số đoàn viên", "Ngày thành lập")
WRONG_MEMBERS = [
    (("", "Lê Văn An", "", "", ""), "Mã", "", "không được để trống"),
    (("2", "", "", "", ""), "Họ và tên", "", "không được để trống"),
    (("2", "Lê Văn An", "12", "", ""), "Điện thoại", "12", "số điện thoại Việt Nam"),
    (("2", "Lê Văn An", "", "khong@", ""), "Thư điện tử", "khong@", "thư điện tử, ví dụ"),
    (("2", "Lê Văn An", "", "", "31/2/2020"), "Ngày vào công đoàn", "31/2/2020", "ngày dạng 18/6/2021"),
    (("1", "Lê Văn An", "", "", ""), "Mã", "1", "mã không trùng với dòng 2"),
    (("a" * 41, "Lê Văn An", "", "", ""), "Mã", "a" * 41, "nhiều nhất 40 ký tự"),
    (("2", "A" * 121, "", "", ""), "Họ và tên", "A" * 121, "nhiều nhất 120 ký tự"),
]
WRONG_UNITS = [
    (("MD-9", "", "", "MD", "", ""), "Tên đơn vị", "", "không được để trống"),
    (("MD-9", "Mới", "Hợp tác", "MD", "", ""), "Loại", "Hợp tác", "một loại đơn vị đã có"),
    (("MD-9", "Mới", "", "KHONG-CO", "", ""), "Mã cấp trên", "KHONG-CO", "trong nhánh của bạn"),
    (("MD-9", "Mới", "", "HD", "", ""), "Mã cấp trên", "HD", "trong nhánh của bạn"),
    (("HD-1", "Đổi tên", "", "MD", "999", ""), "Mã đơn vị", "HD-1", "ngoài nhánh của bạn"),
    (("MD-9", "Mới", "", "MD-9", "", ""), "Mã cấp trên", "MD-9", "không nằm dưới chính đơn vị này"),
    (("MD-9", "Mới", "", "MD", "²", ""), "Số đoàn viên", "²", "số nguyên"),
    (("MD-9", "Mới", "", "MD", "9" * 30, ""), "Số đoàn viên", "9" * 30, "số nguyên"),
    (("MD-9", "Mới", "", "MD", "", "1/1/2199"), "Ngày thành lập", "1/1/2199", "không sau hôm nay"),
    (("MD-9", "Đ" * 256, "", "MD", "", ""), "Tên đơn vị", "Đ" * 256, "nhiều nhất 255 ký tự"),
]


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def checked(world: World, name: str, url: str, data: bytes, filename: str = "ds.xlsx") -> tuple[str, str]:
    """Send a file, follow to the check page, press check; returns the address and the page."""
    client = world.client(name)
    place = client.post(url, {"file": upload(filename, data)})["Location"]
    page = text_of(client.get(place))
    mapping = {
        line.split('name="')[1].split('"')[0]: line.split("selected>")[0].rsplit('value="', 1)[1].split('"')[0]
        for line in page.split("<select")[1:]
        if "selected>" in line.split("</select>")[0]
    }
    response = client.post(place, mapping | {"deed": "check"})
    return place, text_of(response)


def members_url(world: World) -> str:
    return f"/units/{world.cast.units['MD-1'].public_id}/members/import/"


@pytest.mark.parametrize(("row", "column", "value", "expected"), WRONG_MEMBERS)
def test_a_wrong_row_of_a_roster_is_named(world: World, row: tuple[str, ...], column: str, value: str, expected: str):
    data = xlsx(HEADERS, ("1", "Trần Thị Bình", "", "", ""), row)
    _place, page = checked(world, "minh", members_url(world), data)
    errors = page.split("Lỗi cần sửa trong tệp")[1]
    for words in ("Dòng 3", column, value or "–", expected):
        assert words in errors
    assert "Nhận 1 dòng tốt" in page


@pytest.mark.parametrize(("row", "column", "value", "expected"), WRONG_UNITS)
def test_a_wrong_row_of_units_is_named(world: World, row: tuple[str, ...], column: str, value: str, expected: str):
    _place, page = checked(world, "hoa", "/units/import/", xlsx(UNIT_HEADERS, row))
    errors = page.split("Lỗi cần sửa trong tệp")[1]
    for words in ("Dòng 2", column, value or "–", expected):
        assert words in errors


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("trong.xlsx", b"", ""),
        ("hong.xlsx", b"PK\x03\x04hong", "bị hỏng"),
        ("khac.pdf", b"%PDF-1.4\n", "chỉ nhận"),
        ("anh.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "Ở đây chỉ nhận|Không nhận"),
        ("mot.csv", "Mã,Tên".encode(), "không có dòng dữ liệu"),
        ("dau.csv", b'Ma,Ten\n1,"' + b"a" * 200_000, "Không mở được bảng tính"),
        ("trang.csv", b"\n\n\n", "không có dòng dữ liệu"),
    ],
)
def test_a_file_that_is_no_spreadsheet_is_refused(world: World, name: str, data: bytes, words: str):
    page = refused(world.client("minh").post(members_url(world), {"file": upload(name, data)}))
    assert any(word in page for word in words.split("|"))


def test_columns_that_are_not_recognised_are_asked_for(world: World):
    client = world.client("minh")
    data = write_csv(["X", "Y"], [("1", "Lê Văn An")])
    place = client.post(members_url(world), {"file": upload("a.csv", data)})["Location"]
    assert client.get(place).status_code == 422
    for words in HOSTILE:
        assert client.post(place, {"code": words, "full_name": words, "deed": "take"}).status_code == 422
    assert client.post(place, {"code": "0", "full_name": "1", "deed": "take"}).status_code == 302
    assert Member.objects.filter(code="1").count() == 1


def test_good_rows_are_taken_once_and_names_in_one_form_of_unicode(world: World):
    client = world.client("minh")
    data = write_csv(list(HEADERS[:2]), [("7", DECOMPOSED), ("", "Không mã")])
    place = client.post(members_url(world), {"file": upload("a.csv", data)})["Location"]
    given = {"code": "0", "full_name": "1", "deed": "take", **KEY}
    assert client.post(place, given)["Location"] == client.post(place, given)["Location"]
    assert [row.full_name for row in Member.objects.filter(code="7")] == [COMPOSED]


def test_errors_come_as_a_file_whose_cells_cannot_act(world: World):
    client = world.client("minh")
    data = write_csv(list(HEADERS[:3]), [("1", "Lê Văn An", "=1+1")])
    place = client.post(members_url(world), {"file": upload("a.csv", data)})["Location"]
    response = client.post(place, {"code": "0", "full_name": "1", "phone": "2", "deed": "errors"})
    assert response["Content-Type"].startswith("text/csv")
    assert ",=1+1" not in text_of(response)


@pytest.mark.parametrize("words", HOSTILE)
def test_the_tree_answers_any_address(world: World, words: str):
    client = world.client("an")
    assert client.get("/units/", {"on": words, "open": words}).status_code == 200
    assert client.get("/units/find/", {"q": words}).status_code == 200
    one = f"/units/{world.cast.units['MD'].public_id}/"
    assert client.get(one, {"on": words, "from": words}).status_code == 200
    officer = world.client("hoa")
    assert officer.get("/units/reorganise/RENAME/", {"unit": words}).status_code == 200
    assert officer.get(f"/units/reorganise/{words or 'x'}/").status_code == 404


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"full_name": "Lê Văn An"}, "Nhập thư điện tử hoặc số điện thoại."),
        ({"full_name": "Lê Văn An", "phone": "12"}, "Số điện thoại chưa đúng"),
        ({"full_name": "Lê Văn An", "email": "khong@"}, ""),
        ({"full_name": "A" * 121, "email": "a@example.vn"}, ""),
        ({"full_name": "Lê Văn An", "email": "a@example.vn", "role": "VUA"}, ""),
        ({"full_name": "Lê Văn An", "email": "a@example.vn", "role": "ADMINISTRATOR"}, ""),
        ({"full_name": "Trần Văn Minh", "email": "minh@example.vn"}, "Người này đã có vai trò đó ở đơn vị."),
    ],
)
def test_a_wrong_invitation_is_refused_and_kept(world: World, given: dict[str, str], words: str):
    url = f"/units/{world.cast.units['MD-1'].public_id}/people/invite/"
    world.cast.users["minh"].set_password("x" * 12)
    world.cast.users["minh"].save()
    before = RoleGrant.objects.count()
    page = refused(world.client("hoa").post(url, {"role": "CHAIR", **given}), words)
    assert f'value="{given["full_name"]}"' in page
    assert RoleGrant.objects.count() == before


def test_ending_a_role_twice_is_answered_twice(world: World):
    url = f"/units/{world.cast.units['MD-1'].public_id}/people/{world.grant.public_id}/end/"
    client = world.client("hoa")
    assert client.post(url, KEY)["Location"] == client.post(url, KEY)["Location"]


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("RENAME", {}, ""),
        ("RENAME", {"unit": "KHONG-CO", "name": "Mới", "on": "2026-11-01"}, "Không có đơn vị “KHONG-CO”"),
        ("RENAME", {"unit": "HD-1", "name": "Mới", "on": "2026-11-01"}, "trong nhánh của bạn"),
        ("RENAME", {"unit": "MD-1", "name": "a" * 256, "on": "2026-11-01"}, ""),
        ("RENAME", {"unit": "MD-1", "name": "Mới", "on": "mai"}, "Nhập ngày dạng 18/6/2021."),
        ("FOUND", {"name": "Mới", "unit_kind": "9" * 30, "parent": "MD", "on": "2026-11-01"}, ""),
        ("TRANSFER", {"unit": "MD-1", "parent": "MD-1", "on": "2026-11-01"}, ""),
        ("MERGE", {"unit": "MD-1", "successors": "MD-1", "scopes": "MEMBERS", "on": "2026-11-01"}, ""),
        ("MERGE", {"unit": "MD-1", "successors": "MD-2", "scopes": "HON", "on": "2026-11-01"}, ""),
        ("DISSOLVE", {"unit": "MD", "on": "2026-11-01"}, ""),
    ],
)
def test_a_wrong_reorganisation_is_refused_and_kept(world: World, kind: str, given: dict[str, str], words: str):
    for deed in ("preview", "confirm"):
        page = refused(world.client("hoa").post(f"/units/reorganise/{kind}/", given | {"deed": deed}), words)
        assert "unit" not in given or f'value="{given["unit"]}"' in page


def test_a_reorganisation_confirmed_twice_happens_once(world: World):
    given = {"unit": "MD-1", "name": DECOMPOSED, "on": "2026-11-01", "deed": "confirm", **KEY}
    client = world.client("hoa")
    assert client.post("/units/reorganise/RENAME/", given)["Location"] == "/units/"
    assert client.post("/units/reorganise/RENAME/", given)["Location"] == "/units/"
    unit = Unit.objects.get(code="MD-1")
    assert (unit.name, unit.names.count()) == (COMPOSED, 2)
