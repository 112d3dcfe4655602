"""What a sentence of a directive is as a task of a plan: a first guess, which an officer changes."""

from __future__ import annotations

import re

from caunoi.pure.vietnamese import fold

# The first that fits wins; words are folded. Codes are those of plans.choices.ActivityForm.
FORMS = (
    ("TRAINING", r"\btap huan\b|\bboi duong\b"),
    ("CONTEST", r"\bcuoc thi\b|\bhoi thi\b"),
    ("DIALOGUE", r"\bdoi thoai\b|\btoa dam\b"),
    ("GROUP_MEETING", r"\bsinh hoat\b|\bpho bien\b|\bquan triet\b"),
    ("LOUDSPEAKER", r"\bphat thanh\b|\bloa\b|\btruyen thanh\b"),
    ("POSTER", r"\bpa-?no\b|\bap phich\b|\bbang tin\b|\bbang ron\b|\bkhau hieu\b"),
    ("LEAFLET", r"\bto roi\b|\bto gap\b"),
    ("ARTICLE", r"\btin,? bai\b|\bbao chi\b|\btrang (thong tin|tin)\b|\bban tin\b"),
    ("SOCIAL", r"\bzalo\b|\bfanpage\b|\bmang xa hoi\b|\bfacebook\b"),
    ("COMMENDATION", r"\bkhen thuong\b|\bbieu duong\b|\bton vinh\b"),
    ("GOOD_PRACTICE", r"\bmo hinh\b|\bsang kien\b|\bcach lam hay\b"),
    ("PERFORMANCE", r"\bvan nghe\b|\bsan khau\b"),
    ("MEETING", r"\bhoi nghi\b|\bhop\b|\bto chuc\b"),
)
# The six contents of NQ 76/NQ-CP, as library.choices.ReformArea.
AREAS = (
    ("PROCEDURES", r"\bthu tuc hanh chinh\b|\bmot cua\b"),
    ("INSTITUTIONS", r"\bthe che\b"),
    ("APPARATUS", r"\bto chuc bo may\b"),
    ("CIVIL_SERVICE", r"\bcong vu\b|\bthai do phuc vu\b"),
    ("PUBLIC_FINANCE", r"\btai chinh cong\b"),
    ("DIGITAL_GOVERNMENT", r"\bchinh quyen (dien tu|so)\b|\bdich vu cong truc tuyen\b|\bchuyen doi so\b"),
)
BELOW = re.compile(r"\b(cong doan co so|cdcs|cac cap cong doan|cong doan cap tren)\b")


def form_of(text: str) -> str:
    """The form of communication that a sentence asks for; "OTHER" when it names none."""
    folded = fold(text)
    return next((code for code, pattern in FORMS if re.search(pattern, folded)), "OTHER")


def area_of(text: str) -> str:
    """The one area of reform that a sentence names; none when it names none or several."""
    folded = fold(text)
    found = [code for code, pattern in AREAS if re.search(pattern, folded)]
    return found[0] if len(found) == 1 else ""


def is_for_below(text: str) -> bool:
    """Whether a sentence names unions below as those who act."""
    return bool(BELOW.search(fold(text)))
