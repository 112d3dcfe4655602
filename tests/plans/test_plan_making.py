"""A plan that begins with a directive takes what the directive asks for along."""

import pytest
from django.urls import reverse

from caunoi.kit import clock
from caunoi.plans.models import Plan
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.door, pytest.mark.django_db]


def test_the_guidance_brings_its_obligations_along_with_the_usual_year(world: World):
    next_year = clock.today().year + 1
    dung, url = world.client("dung"), reverse("plans:make_plan")
    page = dung.get(url, {"directive": str(world.directive.public_id)})
    given = {bound.name: bound.value() for bound in page.context["form"] if bound.value()} | {"year": next_year}
    assert given["takes_obligations"]
    assert dung.post(url, given | {"directive": ""}).status_code == 422
    assert dung.post(url, given).status_code == 302
    plan = Plan.objects.get(unit=world.cast.units["HN"], year=next_year)
    assert (plan.tasks.count(), plan.directive) == (13, world.directive)
    assert plan.tasks.order_by("position").last().obligation == world.directive.obligations.get()
