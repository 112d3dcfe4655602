"""Pictures of articles: words for each, widths to choose from, and for those alone who may read what shows them."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from caunoi.kit.ids import new_id
from caunoi.newsroom import actions, queries
from caunoi.newsroom.models import Picture
from tests.cast import AT, NAMES
from tests.kit.samples import pdf, picture
from tests.newsroom.texts import draft, picture_of, put_out, written

pytestmark = [pytest.mark.door, pytest.mark.django_db]


def figure(shown: Picture, caption: str = "") -> str:
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="/news/pictures/{shown.public_id}/" alt="">{said}</figure>'


def seen_by(sign_in, shown: Picture) -> set[str]:
    url = reverse("newsroom:picture", args=[shown.public_id])
    answers = {}
    for name in NAMES:
        answers[name] = sign_in(name).get(url)
        if answers[name].streaming:
            b"".join(answers[name].streaming_content)
    return {name for name, answer in answers.items() if answer.status_code == 200}


def send(client, cast, **more):
    values = {"picture-alt": "Một cửa", "picture-caption": "", "picture-credit": "", "idempotency_key": str(new_id())}
    file = SimpleUploadedFile("anh.jpg", more.pop("data", picture(size=(900, 600))), "image/jpeg")
    return client.post(
        reverse("newsroom:desk_pictures", args=[cast.units["MD"].public_id]), values | {"picture-file": file} | more
    )


def test_a_picture_is_kept_at_its_widths_with_its_words(cast):
    shown = picture_of(cast, alt="  Một cửa  ")
    assert (shown.alt, shown.width, shown.height) == ("Một cửa", 500, 300)
    assert sorted(shown.renditions.values_list("width", flat=True)) == [480, 500]
    assert set(shown.renditions.values_list("file__subject", flat=True)) == {f"newsroom.picture:{shown.pk}"}


def test_a_picture_without_words_is_refused(cast):
    with pytest.raises(ValidationError, match="Tả ảnh"):
        picture_of(cast, alt="  ")


def test_the_smallest_width_that_suffices_is_given(cast, sign_in):
    shown = picture_of(cast)
    client = sign_in("hoa")
    for asked, given in ((10, 480), (480, 480), (481, 500), (9999, 500)):
        answer = client.get(reverse("newsroom:picture_at", args=[shown.public_id, asked]))
        with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as image:
            assert image.width == given


def test_a_picture_is_for_those_who_may_read_what_shows_it(cast, sign_in):
    hidden, inside, open_to_all = (picture_of(cast) for _ in range(3))
    put_out(written(cast, is_public=False, body=f"<p>a</p>{figure(inside)}"), cast)
    article = put_out(written(cast, cover=open_to_all), cast)
    assert seen_by(sign_in, hidden) == {"hoa", "dung"}
    assert seen_by(sign_in, inside) == {"lan", "minh", "hoa", "dung"}
    assert seen_by(sign_in, open_to_all) == set(NAMES)
    actions.withdraw_article(article=article, reason="Sai", by=cast.hoa, at=AT)
    assert seen_by(sign_in, open_to_all) == {"hoa", "dung"}


def test_a_new_text_shows_its_pictures_to_nobody_before_it_is_out(cast, sign_in):
    article, new = put_out(written(cast), cast), picture_of(cast)
    actions.save_draft(article=article, draft=draft(body=f"<p>a</p>{figure(new)}"), base=1, by=cast.hoa, at=AT)
    assert seen_by(sign_in, new) == {"hoa", "dung"}


def test_pictures_of_another_unit_do_not_come_in_with_a_text(cast):
    foreign = picture_of(cast, owner="HN")
    article = written(cast, body=f"<p>a</p>{figure(foreign)}", cover=foreign)
    assert (article.revisions.get().body, article.cover) == ("<p>a</p>", None)


def test_readers_get_widths_room_words_caption_and_credit(cast):
    shown = picture_of(cast, caption="Bộ phận một cửa", credit="Hoa")
    body = written(cast, body=f"<p>a</p>{figure(shown)}{figure(shown, 'Khác')}").revisions.get().body
    html = queries.illustrated(body)
    base = f"/news/pictures/{shown.public_id}"
    assert f'srcset="{base}/480/ 480w, {base}/500/ 500w"' in html
    assert 'alt="Chị Lan nộp hồ sơ ở một cửa" width="500" height="300" loading="lazy"' in html
    assert "<figcaption>Bộ phận một cửa (Hoa)</figcaption>" in html
    assert "<figcaption>Khác (Hoa)</figcaption>" in html
    Picture.objects.filter(pk=shown.pk).update(public_id=new_id())
    assert queries.illustrated(body) == "<p>a</p>"


def test_the_desk_sends_a_picture_and_is_told_what_is_wrong(cast, sign_in):
    client = sign_in("hoa")
    assert send(client, cast).status_code == 302
    answer = send(client, cast, part="1")
    assert (answer.status_code, answer.content.count(b"data-insert=")) == (201, 1)
    answer = send(client, cast, **{"picture-alt": ""})
    assert (answer.status_code, "Điền “" in answer.content.decode()) == (422, True)
    answer = send(client, cast, data=pdf(), part="1")
    assert (answer.status_code, 'class="err"' in answer.content.decode()) == (422, True)
    assert Picture.objects.count() == 2
    assert (
        "Một cửa" in client.get(reverse("newsroom:desk_pictures", args=[cast.units["MD"].public_id])).content.decode()
    )


def test_a_cover_is_chosen_from_the_units_own(cast, sign_in):
    mine, foreign, client = picture_of(cast), picture_of(cast, owner="HN"), sign_in("hoa")
    article = written(cast, cover=mine)
    url = reverse("newsroom:edit_article", args=[article.public_id])
    page = client.get(url).content.decode()
    assert f'value="{mine.public_id}" checked' in page
    assert str(foreign.public_id) not in page
