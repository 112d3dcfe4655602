"""Members on rosters, without accounts, and what they were told."""

from collections import Counter

from caunoi.notifications.models import Message
from caunoi.organisations.models import Member
from tests.cast import Cast


def roster(cast: Cast, code: str, count: int, **facts: str) -> list[Member]:
    rows = [
        Member(unit=cast.units[code], code=f"{code}-{n}", full_name=f"Đoàn viên {n}",
               phone_fingerprint="x" if "phone" in facts else "", email_fingerprint="y" if "email" in facts else "", **facts)
        for n in range(count)
    ]  # fmt: skip
    return Member.objects.bulk_create(rows)


def told() -> Counter[str]:
    return Counter(Message.objects.filter(event="directives.member_told").values_list("channel", flat=True))
