"""Petitions and requests about data for the world: one that gathers, one sent on, one given up; one who asks; a list
of what was kept long enough."""

from datetime import datetime, timedelta

from caunoi.feedback import actions
from caunoi.feedback.choices import Channel, DataRight, RefusalGround
from caunoi.feedback.models import DataRequest, Follower, Petition, Removal
from tests.cast import Cast

TEXT = "Một cửa xã Mỹ Đức chỉ nhận hồ sơ buổi sáng, công nhân ca ngày không thể đến nộp."
SECRET = "Con tôi ốm mà vẫn phải xếp hàng từ 5 giờ sáng"


def make_petition(cast: Cast, title: str, at: datetime, voices: int = 0) -> Petition:
    """A petition of the sewing company's union to the commune's committee."""
    draft = actions.PetitionDraft(title=title, text=TEXT, body=cast.units["UB-MD"])
    petition = actions.open_petition(unit=cast.units["MD-1"], draft=draft, by=cast.users["minh"], at=at)
    for number in range(voices):
        key = f"voice of {petition.public_id} {number}"
        voice = actions.VoiceDraft(key=key, text=f"{SECRET} ({number})", name=f"Nguyễn Thị Bí Mật {number}")
        actions.add_petition_voice(petition=petition, draft=voice, by=None, at=at)
    return petition


def make_gathering(cast: Cast, at: datetime) -> tuple[Petition, Petition, Petition]:
    """One that gathers, one that was sent on, one that was given up."""
    gathering = make_petition(cast, "Mở một cửa buổi chiều", at, voices=5)
    sent = make_petition(cast, "Thêm ghế ngồi chờ ở một cửa", at, voices=6)
    actions.forward_petition(petition=sent, by=cast.users["minh"], at=at)
    ended = make_petition(cast, "Mở thêm quầy chứng thực", at, voices=1)
    reason = "Xã đã mở thêm quầy từ 1/11"
    actions.cancel_petition(petition=ended, reason=reason, by=cast.users["minh"], at=at)
    return gathering, sent, ended


def make_data_request(follower: Follower, right: DataRight, key: str, at: datetime) -> DataRequest:
    """Somebody asks about what they sent."""
    asker = actions.Asker(follower=follower)
    text = "Tôi muốn biết nơi tiếp nhận giữ gì về tôi"
    return actions.ask_data_right(right=right, text=text, key=key, asker=asker, by=None, at=at)[0]


def make_removal(cast: Cast, now: datetime) -> Removal:
    """The list that the machine made of a case that was refused more than a year ago."""
    then = now - timedelta(days=400)
    draft = actions.CaseDraft(text="Quảng cáo vay tiền gửi tự động", channel=Channel.WEB, key="world-case-old-0001")
    case = actions.receive_case(draft=draft, by=None, at=then).case
    actions.refuse_case(
        case=case, ground=RefusalGround.SPAM, reason="Quảng cáo gửi tự động", by=cast.users["dung"], at=then
    )
    removal = actions.list_removal(by=None, at=now)
    assert removal is not None
    return removal
