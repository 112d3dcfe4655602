"""Rows of spreadsheets, packets of offices, pages of portals: what they say of a document or a procedure."""

import base64
import io
import re
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caunoi.pure import edxml
from caunoi.pure.edxml import PacketError, read_packet
from caunoi.pure.importing import COLUMNS, row_of
from caunoi.pure.procedure_pages import read_procedure
from caunoi.pure.rosters import guess_mapping

pytestmark = pytest.mark.pure

PACKET = """<?xml version="1.0" encoding="utf-8"?>
<edXML xmlns:x="urn:x"><edXMLEnvelope><edXMLHeader><x:MessageHeader>
<From><OrganId>01.00</OrganId><OrganName>UBND thành phố</OrganName></From>
<Code><CodeNumber>12</CodeNumber><CodeNotation>KH-UBND</CodeNotation></Code>
<PromulgationInfo><Place>Hà Nội</Place><PromulgationDate>{day}</PromulgationDate></PromulgationInfo>
<DocumentType><Type>2</Type></DocumentType><Subject>Kế hoạch cải cách hành chính</Subject>
<SignerInfo><FullName>Trần Văn A</FullName></SignerInfo></x:MessageHeader></edXMLHeader>
<edXMLBody><edXMLManifest><Reference><ContentId>cid:1</ContentId><AttachmentName>kh.txt</AttachmentName></Reference>
</edXMLManifest></edXMLBody></edXMLEnvelope><AttachmentEncoded><Attachment><ContentId>cid:1</ContentId>
<ContentTransferEncoded>{data}</ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>"""
PAGE = """<html><head><style>h1{}</style></head><body><h1>Đăng ký khai sinh</h1><p>(Mã TTHC: 1.001193)</p>
<h3>⏰ Thời gian giải quyết</h3><p><strong>03 ngày</strong> làm việc</p>
<h3>💰 Chi phí</h3><p>Miễn phí</p><h3>📍 Nơi nộp hồ sơ</h3><p>1. Một cửa cấp xã</p><p>2. Cổng Dịch vụ công</p>
<h2>Quy Trình 2 Bước</h2><div>1</div><h4>Nộp hồ sơ</h4><p>Nộp tại một cửa.</p><div>2</div><h4>Trả kết quả</h4><p>Nhận.</p>
<h2>Hồ Sơ Cần Chuẩn Bị</h2><ul><li>Tờ khai (01 bản chính)</li><li>Giấy chứng sinh</li></ul>
<h2>Cơ Quan Giải Quyết</h2><ul><li>Cơ quan thực hiện: Công chức</li><li>Cơ quan có thẩm quyền: UBND cấp xã.</li></ul>
<h2>Căn Cứ Pháp Lý</h2><ul><li>Luật Hộ tịch số 60/2014/QH13</li></ul><h2>Sẵn sàng?</h2><p>Nộp ngay</p>
<footer><p>Theo Quyết định số 1547/QĐ-UBND.</p></footer><script>alert(1)</script></body></html>"""


def packet(day: str = "18/06/2021", data: bytes = b"Ke hoach") -> bytes:
    return PACKET.format(day=day, data=base64.b64encode(data).decode()).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


class TestRow:
    def test_columns_are_known_by_their_headers(self):
        headers = ["STT", "Số, ký hiệu", "Trích yếu", "Ngày ban hành", "Cơ quan ban hành", "Tên tệp", "Loại văn bản"]
        assert guess_mapping(headers, COLUMNS) == {
            "symbol": 1, "title": 2, "issued_on": 3, "issuer": 4, "file": 5, "type_name": 6,
        }  # fmt: skip

    def test_cells_become_facts(self):
        row = row_of(
            {"symbol": "12/HD-LĐLĐ", "issued_on": "18/6/2021", "tier": "Công đoàn", "areas": "Thủ tục; bộ máy"}
        )
        assert row.errors == []
        assert row.facts == {
            "symbol": "12/HD-LĐLĐ", "issued_on": "2021-06-18", "tier": "UNION", "areas": ["PROCEDURES", "APPARATUS"],
        }  # fmt: skip

    @pytest.mark.parametrize(("name", "text", "code"), [
        ("issued_on", "31/2/2026", "DAY"), ("symbol", "không số", "SYMBOL"), ("tier", "Vũ trụ", "TIER"),
        ("title", "a" * 501, "LONG"),
    ])  # fmt: skip
    def test_what_is_wrong_is_named(self, name, text, code):
        assert row_of({name: text}).errors == [(name, text[:60], code)]

    def test_days_in_the_wrong_order_are_named(self):
        assert row_of({"effective_on": "2/1/2026", "expires_on": "1/1/2026"}).errors[0][2] == "ORDER"


class TestPacket:
    def test_the_header_says_what_the_document_is_and_files_come_with_their_names(self):
        found = read_packet(packet())
        assert found.facts == {
            "symbol": "12/KH-UBND", "title": "Kế hoạch cải cách hành chính", "issuer": "UBND thành phố",
            "issued_on": "2021-06-18", "signer": "Trần Văn A", "type_name": "Kế hoạch",
        }  # fmt: skip
        assert found.files == [("kh.txt", b"Ke hoach")]

    @pytest.mark.parametrize("day", ["2021-06-18T08:00:00", "2021/06/18", "2021/6/18 08:00:00"])
    def test_a_day_with_a_time_or_from_the_year_on_is_a_day(self, day):
        assert read_packet(packet(day)).facts["issued_on"] == "2021-06-18"

    def test_a_file_that_was_zipped_for_the_road_is_unzipped(self):
        assert read_packet(packet(data=zipped({"0f3c.txt": b"Ke hoach"}))).files == [("kh.txt", b"Ke hoach")]

    def test_a_zip_file_of_several_stays_one(self):
        several = zipped({"a.txt": b"a", "b.txt": b"b"})
        assert read_packet(packet(data=several)).files == [("kh.txt", several)]

    def test_many_files_that_are_small_on_the_road_are_not_unzipped_without_end(self, monkeypatch):
        monkeypatch.setattr(edxml, "ALL_MOST", 3_000)
        whole = packet(data=zipped({"a.txt": b"0" * 2_000}))
        attachment = re.search(rb"<Attachment>.*?</Attachment>", whole, re.DOTALL)[0]
        assert read_packet(whole).files
        with pytest.raises(PacketError):
            read_packet(whole.replace(attachment, attachment * 2))

    def test_a_broken_zip_file_is_refused(self):
        with pytest.raises(PacketError):
            read_packet(packet(data=zipped({"a.txt": b"a"})[:-30]))

    @pytest.mark.parametrize("data", [
        b"", b"<a>", b"<a/>", b"khong phai", packet().replace(b"S2UgaG9hY2g=", b"@@@"),
        b'<!DOCTYPE a [<!ENTITY b "c">]><edXML><MessageHeader>&b;</MessageHeader></edXML>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><edXML><MessageHeader>&x;</MessageHeader></edXML>',
    ])  # fmt: skip
    def test_what_is_no_packet_is_refused(self, data):
        with pytest.raises(PacketError):
            read_packet(data)

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.binary(max_size=300))
    def test_any_bytes_are_read_or_refused(self, data):
        try:
            read_packet(data)
        except PacketError:
            return


class TestPage:
    def test_headings_say_which_part_is_which(self):
        found = read_procedure(PAGE)
        assert found
        assert (found.code, found.name, found.body) == ("1.001193", "Đăng ký khai sinh", "UBND cấp xã")
        assert (found.time_limit, found.limit_amount, found.limit_unit) == ("03 ngày làm việc", 3, "WD")
        assert (found.fee, found.places) == ("Miễn phí", "Một cửa cấp xã\nCổng Dịch vụ công")
        assert found.steps == [("Nộp hồ sơ", "Nộp tại một cửa."), ("Trả kết quả", "Nhận.")]
        assert found.papers == [("Tờ khai", "01 bản chính"), ("Giấy chứng sinh", "")]
        assert found.bases == [("60/2014/QH13", "Luật Hộ tịch số 60/2014/QH13")]
        assert found.source == "Quyết định số 1547/QĐ-UBND"

    @pytest.mark.parametrize("html", ["", "<h1>Không mã</h1>", "<p>1.001193</p>", "<script>1.001193"])
    def test_without_a_code_and_a_name_it_is_none(self, html):
        assert read_procedure(html) is None

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(max_size=300))
    def test_any_text_is_read(self, text):
        read_procedure(f"<h1>Tên</h1>1.001193<h2>Hồ sơ cần</h2>{text}")
