"""Many files at once: what comes in, what was there already, what is refused and why; safe, and able to go on."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from caunoi.kit.files.checks import FileProblem
from caunoi.kit.models import StoredFile
from caunoi.library import actions
from caunoi.library.actions import ImportDraft, incoming_of, run_import, start_import
from caunoi.library.choices import BatchState, ItemState
from caunoi.library.models import Document, DocumentReading, ImportBatch, ImportItem, Procedure
from tests.cast import AT, Cast
from tests.doors import refused, upload
from tests.library.test_documents import confirm
from tests.pure.test_importing import PAGE, packet
from tests.world import World, class_world  # noqa: F401

PLAN = """ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI
Số: 15/KH-UBND
Hà Nội, ngày 05 tháng 02 năm 2026
KẾ HOẠCH
Cải cách hành chính năm 2026
Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ.
Điều 1. Mục tiêu
1. Giảm thời gian giải quyết thủ tục hành chính."""
SHEET = "Tên tệp;Số ký hiệu;Loại văn bản;Cơ quan ban hành;Ngày ban hành;Trích yếu\n"
LINE = "kh.txt;15/KH-UBND;Kế hoạch;UBND thành phố;5/2/2026;Cải cách hành chính năm 2026\n"


def archive(*files: tuple[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()


def begin(cast: Cast, data: bytes, name: str = "goi.zip", **draft) -> ImportBatch:
    container = (name, data) if name.endswith(".zip") else None
    return start_import(
        name=name, found=incoming_of(data, name), draft=ImportDraft(**draft), owner=cast.units["MD"],
        by=cast.users["hoa"], at=AT, container=container,
    )  # fmt: skip


def took(cast: Cast, data: bytes, name: str = "goi.zip", **draft) -> dict[str, tuple[str, str]]:
    batch = begin(cast, data, name, **draft)
    assert run_import(batch_id=batch.pk)
    rows = batch.items.order_by("position")
    return {row.path or f"dòng {row.row}": (row.state, row.reason) for row in rows}


@pytest.mark.room
@pytest.mark.django_db
class TestTaking:
    def test_without_a_word_from_anybody_each_document_waits_for_a_person(self, cast):
        assert took(cast, archive(("a/kh.txt", PLAN))) == {"a/kh.txt": (ItemState.READY, "")}
        assert Document.objects.count() == 0
        assert DocumentReading.objects.get().state == "READY"

    def test_a_row_of_the_spreadsheet_stands_for_the_confirmation(self, cast):
        found = took(cast, archive(("a/kh.txt", PLAN), ("bang.csv", SHEET + LINE)))
        assert found == {"a/kh.txt": (ItemState.TAKEN, "")}
        document = Document.objects.get()
        assert (document.symbol, document.issued_on, document.owner) == (
            "15/KH-UBND",
            date(2026, 2, 5),
            cast.units["MD"],
        )
        assert document.versions.get().clauses.filter(anchor="dieu-1.khoan-1").exists()
        assert document.relations_out.get().target_symbol == "76/NQ-CP"

    def test_a_row_without_a_file_is_a_document_of_facts(self, cast):
        assert took(cast, (SHEET + LINE.replace("kh.txt", "")).encode(), "bang.csv") == {
            "dòng 2": (ItemState.TAKEN, "")
        }

    def test_what_is_wrong_in_a_row_is_said_with_its_line(self, cast):
        lines = SHEET + LINE.replace("kh.txt", "").replace("5/2/2026", "31/2/2026") + LINE
        found = took(cast, lines.encode(), "bang.csv")
        assert found["dòng 2"] == (ItemState.FAILED, "31/2/2026 không phải ngày dạng 18/6/2021")
        assert found["kh.txt"] == (ItemState.FAILED, "Không có tệp kh.txt trong gói.")

    def test_a_packet_of_an_office_is_taken_in_by_its_header(self, cast):
        assert list(took(cast, packet(data=PLAN.encode()), "goi.edxml").values()) == [(ItemState.TAKEN, "")]
        document = Document.objects.get()
        assert (document.symbol, document.signer, document.issuer) == ("12/KH-UBND", "Trần Văn A", "UBND thành phố")

    def test_a_page_of_a_portal_becomes_a_procedure_that_nobody_checked(self, cast):
        assert took(cast, archive(("1.html", PAGE), ("2.html", PAGE))) == {
            "1.html": (ItemState.TAKEN, ""), "2.html": (ItemState.DUPLICATE, "Thủ tục với mã này đã có."),
        }  # fmt: skip
        found = Procedure.objects.get()
        assert (found.code, found.is_verified, found.papers.count(), found.steps.count()) == ("1.001193", False, 2, 2)

    def test_the_same_file_and_the_same_document_are_recognised(self, cast):
        took(cast, archive(("a.txt", PLAN), ("bang.csv", SHEET + LINE.replace("kh.txt", "a.txt"))))
        again = took(
            cast, archive(("b.txt", PLAN), ("c.txt", PLAN + "\n2. Thêm."), ("d.txt", "khác"), ("e.txt", "khác"))
        )
        assert again["b.txt"] == (ItemState.DUPLICATE, "Tệp này đã có trong thư viện.")
        assert again["e.txt"] == (ItemState.DUPLICATE, "Giống hệt tệp d.txt.")
        assert again["d.txt"][0] == ItemState.READY
        items = ImportItem.objects.filter(path="b.txt").get()
        assert items.document == Document.objects.get()

    def test_a_document_that_the_person_may_not_see_is_no_duplicate(self, cast):
        confirm(cast, "15/KH-UBND", owner="HN", is_public=False, issued_on=date(2026, 2, 5), issuer="UBND thành phố")
        found = took(cast, (SHEET + LINE.replace("kh.txt", "")).encode(), "bang.csv")
        assert found == {"dòng 2": (ItemState.TAKEN, "")}

    def test_the_same_symbol_and_day_of_another_issuer_is_another_document(self, cast):
        confirm(cast, "15/KH-UBND", issued_on=date(2026, 2, 5), issuer="UBND tỉnh khác")
        assert took(cast, (SHEET + LINE.replace("kh.txt", "")).encode(), "bang.csv") == {
            "dòng 2": (ItemState.TAKEN, "")
        }

    def test_another_way_of_writing_the_issuer_is_the_same_document(self, cast):
        confirm(cast, "15/KH-LĐLĐ", issued_on=date(2026, 2, 5), issuer="Liên đoàn Lao động thành phố Hà Nội")
        line = LINE.replace("kh.txt", "").replace("UBND thành phố", "LĐLĐ TP Hà Nội").replace("UBND", "LĐLĐ")
        assert took(cast, (SHEET + line).encode(), "bang.csv")["dòng 2"][0] == ItemState.DUPLICATE

    def test_what_came_is_forgotten_when_it_is_done(self, cast):
        took(cast, archive(("a.txt", PLAN)))
        assert not StoredFile.objects.filter(subject__startswith="library.import:").exists()


@pytest.mark.room
@pytest.mark.django_db
class TestHostile:
    @pytest.mark.parametrize("name", ["../../etc/passwd.txt", "/etc/passwd.txt", "a/../../b.txt", "C:\\a.txt"])
    def test_a_path_that_leads_out_is_refused_and_the_others_come_in(self, cast, name):
        found = took(cast, archive((name, PLAN), ("tot.txt", PLAN)))
        assert sorted(state for state, _reason in found.values()) == [ItemState.FAILED, ItemState.READY]
        assert any("không an toàn" in reason for _state, reason in found.values())

    def test_a_link_is_refused(self, cast):
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = 0o120777 << 16
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            made.writestr(info, "/etc/passwd")
        assert took(cast, out.getvalue())["link.txt"][0] == ItemState.FAILED

    def test_a_bomb_is_refused_before_it_is_unpacked(self, cast):
        found = took(cast, archive(("bom.txt", b"0" * 30_000_000), ("tot.txt", PLAN)))
        assert found["bom.txt"] == (ItemState.FAILED, "Tệp giải nén ra quá lớn nên không được nhận.")
        assert found["tot.txt"][0] == ItemState.READY

    def test_an_archive_that_lies_about_sizes_is_cut_off(self, cast, settings, monkeypatch):
        monkeypatch.setitem(settings.CAUNOI._values, "max_upload_bytes", 100_000)
        data = archive(("to.txt", "chữ " * 60_000))
        found = took(cast, data)
        assert "lớn hơn" in found["to.txt"][1]

    def test_too_many_members_are_refused(self, cast):
        data = archive(*((f"{number}.txt", "a") for number in range(5001)))
        with pytest.raises(FileProblem, match="quá nhiều tệp"):
            incoming_of(data, "goi.zip")

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04hong", b"khong phai zip"])
    def test_a_broken_archive_is_refused(self, data):
        with pytest.raises(FileProblem, match="bị hỏng"):
            incoming_of(data, "goi.zip")

    def test_programs_and_archives_in_archives_are_refused_one_by_one(self, cast):
        found = took(cast, archive(("a.exe", b"MZ\x90\x00\x03"), ("b.zip", archive(("c.txt", PLAN))), ("d.txt", "")))
        assert {state for state, _reason in found.values()} == {ItemState.FAILED}

    def test_an_empty_archive_says_so(self, cast):
        with pytest.raises(FileProblem, match="Không thấy văn bản nào"):
            begin(cast, archive(("__MACOSX/a.txt", "x"), (".DS_Store", "x")))


@pytest.mark.room
@pytest.mark.django_db
class TestGoingOn:
    def test_a_slice_of_time_ends_and_the_next_goes_on(self, cast):
        batch = begin(cast, archive(*((f"{n}.txt", f"{PLAN} {n}") for n in range(3))))
        assert not run_import(batch_id=batch.pk, until=timedelta(seconds=-1))
        assert batch.items.filter(state=ItemState.WAITING).count() == 2
        assert run_import(batch_id=batch.pk)
        assert batch.items.filter(state=ItemState.READY).count() == 3
        batch.refresh_from_db()
        assert (batch.state, batch.file) == (BatchState.DONE, None)

    def test_doing_it_again_does_nothing(self, cast):
        batch = begin(cast, archive(("a.txt", PLAN)))
        assert [run_import(batch_id=batch.pk) for _time in range(2)] == [True, True]
        assert DocumentReading.objects.count() == 1

    def test_a_file_that_ends_the_worker_each_time_is_given_up(self, cast):
        batch = begin(cast, archive(("a.txt", PLAN), ("b.txt", "khác")))
        batch.items.filter(path="a.txt").update(attempts_count=3)
        run_import(batch_id=batch.pk)
        assert dict(batch.items.values_list("path", "state")) == {"a.txt": "FAILED", "b.txt": "READY"}

    def test_an_error_of_ours_is_the_item_s_and_stops_nobody(self, cast, monkeypatch):
        def broken(data, *args, **kwargs):
            raise RuntimeError("x")

        batch = begin(cast, archive(("a.txt", PLAN)))
        monkeypatch.setattr("caunoi.library.actions.importing.extract", broken)
        run_import(batch_id=batch.pk)
        assert "Máy gặp lỗi" in batch.items.get().reason

    def test_what_the_library_refuses_is_said_in_its_words(self, cast):
        ends = [{"kind": "REPLACES", "symbol": "15/KH-UBND", "text": "Kế hoạch 15/KH-UBND"}]
        confirm(cast, "14/KH-UBND", issued_on=date(2026, 2, 5), relations=ends)
        text = PLAN + "\nKế hoạch này thay thế Kế hoạch số 14/KH-UBND ngày 05/02/2026."
        found = took(cast, archive(("kh.txt", text), ("bang.csv", SHEET + LINE)))
        assert found["kh.txt"][0] == ItemState.FAILED
        assert "14/KH-UBND đã ghi là thay thế" in found["kh.txt"][1]

    @pytest.mark.parametrize("data", [(SHEET + LINE.replace("kh.txt", "")).encode(), packet(data=PLAN.encode())])
    def test_rows_and_files_that_are_kept_are_asked_for_again_without_an_archive(self, cast, data):
        begin(cast, data, "goi.edxml" if data.startswith(b"<") else "bang.csv")
        assert actions.resume_imports(at=AT + timedelta(hours=2)) == 1

    def test_a_batch_without_a_sign_of_life_is_asked_again(self, cast):
        batch = begin(cast, archive(("a.txt", PLAN)))
        assert actions.resume_imports(at=AT + timedelta(minutes=1)) == 0
        assert actions.resume_imports(at=AT + timedelta(hours=2)) == 1
        batch.refresh_from_db()
        assert batch.seen_at == AT + timedelta(hours=2)


@pytest.mark.door
class TestPages:
    def test_an_officer_brings_an_archive_and_reads_what_became_of_it(self, world: World):
        client = world.client("hoa")
        file = upload("goi.zip", archive(("a.txt", PLAN), ("../b.txt", PLAN)))
        response = client.post("/library/imports/", {"files": file, "tier": "CITY", "is_public": "on"})
        assert response.status_code == 302
        batch = ImportBatch.objects.latest("id")
        run_import(batch_id=batch.pk)
        page = client.get(response.url).content.decode()
        for words in ("a.txt", "Chờ bạn xác nhận", "không an toàn", "2/2"):
            assert words in page
        report = client.get(f"{response.url}report.csv").content.decode()
        assert "../b.txt" in report

    def test_what_was_said_of_a_batch_and_a_row_stands_in_the_form_that_confirms(self, world: World):
        head = "Tên tệp;Cấp ban hành;Ngày hiệu lực;Ngày hết hiệu lực\n"
        data = archive(("kh.txt", PLAN), ("bang.csv", head + "kh.txt;Thành phố;1/3/2026;1/3/2030\n"))
        took(world.cast, data, is_public=False)
        found = DocumentReading.objects.latest("id")
        form = world.client("hoa").get(f"/library/readings/{found.public_id}/").context["form"]
        names = ("is_public", "tier", "effective_on", "expires_on")
        assert [form[name].value() for name in names] == [False, "CITY", "2026-03-01", "2030-03-01"]
        assert "checked" not in str(form["is_public"])

    def test_a_decree_is_of_the_government_though_nobody_says_so(self, world: World):
        took(
            world.cast,
            archive(
                ("nd.txt", PLAN.replace("ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", "CHÍNH PHỦ").replace("KH-UBND", "NĐ-CP"))
            ),
        )
        found = DocumentReading.objects.latest("id")
        form = world.client("hoa").get(f"/library/readings/{found.public_id}/").context["form"]
        assert form["tier"].value() == "CENTRAL"

    @pytest.mark.parametrize("name", ["a.txt", "goi.zip"])
    def test_what_is_too_large_is_refused_before_it_is_read(self, world: World, settings, monkeypatch, name):
        monkeypatch.setitem(settings.CAUNOI._values, "max_upload_bytes", 1024**2)
        monkeypatch.setattr("caunoi.library.web.imports.UNPACKED_MOST", 1024**2)
        sent = {"tier": "CITY", "files": upload(name, b"a" * (1024**2 + 1))}
        refused(world.client("hoa").post("/library/imports/", sent), "Tệp lớn hơn 1 MB.")

    def test_a_document_that_the_reader_may_not_read_is_not_named(self, world: World):
        hidden = confirm(world.cast, "91/QĐ-MẬT", owner="HN", is_public=False)
        world.batch.items.filter(row=2).update(document=hidden)
        url = f"/library/imports/{world.batch.public_id}/"
        for path in (url, f"{url}report.csv"):
            assert "91/QĐ-MẬT" not in world.client("hoa").get(path).content.decode()
        hidden.is_public = True
        hidden.save()
        for path in (url, f"{url}report.csv"):
            assert "91/QĐ-MẬT" in world.client("hoa").get(path).content.decode()

    def test_only_who_brings_imports_in_follows_them(self, world: World):
        minh = world.cast.users["minh"]
        batch = ImportBatch.objects.filter(pk=world.batch.pk)
        batch.update(started_by=minh)
        url = f"/library/imports/{world.batch.public_id}/"
        for path in (url, f"{url}report.csv"):
            assert world.client("minh").get(path).status_code == 404
            assert world.client("hoa").get(path).status_code == 200

    @pytest.mark.parametrize("name", ["", "state", "from"])
    def test_any_address_is_answered(self, world: World, name: str):
        for words in ("FAILED", "VUA", "<b>", "-1"):
            url = f"/library/imports/{world.batch.public_id}/"
            assert world.client("hoa").get(url, {name: words}).status_code == 200

    def test_nothing_and_nonsense_are_refused_in_words(self, world: World):
        client = world.client("hoa")
        refused(client.post("/library/imports/", {"tier": "CITY"}), "Chọn ít nhất một tệp.")
        refused(client.post("/library/imports/", {"tier": "CITY", "files": upload("a.zip", b"hong")}), "bị hỏng")
        sheet = upload("a.csv", "Tên;Tuổi\nAn;3\n".encode())
        refused(client.post("/library/imports/", {"tier": "CITY", "files": sheet}), "cần dòng đầu là tên cột")


@pytest.mark.room
@pytest.mark.django_db
class TestCommand:
    def test_a_folder_comes_in_and_says_what_became_of_each(self, cast, tmp_path, capsys):
        (tmp_path / "con").mkdir()
        (tmp_path / "con" / "kh.txt").write_text(PLAN)
        (tmp_path / "bang.csv").write_text(SHEET + LINE)
        (tmp_path / "ngoai.txt").symlink_to("/etc/passwd")
        call_command("library", "import", str(tmp_path), "--unit", "MD", "--json")
        assert '"state": "TAKEN"' in capsys.readouterr().out
        assert Document.objects.get().symbol == "15/KH-UBND"
        assert ImportItem.objects.count() == 1

    def test_what_fails_is_named_and_the_status_says_so(self, cast, tmp_path, capsys):
        (tmp_path / "hong.pdf").write_bytes(b"%PDF-1.7 hong")
        with pytest.raises(SystemExit):
            call_command("library", "import", str(tmp_path), "--unit", "MD")
        assert "hong.pdf" in capsys.readouterr().out

    def test_it_goes_on_where_it_was_cut_off(self, cast, tmp_path, capsys):
        for number in range(2):
            (tmp_path / f"{number}.txt").write_text(f"{PLAN} {number}")
        found = list(actions.folder_items(tmp_path))
        batch = start_import(
            name="x", found=found, draft=ImportDraft(), owner=cast.units["MD"], by=None, at=AT, is_queued=False
        )
        assert actions.resume_imports(at=AT + timedelta(hours=2)) == 0
        call_command("library", "import", str(tmp_path), "--unit", "MD", "--resume", str(batch.public_id), "--json")
        assert batch.items.filter(state=ItemState.READY).count() == 2
