"""What the parts of the house say of each other is true."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template import engines
from django.utils.module_loading import import_string

from caunoi.conf import options
from caunoi.kit import outbox, queue

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "caunoi"
pytestmark = pytest.mark.pure
# Templates that Django or a library asks for by their names.
ASKED_FOR_BY_OTHERS = re.compile(r"^(404|403|500|account/|allauth/|mfa/|usersessions/|django/)")


def rooms() -> list[str]:
    return [config.label for config in apps.get_app_configs() if config.name.startswith("caunoi.")]


def sources() -> str:
    files = [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_template_is_used():
    everything = sources()
    unused = []
    for folder in SOURCE.glob("*/templates"):
        for path in folder.rglob("*.html"):
            name = str(path.relative_to(folder))
            if not ASKED_FOR_BY_OTHERS.match(name) and f'"{name}"' not in everything and f"'{name}'" not in everything:
                unused.append(name)
    assert unused == []


def test_every_template_compiles():
    engine = engines["django"]
    names = [str(p.relative_to(f)) for f in SOURCE.glob("*/templates") for p in f.rglob("*.html")]
    assert [name for name in names if engine.get_template(name) is None] == []


def test_no_page_keeps_its_address_from_its_own_forms():
    """Browsers send a form of such a page with "Origin: null", which the check against forged forms refuses."""
    pages = [
        p.name for f in SOURCE.glob("*/templates") for p in f.rglob("*.html") if "no-referrer" in p.read_text("utf-8")
    ]
    assert pages == []


def test_every_rule_of_who_may_is_asked():
    everything = sources()
    declared = set(re.findall(r"^def (may_\w+)", everything, re.MULTILINE))
    asked = set(re.findall(r"(?<!def )\b(may_\w+)\(", everything))
    guards = set(re.findall(r"register_guard\([^)]*\b(may_\w+)\)", everything))
    assert declared
    assert sorted(declared - asked - guards) == []


def test_every_job_asked_for_exists():
    asked = re.findall(r'queue\.enqueue\(\s*"([\w.]+)"', sources())
    assert asked
    assert [name for name in asked if name not in queue.jobs()] == []


def test_every_event_is_known_by_the_name_it_is_heard_under():
    declared = set(re.findall(r'name: ClassVar\[str\] = "([\w.]+)"', sources()))
    assert [name for name in outbox.consumers() if name not in declared] == []


def test_every_job_says_what_it_does():
    assert [name for name, meaning in queue.jobs().items() if not meaning] == []


@pytest.mark.parametrize("page", ["ARCHITECTURE.md"])
def test_every_room_stands_in(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    missing = [room for room in [*rooms(), "pure"] if f"`{room}`" not in text]
    assert missing == []


def test_the_page_of_options_is_generated_from_the_table():
    assert (ROOT / "docs/reference/options.md").read_text(encoding="utf-8") == options.as_markdown()


def test_the_page_of_roles_is_generated_from_the_rules():
    made = import_string("caunoi.conf.reference.roles_as_markdown")()
    assert (ROOT / "docs/reference/roles.md").read_text(encoding="utf-8") == made


def test_lock_files_name_no_registry():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index-url" not in text


def test_every_text_field_choice_has_a_vietnamese_label():
    unlabelled = []
    for config in apps.get_app_configs():
        if not config.name.startswith("caunoi."):
            continue
        for model in config.get_models():
            for field in model._meta.get_fields():
                for value, label in getattr(field, "choices", None) or []:
                    if str(label) == str(value) or not str(label):
                        unlabelled.append((model.__name__, field.name, value))
    assert unlabelled == []


def test_the_policy_of_referrers_stands_in_one_place():
    """A page with a stricter policy of its own sends its forms with "Origin: null", and the guard of forms refuses them in
    every real browser, though no test client."""
    pages = [path for path in SOURCE.rglob("*.html") if 'name="referrer"' in path.read_text(encoding="utf-8")]
    assert pages == []
