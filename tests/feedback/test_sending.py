"""The wizard, as a worker without JavaScript meets it."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from caunoi.feedback.actions import keep_receipt
from caunoi.feedback.choices import Channel, Identity, State
from caunoi.feedback.models import Attachment, Case, Recusal, Sender
from caunoi.feedback.queries import follower_for
from caunoi.feedback.web.public import wizard
from caunoi.kit import clock
from caunoi.organisations.choices import Extent, HandoverScope, UnitEventKind
from caunoi.organisations.models import Succession, Unit, UnitEvent
from tests.cast import Cast
from tests.feedback.deeds import MONDAY
from tests.feedback.forms import STORY, Writer, fields_of
from tests.kit.test_proof import solution

pytestmark = [pytest.mark.door, pytest.mark.django_db]


def test_a_worker_without_javascript_sends_and_gets_a_receipt(cast: Cast):
    writer = Writer()
    writer.to_check(body=str(cast.units["UB-MD"].public_id), place="Quầy số 3")
    assert writer.step == "check"
    assert "Ủy ban nhân dân xã Mỹ Đức" in writer.text
    writer.go()
    case = Case.objects.get()
    assert (case.text, case.body, case.place) == (STORY, cast.units["UB-MD"], "Quầy số 3")
    # without proof of work a person looks first
    assert (case.state, case.channel) == (State.SCREENING, Channel.WEB)
    assert follower_for(writer.receipt(), timezone.now()).case == case
    assert "Một người xem qua trước" in writer.text


def test_with_proof_of_work_it_goes_straight_in(cast: Cast):
    writer = Writer()
    writer.to_check()
    writer.go(proof=solution())
    assert Case.objects.get().state == State.RECEIVED
    assert "Hẹn trả lời trước" in writer.text


def test_no_cookie_but_the_forms_own(cast: Cast):
    writer = Writer()
    writer.to_check()
    writer.go()
    assert set(writer.client.cookies) == {"csrftoken"}


def test_a_receipt_stands_in_no_address_no_title_and_no_header(cast: Cast):
    writer = Writer()
    writer.to_check()
    writer.go()
    code = writer.receipt()
    head = writer.text[: writer.text.index("</head>")]
    assert code not in head
    assert f"?{code}" not in writer.text
    assert all(code not in value for _name, value in writer.page.headers.items())
    assert writer.page["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Kể rõ hơn"),
        ("   \n ", "Kể rõ hơn"),
        ("😀😡🔥" * 30, "Kể rõ hơn"),
        ("ă" * 100_000, "Nội dung dài 100000 ký tự, tối đa 20000"),
    ],
    ids=["empty", "blank", "emoji", "100 KB"],
)
def test_words_that_say_nothing_or_too_much(cast: Cast, text: str, said: str):
    writer = Writer()
    page = writer.go(text=text)
    assert page.status_code == 422
    assert writer.step == "story"
    assert said in writer.text
    assert "<title>Lỗi:" in writer.text
    assert fields_of(page)["text"][0].strip() == text.strip()


def test_markup_stays_words(cast: Cast):
    writer = Writer()
    hostile = "<script>alert(1)</script> một cửa hẹn trả giấy mà chưa có & <b>chậm</b>"
    writer.to_check(text=hostile)
    assert "<script>alert" not in writer.text
    writer.go()
    assert Case.objects.get().text == hostile


def test_words_in_an_old_font_become_readable(cast: Cast):
    writer = Writer()
    writer.to_check(
        text="Bé phËn mét cöa x· Mü §øc hÑn tr¶ giÊy khai sinh ngµy n¨m th¸ng m­êi mét nh\u00adng ®Õn nay ch\u00ada cã, t«i ph¶i ®i l¹i"
    )
    writer.go()
    assert Case.objects.get().text.startswith("Bộ phận một cửa xã Mỹ Đức hẹn trả")


def test_a_double_click_is_one_case_and_one_receipt(cast: Cast):
    writer = Writer()
    writer.to_check()
    fields = fields_of(writer.page) | {"go": "next"}
    first, second = (writer.post(fields, seconds) for seconds in (8, 0))
    codes = {fields_of(page, "/feedback/follow/kept/")["receipt"][0] for page in (first, second)}
    assert (len(codes), Case.objects.count()) == (1, 1)


def test_the_code_is_not_shown_again_once_it_is_kept(cast: Cast):
    writer = Writer()
    writer.to_check()
    fields = fields_of(writer.page) | {"go": "next"}
    writer.go()
    code = writer.receipt()
    keep_receipt(follower=follower_for(code, timezone.now()), by=None, at=timezone.now())
    again = writer.post(fields).content.decode()
    assert code not in again
    assert "Việc này đã được nhận" in again


def test_the_same_form_with_other_words_is_offered_as_a_new_one(cast: Cast):
    writer = Writer()
    writer.to_check()
    fields = fields_of(writer.page) | {"go": "next"}
    writer.go()
    page = writer.post(fields | {"text": "Một việc hoàn toàn khác, ở một nơi khác hẳn"})
    assert page.status_code == 422
    fresh = fields_of(page)
    assert "key" not in fresh
    assert fresh["text"] == ["Một việc hoàn toàn khác, ở một nơi khác hẳn"]
    assert Case.objects.count() == 1


def test_back_and_edit_keep_everything(cast: Cast):
    writer = Writer()
    writer.to_check(place="Quầy 3", identity="HANDLER", name="Lan", contact="0912 345 678", consent_use="on")
    writer.go("edit:more")
    assert (writer.step, fields_of(writer.page)["place"]) == ("more", ["Quầy 3"])
    writer.go(place="Quầy 4")
    assert writer.step == "check"
    assert fields_of(writer.page)["name"] == ["Lan"]
    writer.go()
    case = Case.objects.get()
    assert (case.place, case.identity, case.sender.name) == ("Quầy 4", Identity.HANDLER, "Lan")
    assert case.steps.get().facts["consents"] == ["consent_use"]


def test_too_quick_a_form_is_shown_again_with_all_of_it(cast: Cast):
    writer = Writer()
    writer.to_check()
    page = writer.post(fields_of(writer.page) | {"go": "next"}, seconds=1)
    assert (page.status_code, Case.objects.count()) == (422, 0)
    assert fields_of(page)["text"] == [STORY]


def test_a_machine_in_the_trap_sends_nothing(cast: Cast):
    writer = Writer()
    writer.to_check()
    writer.go(website="http://spam.example")
    assert (writer.page.status_code, Case.objects.count()) == (422, 0)


def test_a_complaint_is_shown_its_door_and_may_still_go_on(cast: Cast):
    writer = Writer()
    writer.go(text="Tôi không đồng ý với quyết định số 12 xử phạt tôi, tôi khiếu nại quyết định này.")
    assert writer.step == "doors"
    for words in ("khiếu nại", "90 ngày", "Luật Khiếu nại", "không đồng ý với quyết định số 12"):
        assert words in writer.text
    writer.go()
    assert writer.step == "body"


def test_a_possible_denunciation_is_never_asked_for_a_name(cast: Cast):
    writer = Writer()
    writer.to_check(text="Tôi tố cáo ông trưởng phòng nhận hối lộ năm triệu đồng của dân.", identity="RECEIPT")
    assert writer.step == "check"
    # a forged page brings a name all the same
    writer.go(identity="HANDLER", name="Nguyễn Thị Lan", contact="lan@example.vn", consent_use="on")
    assert writer.step == "identity"
    assert 'name="name"' not in writer.text.split("<form")[1].replace('type="hidden" name="name"', "")
    writer.go(identity="RECEIPT")
    writer.go()
    assert Case.objects.get().identity == Identity.RECEIPT
    assert not Sender.objects.exists()


def test_only_an_ordinary_page_may_be_gone_back_to(cast: Cast, sign_in):
    writer, clerk, sealed = Writer(), Writer(sign_in("minh")), Writer()
    pages = [writer.go(text=STORY), clerk.go(text=STORY), sealed.go(text="Tôi tố cáo ông trưởng phòng nhận hối lộ.")]
    assert [page["Cache-Control"] for page in pages] == ["private, no-cache", *["private, no-store"] * 2]


def test_who_is_known_must_agree_to_it_for_each_purpose(cast: Cast):
    writer = Writer()
    writer.to_check(identity="PUBLIC", name="Lan")
    assert (writer.step, writer.page.status_code) == ("identity", 422)
    assert "Tích đồng ý công khai tên" in writer.text
    assert "Tích đồng ý để chúng tôi được giữ tên" in writer.text
    writer.go(consent_use="on", consent_public="on")
    assert writer.step == "check"


def test_a_unit_dissolved_yesterday_offers_who_took_over(cast: Cast):
    old, heir = cast.units["UB-MD"], cast.unit("UB-MD2", "PEOPLE_COMMITTEE", "Ủy ban nhân dân xã Hương Sơn")
    dissolve(old, heir)
    writer = Writer()
    writer.go(text=STORY)
    writer.go(body=str(old.public_id))
    assert (writer.step, writer.page.status_code) == ("body", 422)
    assert "đã kết thúc hoạt động. Nay là: Ủy ban nhân dân xã Hương Sơn" in writer.text
    assert str(heir.public_id) in writer.text
    writer.go("find", body_q="uy ban nhan dan xa my duc")
    assert "trước là Ủy ban nhân dân xã Mỹ Đức" in writer.text


def dissolve(old: Unit, heir: Unit) -> None:
    yesterday = clock.today() - timedelta(days=1)
    event = UnitEvent.objects.create(kind=UnitEventKind.MERGE, unit=old, happened_on=yesterday, recorded_at=MONDAY)
    Succession.objects.create(
        event=event, predecessor=old, successor=heir, extent=Extent.WHOLE, scope=HandoverScope.MEMBERS
    )
    old.ended_on = yesterday
    old.save(update_fields=["ended_on"])


def test_units_are_found_without_accents_and_by_button(cast: Cast):
    writer = Writer()
    writer.go(text=STORY)
    writer.go("find", body_q="uy ban my duc")
    assert "Ủy ban nhân dân xã Mỹ Đức" in writer.text
    rows = Client().post("/feedback/send/bodies/", {"q": "my duc", "field": "union"}).content.decode()
    assert "Công đoàn xã Mỹ Đức" in rows
    assert "Ủy ban" not in rows


def test_a_body_or_a_person_named_is_out_of_the_case(cast: Cast):
    writer = Writer()
    writer.to_check(body=str(cast.units["UB-MD"].public_id), about_body="on", people="Đỗ Anh Tuấn")
    writer.go()
    rows = Recusal.objects.filter(case=Case.objects.get())
    assert {(row.unit, row.user) for row in rows} == {(cast.units["UB-MD"], None), (None, cast.tuan)}


def photo(name: str = "anh.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def at_files(cast: Cast) -> Writer:
    writer = Writer()
    writer.go(text=STORY)
    writer.go(body="unknown")
    writer.go()
    assert writer.step == "files"
    return writer


def test_files_travel_by_tokens_and_become_the_cases(cast: Cast):
    writer = at_files(cast)
    writer.go("upload", files=[photo(), photo("hai.png")])
    assert writer.text.count('class="file"') == 2
    writer.go(re.search(r'value="(drop:[^"]+)"', writer.text).group(1))
    writer.go()
    writer.go(identity="RECEIPT")
    assert "1 tệp, đã xóa vị trí chụp" in writer.text
    writer.go()
    assert [row.file.name for row in Attachment.objects.all()] == ["hai.png"]
    assert Attachment.objects.get().file.subject == f"feedback.case:{Case.objects.get().pk}"


def test_a_file_that_lies_and_a_sixth_file_are_named_and_the_others_kept(cast: Cast):
    writer = at_files(cast)
    liar = SimpleUploadedFile("don.pdf", b"MZ\x90\x00" + b"\0" * 200, "application/pdf")
    writer.go("upload", files=[photo(), liar])
    assert writer.page.status_code == 422
    assert "don.pdf:" in writer.text
    assert writer.text.count('class="file"') == 1
    writer.go("upload", files=[photo(f"{n}.png") for n in range(5)])
    assert "4.png: Mỗi lần gửi tối đa 5 tệp" in writer.text
    assert writer.text.count('class="file"') == 5


def test_a_failing_suggestion_never_stands_in_the_way(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    def broken(*_args: object, **_named: object) -> None:
        raise RuntimeError("index is gone")

    monkeypatch.setattr(wizard, "alike_public", broken)
    writer = Writer()
    writer.to_check()
    writer.go()
    assert Case.objects.count() == 1


def test_a_clerk_enters_for_somebody_who_can_be_reached_or_gets_paper(cast: Cast, sign_in):
    writer = Writer(sign_in("minh"))
    writer.to_check(identity="RECEIPT", clerk_channel="IN_PERSON")
    assert (writer.step, writer.page.status_code) == ("identity", 422)
    writer.go(has_printed_receipt="on")
    writer.go()
    case = Case.objects.get()
    assert (case.channel, case.sender.clerk, case.sender.has_printed_receipt) == (Channel.IN_PERSON, cast.minh, True)
    assert case.state == State.RECEIVED


def test_a_member_is_not_offered_to_enter_for_others(cast: Cast, sign_in):
    writer = Writer(sign_in("lan"))
    writer.to_check(clerk_channel="IN_PERSON")
    writer.go(clerk_channel="IN_PERSON", has_printed_receipt="on")
    assert Case.objects.get().channel == Channel.WEB


@pytest.mark.parametrize("most", [45 * 1024])
def test_every_page_of_the_wizard_is_light(cast: Cast, most: int):
    writer = Writer()
    sizes = {writer.step: len(writer.page.content)}
    for answers in ({"text": STORY}, {"body": "unknown"}, {}, {}, {"identity": "RECEIPT"}, {}):
        writer.go(**answers)
        sizes[writer.step or "receipt"] = len(writer.page.content)
    assert set(sizes) == {"story", "body", "more", "files", "identity", "check", "receipt"}
    assert max(sizes.values()) < most - 20 * 1024, sizes  # own scripts of a page are below 20 KB
