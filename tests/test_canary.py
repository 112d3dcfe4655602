"""A hostile word in every text that people write never reaches a page as markup."""

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Left

from tests.test_crawl import Walker
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.door, pytest.mark.pages]
CANARY = "\"'><canary x=1>{{7*7}}{% now %}"
# What the program itself writes and reads back: paths, keys, hashes, states.
OURS = ("path", "key", "sha256", "hash", "media_type", "subject", "state", "code", "email", "phone", "password", "area")


def texts(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields of a model that hold words of people."""
    return [
        field
        for field in model._meta.concrete_fields
        if type(field) in {models.CharField, models.TextField}
        and not field.choices
        and not field.primary_key
        and not any(word in field.name for word in OURS)
        and (field.max_length or 1000) > 60
    ]


def plant() -> int:
    """Add the canary to every text of every row; append-only tables refuse, which is their duty."""
    planted = 0
    for model in apps.get_models():
        if not model.__module__.startswith("caunoi."):
            continue
        for field in texts(model):
            kept = (field.max_length or 1000) - len(CANARY)
            value = Concat(Left(F(field.name), kept), Value(CANARY))
            try:
                with transaction.atomic():
                    planted += model._default_manager.update(**{field.name: value})
            except DatabaseError:
                continue
    return planted


class Canary(Walker):
    """A walk that listens for the canary."""

    heard = 0

    def read(self, url: str, html: str) -> None:
        self.heard += "canary" in html
        self.wrong += [f"markup on {url}" for raw in ("<canary", "\"'>") if raw in html]
        self.wrong += [f"evaluated on {url}" for _ in range("&gt;49" in html)]
        super().read(url, html)


@pytest.mark.parametrize("name", ["an", "minh", "hoa", "dung"])
def test_no_text_of_a_person_becomes_markup(world: World, name: str):
    assert plant() > 50
    walker = Canary(world.client(name))
    assert walker.walk() == []
    assert walker.heard > 5
