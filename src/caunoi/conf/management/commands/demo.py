"""`caunoi demo`: the sample federation, once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from rich.console import Console

from caunoi.accounts.models import User
from caunoi.conf.sample import (
    activities,
    articles,
    contests,
    directives,
    documents,
    figures,
    plans,
    renewed,
    shelves,
    units,
    voices,
)
from caunoi.feedback.actions import ensure_room
from caunoi.kit import clock, searching
from caunoi.organisations.actions import ensure_kinds
from caunoi.organisations.models import Unit
from caunoi.plans.actions import ensure_indicators, ensure_reporting_periods, rebuild_totals

SIGN_INS = (
    ("Cán bộ LĐLĐ thành phố (federation officer)", "dung"),
    ("Cán bộ công đoàn xã Mỹ Đức (upper-union officer)", "hoa"),
    ("Chủ tịch CĐCS (grassroots chair)", "minh"),
    ("Đoàn viên (member)", "lan"),
    ("Cán bộ UBND xã (agency official)", "tuan"),
    ("Chủ tịch CĐCS nơi khác (stranger)", "quang"),
    ("Quản trị (administrator)", "quantri"),
)


class Command(BaseCommand):
    """Loads the sample into an empty database; afterwards only prints the sign-ins."""

    help = "Load the sample federation."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CAUNOI.is_sample:
            raise CommandError("set CAUNOI_IS_SAMPLE=true: sample accounts have a known password")
        if not Unit.objects.exists():
            with Console().status("Đang dựng dữ liệu mẫu…"), transaction.atomic():
                at = clock.now()
                ensure_kinds()
                ensure_room(by=None, at=at)
                ensure_indicators()
                ensure_reporting_periods(year=clock.today().year)
                made = units.load(at, clock.today())
                by = User.objects.get(email=f"dung@{units.DOMAIN}")
                document = documents.load(at, made["city"], by)
                shelves.load(at, made["city"], by, document)
                directives.load(at, document, made["city"], by)
                renewed.load(at, document, made["city"], by)
                names = ("hoa", "tuan", "dung", "quantri", "minh")
                people = {name: User.objects.get(email=f"{name}@{units.DOMAIN}") for name in names}
                voices.load(at, people)
                contests.load(at, made["city"], by)
                figures.load(at, by)
                articles.load(at, made, people, document)
                plans.load(at, made["city"], by, people["quantri"])
                activities.load(at, people)
                rebuild_totals()
        self.stdout.write(f"Tài khoản mẫu (sample sign-ins), mật khẩu {units.PASSWORD}:")
        for role, name in SIGN_INS:
            self.stdout.write(f"  {name + '@' + units.DOMAIN:<34} {role}")
        while searching.follow():
            pass
