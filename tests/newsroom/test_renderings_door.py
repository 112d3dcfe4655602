"""The pages of an article's forms."""

import io
import re
import wave

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caunoi.kit.documents import speech
from caunoi.kit.ids import new_id
from caunoi.newsroom import actions, queries
from caunoi.newsroom.choices import Form
from caunoi.newsroom.models import LeafletRun, Rendering, Use
from caunoi.newsroom.web.renderings.views import slug_of
from tests.cast import AT
from tests.newsroom.test_renderings import article_of, changed, keep, proposed
from tests.newsroom.texts import put_out

pytestmark = [pytest.mark.door, pytest.mark.django_db]


def url(article, name: str, form: str = "", **more) -> str:
    slug = {"slug": slug_of(form)} if form else {}
    return reverse(f"newsroom:{name}", kwargs={"article_id": article.public_id} | slug | more)


def post(client, address: str, **values):
    return client.post(address, values | {"idempotency_key": str(new_id())})


def quiz(**more):
    row = {"prompt": "Mấy nội dung?", "option_0": "4", "option_1": "5", "option_2": "6", "option_3": "7", "answer": "2"}
    values = {f"q-0-{name}": value for name, value in row.items()} | {"q-TOTAL_FORMS": "1", "q-INITIAL_FORMS": "0"}
    return values | more


@pytest.mark.parametrize("form", list(Form))
def test_each_form_has_a_page_with_its_preview(cast, sign_in, form):
    article = article_of(cast)
    page = sign_in("hoa").get(url(article, "form", form))
    assert page.status_code == 200
    assert "Xem thử" in page.content.decode()


def test_the_list_says_what_is_stale_and_what_a_source_lost(cast, sign_in):
    article = put_out(article_of(cast), cast)
    keep(article, cast, Form.ZALO)
    changed(article, cast)
    text = sign_in("hoa").get(url(article, "forms")).content.decode()
    assert text.count("bài đã đổi") == 1
    page = sign_in("hoa").get(url(article, "form", Form.ZALO)).content.decode()
    assert "Lời dưới đây theo bản 1; bài nay là bản 2." in page


def test_words_are_saved_and_shown(cast, sign_in):
    article, client = article_of(cast), sign_in("hoa")
    words = proposed(article, Form.LEAFLET_A5) | {"title": "Sáu việc cần biết"}
    assert post(client, url(article, "form", Form.LEAFLET_A5), **words).status_code == 302
    assert Rendering.objects.get().words["title"] == "Sáu việc cần biết"
    assert "Sáu việc cần biết" in client.get(url(article, "form", Form.LEAFLET_A5)).content.decode()


def test_two_who_keep_words_at_once_do_not_overwrite_each_other(cast, sign_in):
    article, client = article_of(cast), sign_in("hoa")
    address = url(article, "form", Form.LEAFLET_A5)
    base = re.search(r'name="base" value="([^"]+)"', client.get(address).content.decode())[1]
    words = proposed(article, Form.LEAFLET_A5)
    assert post(client, address, base=base, **words | {"title": "Của người trước"}).status_code == 302
    late = post(client, address, base=base, **words | {"title": "Của người sau"})
    assert late.status_code == 409
    assert "Của người sau" in late.content.decode()
    assert Rendering.objects.get().words["title"] == "Của người trước"
    keep_it = post(client, url(article, "remake_form", Form.LEAFLET_A5), base=base, how="remake")
    assert keep_it.status_code == 409


@pytest.mark.parametrize(
    ("form", "given", "said"),
    [
        (Form.SMS, {"plain": "Không dấu", "accented": "Có"}, "mạng không nhận: ôấ"),
        (Form.LEAFLET_A4, {"title": "T", "call": "Quét", "points": "a\n" * 7}, "Có 7 ý"),
        (Form.LEAFLET_A4, {"title": "T", "call": "Quét", "points": "chữ " * 40}, "Ý 1 dài 159"),
        (Form.SLIDES, {"text": "# a\n" * 41}, "Nhiều nhất 40"),
        (Form.QUIZ, quiz(**{"q-0-option_1": "6", "q-0-is_confirmed": "on"}), "bốn đáp án khác nhau"),
    ],
)
def test_what_cannot_be_used_says_what_to_do_and_stays_typed(cast, sign_in, form, given, said):
    page = post(sign_in("hoa"), url(article_of(cast), "form", form), **given)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Rendering.objects.exists()


def test_only_questions_that_a_person_confirmed_are_given_out(cast, sign_in):
    article, client = article_of(cast), sign_in("hoa")
    assert client.get(url(article, "form_text", Form.QUIZ)).content == b""
    assert post(client, url(article, "form", Form.QUIZ), **quiz(**{"q-0-is_confirmed": "on"})).status_code == 302
    assert client.get(url(article, "form_text", Form.QUIZ)).content.decode() == "Mấy nội dung?\nA. 4\nB. 5\nC. 6\nD. 7"


def test_words_not_kept_yet_are_shown_and_not_kept(cast, sign_in):
    article = article_of(cast)
    page = sign_in("hoa").post(url(article, "preview_form", Form.SMS), {"plain": "a" * 161, "accented": "ộ" * 71})
    assert re.findall(r"(\d) tin", page.content.decode()) == ["2", "2"]
    leaflet = sign_in("hoa").post(url(article, "preview_form", Form.POSTER), {"title": "T", "call": "Quét"})
    assert "data:image/png;base64," in leaflet.content.decode()
    assert not Rendering.objects.exists()


@pytest.mark.parametrize(
    ("form", "size"), [(Form.LEAFLET_A5, (420, 595)), (Form.LEAFLET_A4, (595, 842)), (Form.POSTER, (842, 1191))]
)
def test_leaflets_are_one_page_of_their_paper_with_what_was_written(cast, sign_in, form, size):
    article, client = article_of(cast), sign_in("hoa")
    data = client.get(url(article, "form_pdf", form)).content
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 1
    assert tuple(round(side) for side in document[0].get_size()) == size
    text = document[0].get_textpage().get_text_bounded()
    assert "Cải cách thể chế" in text.replace("\u00a0", " ")
    assert article.short_code in text
    assert b"BeVietnamPro" in data
    picture = client.get(url(article, "form_picture", form, page=0))
    assert picture.content.startswith(b"\x89PNG")
    assert client.get(url(article, "form_picture", form, page=1)).status_code == 404


def test_longest_words_still_fit_one_page(cast, sign_in):
    article, client = article_of(cast), sign_in("hoa")
    words = {
        "title": "Thông báo " * 16, "lead": "mở đầu " * 31, "points": "\n".join(["Ý " + "chữ " * 34] * 6),
        "call": "Quét mã " * 7, "contact": "hỏi ở đâu " * 14,
    }  # fmt: skip
    assert post(client, url(article, "form", Form.LEAFLET_A5), **words).status_code == 302
    document = pypdfium2.PdfDocument(client.get(url(article, "form_pdf", Form.LEAFLET_A5)).content)
    assert len(document) == 1
    page = document[0].get_textpage()
    text = page.get_text_range()
    assert text.count("Ý chữ") == 6
    # The last point ends above the panel with the code: 8 mm of margin and 46 mm of panel.
    last = page.get_charbox(text.index("Quét") - 3)
    assert last[1] > (8 + 46) * 72 / 25.4


def test_slides_are_pages_with_a_first_and_a_last(cast, sign_in):
    article, client = article_of(cast), sign_in("hoa")
    keep(article, cast, Form.SLIDES, text="# Một\n- a\n- b\n\n# Hai\n- c")
    document = pypdfium2.PdfDocument(client.get(url(article, "form_pdf", Form.SLIDES)).content)
    assert len(document) == 4
    assert "Hai" in document[2].get_textpage().get_text_bounded()


def test_a_script_can_be_heard(cast, sign_in):
    if not speech.is_installed():
        pytest.skip("no espeak-ng here")
    article = article_of(cast)
    keep(article, cast, Form.SCRIPT, text="Kính mời bà con nghe bản tin.")
    sound = sign_in("hoa").get(url(article, "form_sound", Form.SCRIPT, page=0))
    assert sound["Content-Type"] == "audio/wav"
    with wave.open(io.BytesIO(sound.content)) as heard:
        assert 1 < heard.getnframes() / heard.getframerate() < 6
    assert sign_in("hoa").get(url(article, "form_sound", Form.SCRIPT, page=1)).status_code == 404


def test_without_a_voice_the_page_says_so_plainly(cast, sign_in, monkeypatch):
    monkeypatch.setattr(speech, "is_installed", lambda: False)
    page = sign_in("hoa").get(url(article_of(cast), "form", Form.SCRIPT)).content.decode()
    assert "chưa có espeak-ng" in page
    assert "<audio" not in page


def test_a_use_is_recorded_with_its_unit(cast, sign_in):
    article, client = article_of(cast), sign_in("hoa")
    given = {"channel": "LOUDSPEAKER", "sent_count": "2", "unit": "MD-1", "on": "2026-11-01", "note": "Loa thôn"}
    assert post(client, url(article, "record_use", Form.SCRIPT), **given).status_code == 302
    use = Use.objects.get()
    assert (use.unit.code, use.sent_count, use.by, use.at.date().isoformat()) == ("MD-1", 2, cast.hoa, "2026-11-01")
    assert "Loa thôn" in client.get(url(article, "form", Form.SCRIPT)).content.decode()
    # A unit of another branch is none.
    assert post(client, url(article, "record_use", Form.SCRIPT), **given | {"unit": "HD-1"}).status_code == 422


def test_the_page_sends_mail_only_of_what_is_public(cast, sign_in):
    article, client = article_of(cast), sign_in("hoa")
    keep(article, cast, Form.EMAIL)
    assert "Bài chưa đăng" in client.get(url(article, "form", Form.EMAIL)).content.decode()
    put_out(article, cast)
    assert "Gửi cho 2 người" in client.get(url(article, "form", Form.EMAIL)).content.decode()
    assert post(client, url(article, "send_email", Form.EMAIL)).status_code == 302
    assert Use.objects.get().sent_count == 2


def test_leaflets_for_units_are_followed_to_their_file(cast, sign_in):
    article, client = article_of(cast), sign_in("hoa")
    assert post(client, url(article, "ask_leaflets", Form.LEAFLET_A5), unit="MD").status_code == 302
    run = LeafletRun.objects.get()
    page = url(article, "leaflet_run", run_id=run.public_id)
    assert "0 trong 3 trang" in client.get(page).content.decode()
    actions.print_leaflets(run_id=run.pk, at=AT)
    done = client.get(page).content.decode()
    assert "3 trong 3 trang" in done
    file = re.search(r'href="(/files/[^"]+)"', done)[1]
    pages = pypdfium2.PdfDocument(b"".join(client.get(file).streaming_content))
    names = [pages[number].get_textpage().get_text_bounded() for number in range(len(pages))]
    assert sum("May Sông Đáy" in text for text in names) == 1
    assert sign_in("quang").get(file).status_code == 404


def test_tables_are_edited_by_the_highest_union_only(cast, sign_in):
    page = reverse("newsroom:wordings")
    given = {"kind": "ABBREVIATION", "written": "XMĐ", "instead": "xã Mỹ Đức"}
    assert post(sign_in("hoa"), page, **given).status_code == 404
    assert post(sign_in("dung"), page, **given).status_code == 302
    assert queries.abbreviations()["XMĐ"] == "xã Mỹ Đức"


def test_as_many_statements_for_one_use_as_for_three(cast, sign_in):
    article, client = article_of(cast), sign_in("hoa")
    keep(article, cast, Form.SCRIPT)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(article, "form", Form.SCRIPT)).status_code == 200
        return len(captured)

    def use() -> None:
        actions.record_use(
            article=article,
            form=Form.SCRIPT,
            channel="LOUDSPEAKER",
            unit=cast.units["MD-1"],
            sent_count=1,
            by=cast.hoa,
            at=AT,
        )

    use()
    one = statements()
    use()
    use()
    assert statements() == one
