"""What the rules propose for sentences as people send them, with and without accents."""

import time

import pytest

from bench.petitions import bare, petitions
from caunoi.pure.triage import (
    BodyHint,
    BodyIndex,
    Kind,
    TopicHint,
    Urgency,
    gate,
    is_possible_denunciation,
    possible_denunciation,
    propose,
)
from caunoi.pure.triage.examples import BY_KIND
from tests.pure.triage.samples import NO_ACCUSATION, UNSEEN

pytestmark = pytest.mark.pure

ALL = [(kind, text) for kind, texts in BY_KIND.items() for text in texts]
GRAVE = ("EMERGENCY", "DENUNCIATION", "COMPLAINT", "LABOUR_DISPUTE")
FORMS = {"accents": str, "bare": bare, "capitals": str.upper}


@pytest.mark.parametrize("form", FORMS)
def test_the_first_proposal_is_nearly_always_the_officers_choice(form):
    right = [propose(FORMS[form](text)).kinds[0].value == kind for kind, text in ALL]
    # The sentences were written by the author of the rules: a floor against decay, no measure of accuracy.
    assert sum(right) >= 0.95 * len(right)


@pytest.mark.parametrize(("form", "share"), [("accents", 0.8), ("bare", 0.7)])
def test_sentences_that_nobody_tuned_for(form, share):
    right = [propose(FORMS[form](text)).kinds[0].value == kind for kind, text in UNSEEN]
    assert sum(right) >= share * len(right)


@pytest.mark.parametrize("form", FORMS)
def test_accusations_that_nobody_tuned_for_are_kept_apart(form):
    missed = [
        text for kind, text in UNSEEN if kind == "DENUNCIATION" and not is_possible_denunciation(FORMS[form](text))
    ]
    kept = [text for kind, text in UNSEEN if kind != "DENUNCIATION" and is_possible_denunciation(FORMS[form](text))]
    assert len(missed) <= 1
    assert len(kept) <= 2


@pytest.mark.parametrize("form", FORMS)
def test_every_accusation_is_kept_apart(form):
    assert [text for text in BY_KIND["DENUNCIATION"] if not is_possible_denunciation(FORMS[form](text))] == []


def test_ordinary_words_do_not_make_an_accusation():
    assert [text for text in NO_ACCUSATION.strip().splitlines() if is_possible_denunciation(text)] == []


def test_without_accents_few_ordinary_texts_are_kept_apart():
    flagged = [text for text in NO_ACCUSATION.strip().splitlines() if is_possible_denunciation(bare(text))]
    # "xây to cao": without accents it cannot be told from "tố cáo".
    assert flagged == ["Nhà hàng xóm xây to cao che hết ánh sáng phòng trọ"]


@pytest.mark.parametrize("text", ["Đề nghị xem xét", "thái độ chưa tốt", "Đề nghị xem lại thái độ", ""])
def test_polite_words_alone_have_no_score(text):
    assert possible_denunciation(text) == (0.0, ())


def test_a_named_person_makes_an_accusation_stronger():
    plain, named = "cán bộ phường nhũng nhiễu", "cán bộ Trần Văn Khải nhũng nhiễu"
    assert possible_denunciation(named)[0] > possible_denunciation(plain)[0]
    assert possible_denunciation("Bà Lê Thị Thanh rất tận tình")[0] == 0


def test_places_point_into_the_text_that_was_sent():
    text = "Hôm qua ông Nguyễn Văn Bền nhận hối lộ của tôi"
    assert [text[start:end] for start, end in possible_denunciation(text)[1]] == ["ông Nguyễn Văn Bền", "nhận hối lộ"]


@pytest.mark.parametrize(("kind", "text"), [pair for pair in ALL if pair[0] in GRAVE])
def test_the_gate_shows_the_right_door_and_never_only_that_one(kind, text):
    doors = gate(text)
    assert kind in [door.kind for door in doors]
    assert doors[-1].kind == Kind.REFLECTION
    assert all(door.law and door.limit for door in doors if door.kind != Kind.EMERGENCY)


def test_the_gate_shows_one_door_for_an_opinion():
    assert [door.kind for door in gate("Đường vào khu công nghiệp ngập cả tuần")] == [Kind.REFLECTION]
    assert [door.kind for door in gate("")] == [Kind.REFLECTION]


def test_an_emergency_comes_before_every_other_door():
    doors = gate("Công ty nợ lương, quản lý vừa đâm người, có người bị đâm ở cổng, tôi tố cáo")
    assert doors[0].kind == Kind.EMERGENCY


def test_a_text_without_a_sign_is_taken_for_a_reflection_and_says_so():
    (only,) = propose("Xyz abc").kinds
    assert (only.value, only.confidence, only.spans, only.why) == ("REFLECTION", 0.3, (), "DEFAULT")


@pytest.mark.parametrize(
    ("area", "text"),
    [
        ("INSTITUTIONS", "Thông tư mới chồng chéo với nghị định số 15, quy định rất bất hợp lý"),
        ("PROCEDURES", "Thủ tục khai sinh trễ hẹn, bộ phận một cửa trả lại hồ sơ"),
        ("APPARATUS", "Sau sáp nhập xã bảo huyện, huyện bảo tỉnh, không biết cơ quan nào giải quyết"),
        ("CIVIL_SERVICE", "Cán bộ thái độ hách dịch, đi muộn"),
        ("PUBLIC_FINANCE", "Thu lệ phí cao hơn niêm yết, không có biên lai"),
        ("DIGITAL_GOVERNMENT", "Cổng dịch vụ công lỗi suốt, VNeID không đăng nhập được"),
    ],
)
def test_areas_of_reform(area, text):
    assert propose(text).areas[0].value == area
    assert propose(bare(text)).areas[0].value == area


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Đang cháy lớn ở xưởng", Urgency.URGENT),
        ("Cột điện nghiêng sắp đổ xuống trường, rất nguy hiểm", Urgency.URGENT),
        ("Tranh chấp đất đai giữa nhiều hộ, nhiều cơ quan giải quyết kéo dài ba năm", Urgency.COMPLEX),
        ("Hồ sơ khai sinh quá hẹn", Urgency.NORMAL),
    ],
)
def test_urgency(text, level):
    assert propose(text).urgency[0].value == level


def test_topics_of_the_catalogue():
    topics = [TopicHint("BIRTH", ("khai sinh", "giấy khai sinh")), TopicHint("LAND", ("sổ đỏ", "thửa đất"))]
    text = "lam giay khai sinh cho con"
    (only,) = propose(text, topics=topics).topics
    assert (only.value, [text[a:b] for a, b in only.spans]) == ("BIRTH", ["giay khai sinh"])


BODIES = BodyIndex(
    [
        BodyHint("W1", "Ủy ban nhân dân phường Bình Minh, thành phố A"),
        BodyHint("W2", "Ủy ban nhân dân phường Bình Mỹ"),
        BodyHint("P1", "Công an phường Bình Minh"),
        BodyHint("SI", "Bảo hiểm xã hội cơ sở Hòa Bình", aliases=("BHXH Hòa Bình",)),
        BodyHint("X1", "Ủy ban nhân dân xã Tân Tiến, tỉnh B"),
        BodyHint("X2", "Ủy ban nhân dân xã Tân Tiến, tỉnh C"),
    ]
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Tôi ra UBND phường Bình Minh nộp hồ sơ", [("W1", 0.9)]),
        ("toi ra ubnd phuong binh minh nop ho so", [("W1", 0.9)]),
        ("Công an phường Bình Minh hẹn mãi", [("P1", 0.9)]),
        ("ra phường Bình Mỹ hỏi", [("W2", 0.6)]),
        ("bhxh hoà bình chậm", [("SI", 0.9)]),
        ("UBND xã Tân Tiến", [("X1", 0.4), ("X2", 0.4)]),
        ("không nơi nào cả", []),
    ],
)
def test_bodies_named_in_a_text(text, codes):
    assert [(one.value, one.confidence) for one in propose(text, bodies=BODIES).bodies] == codes


def test_a_long_text_is_read_up_to_a_limit():
    text = " ".join(one.text for one in petitions(300))
    assert len(text) > 100_000
    started = time.perf_counter()
    proposals = propose(text)
    assert time.perf_counter() - started < 2
    assert max(end for one in proposals.kinds for _, end in one.spans) <= 20_000
