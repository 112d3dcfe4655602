"""Two languages, both whole: English for our messages, Vietnamese for those of the sign-in library."""

import re
import sys
from html.parser import HTMLParser
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core import mail
from django.core.management import call_command
from django.db import models
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from caunoi.accounts.models import User
from caunoi.accounts.web.urls import urlpatterns
from caunoi.directives.models import Directive, Evidence, Recipient, SignOff
from caunoi.library.models import Document
from caunoi.organisations.models import Unit

ROOT = Path(__file__).parents[1]
CATALOGUES = ROOT / "src/caunoi/locale"
PASSWORD = "mật khẩu dài và lạ"
VIETNAMESE = re.compile(r"[À-ÖØ-öø-ỹ]")
# Symbols of documents, which English texts quote as examples, and the name of the house.
QUOTED = ("Cầu Nối", "LĐLĐ", "QĐ", "HĐND", "Công đoàn cơ sở", "Việt Nam", "·", "×")
ENGLISH = re.compile(
    r"\b(the|your|you|please|have|has|been|with|from|this|password|code|security key)\b", re.IGNORECASE
)


def load_tool():
    loader = SourceFileLoader("messages_tool", str(ROOT / "tools/messages"))
    module = module_from_spec(spec_from_loader("messages_tool", loader))

    sys.modules["messages_tool"] = module
    loader.exec_module(module)
    return module


tool = load_tool()


class Visible(HTMLParser):
    """What a person reads or hears of a page, without what is marked as another language."""

    EMPTY = frozenset({"input", "link", "meta", "br", "img", "hr", "rect", "circle", "path", "use"})
    SPOKEN = frozenset({"alt", "title", "placeholder", "aria-label", "data-l"})

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.found: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        is_foreign = tag != "html" and said.get("lang", self.language) != self.language
        if tag not in self.EMPTY and (self.hidden or is_foreign or tag in {"script", "style"}):
            self.hidden.append(tag)
        if not self.hidden:
            self.found += [text for name, text in attrs if name in self.SPOKEN and text]
            if tag == "input" and said.get("type") in {"submit", "button"}:
                self.found.append(said.get("value") or "")

    def handle_endtag(self, tag):
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data):
        if not self.hidden and data.strip():
            self.found.append(" ".join(data.split()))


def visible(response, language):
    parser = Visible(language)
    parser.feed(response.content.decode())
    return parser.found


def strings_in(value):
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings_in(item)


def data_words() -> list[str]:
    """Everything Vietnamese that people have written into the database, longest first."""
    found = {django_settings.SITE_NAME}
    for model in apps.get_models():
        if not model.__module__.startswith("caunoi."):
            continue
        names = [f.attname for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
        names += [f.attname for f in model._meta.concrete_fields if isinstance(f, models.JSONField)]
        for row in model._default_manager.values_list(*names) if names else ():
            found.update(text for value in row for text in strings_in(value) if VIETNAMESE.search(text))
    return sorted((" ".join(text.split()) for text in found), key=len, reverse=True)


def without(texts, data):
    """Texts of a page in which Vietnamese is left once data is taken out."""
    left = []
    for text in texts:
        if not VIETNAMESE.search(text):
            continue
        rest = text
        for word in (*data, *QUOTED):
            if word in rest or (rest.endswith("…") and word.startswith(rest[:-1])):
                rest = rest.replace(word, "") if word in rest else ""
        if VIETNAMESE.search(rest):
            left.append(text)
    return left


@pytest.fixture
def sample(db, monkeypatch):
    """The sample federation, whose officers need no second factor."""
    monkeypatch.setattr(django_settings.CAUNOI, "is_sample", True)
    call_command("demo", verbosity=0)


def client_of(name: str, language: str) -> Client:
    client = Client()
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
    if name:
        user = User.objects.get(email__startswith=f"{name}@")
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.pure
def test_the_catalogues_are_whole(capsys):
    status = tool.main(["--check"])
    assert capsys.readouterr().err == ""
    assert status == 0


@pytest.mark.pure
@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_message_is_translated_and_carries_its_placeholders(language):
    catalogue = polib.pofile(str(CATALOGUES / language / "LC_MESSAGES/django.po"))
    assert len(catalogue) > 100
    assert [(entry.msgid, fault) for entry in catalogue for fault in tool.faults_of(entry)] == []


@pytest.mark.pure
@pytest.mark.parametrize(
    ("msgid", "msgstr", "fault"),
    [
        ("Hạn: %(due)s", "", "untranslated"),
        ("Hạn: %(due)s", "Due: %(on)s", "placeholders or tags differ"),
        ("<b>Hạn</b>", "Due", "placeholders or tags differ"),
        ("còn %d ngày", "%s days left", "placeholders or tags differ"),
    ],
)
def test_a_bad_translation_is_named(msgid, msgstr, fault):
    assert list(tool.faults_of(polib.POEntry(msgid=msgid, msgstr=msgstr))) == [fault]


@pytest.mark.pure
def test_messages_are_found_wherever_they_are_said():
    python = 'f"{_(\'ngày\')}"; ngettext("một %d", "nhiều %d", n); pgettext_lazy("c", "tên"); _(word)'
    found = [(m.context, m.singular, m.plural) for m in tool.in_python(python)]
    assert sorted(found, key=str) == [("c", "tên", None), (None, "một %d", "nhiều %d"), (None, "ngày", None)]
    template = '{% translate "Đơn vị" context "many" %}\n  {% blocktranslate trimmed count n=n %}\n {{ n }} xã\n'
    template += " {% plural %} {{ n }} xã {% endblocktranslate %}\n {{ _('tên')|title }}"
    found = [(m.context, m.singular, m.plural) for m in tool.in_template("x.html", template)]
    assert found == [("many", "Đơn vị", None), (None, "%(n)s xã", "%(n)s xã"), (None, "tên", None)]


@pytest.mark.pure
def test_templates_say_nothing_in_vietnamese_outside_a_message():
    tags = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
    # A language is named in itself.
    names = re.compile(r"Cầu Nối|Tiếng Việt|[·×]")
    said = {
        str(path.relative_to(ROOT)): names.sub("", tags.sub("", path.read_text(encoding="utf-8")))
        for path in (ROOT / "src/caunoi").glob("*/templates/**/*.*")
        if path.parent.name != "gallery"  # whose made-up names, figures and test string stand for data
    }
    assert [(name, VIETNAMESE.findall(text)) for name, text in said.items() if VIETNAMESE.search(text)] == []


@pytest.mark.pure
def test_every_page_of_the_sign_in_library_that_we_route_to_is_read():
    read = {str(path) for _, path in tool.of_allauth()}
    views = [getattr(pattern.callback, "view_class", None) for pattern in urlpatterns if hasattr(pattern, "callback")]
    names = {view.template_name for view in views if getattr(view, "template_name", None)}
    origins = [get_template(name).origin.name for name in names]
    assert len(origins) > 10
    assert [origin for origin in origins if "/allauth/templates/" in origin and origin not in read] == []


@pytest.mark.pure
def test_what_is_left_out_of_the_sign_in_library_still_exists():
    root = tool.package("allauth")
    patterns = [pattern for patterns in tool.NOT_OURS.values() for pattern in patterns]
    names = [str(path.relative_to(root)) for path in root.rglob("*.*")]
    assert [pattern for pattern in patterns if not any(tool.fnmatch(name, pattern) for name in names)] == []


def pages_of(name: str) -> list[str]:
    """Pages that a person of the sample may open."""
    pages = [reverse("portal:home"), reverse("library:documents"), reverse("organisations:units")]
    pages += [reverse("directives:directives"), reverse("portal:search") + "?q=zzz", reverse("portal:mine")]
    document = Document.objects.filter(versions__isnull=False).first()
    pages += [reverse("library:document", args=[document.public_id])]
    if not name:
        return [*pages, *map(reverse, ["account_login", "account_reset_password", "account_signup", "kit:audit_heads"])]
    directive, renewed = Directive.objects.order_by("pk")[:2]
    pages += [reverse("directives:directive", args=[row.public_id]) for row in (directive, renewed)]
    pages += [reverse("directives:versions", args=[renewed.public_id]), reverse("proofs")]
    pages += map(reverse, ["desk:home", "accounts:me", "accounts:second_factor", "notifications:notices"])
    user = User.objects.get(email__startswith=f"{name}@")
    unit = Unit.objects.filter(grants__user=user).first()
    pages += [reverse("organisations:unit", args=[unit.public_id])]
    if name == "minh":
        own = Recipient.objects.get(unit=unit, directive=directive)
        answers = ("submit_evidence", "acknowledge_on_behalf")
        return pages + [reverse(f"directives:{answer}", args=[own.public_id]) for answer in answers]
    pages += [reverse("organisations:reorganise"), reverse("organisations:people", args=[unit.public_id])]
    pages += [reverse("organisations:reorganise_kind", args=[kind]) for kind in ("MERGE", "FOUND", "DISSOLVE")]
    pages += [reverse("library:readings"), reverse("library:mend_document", args=[document.public_id])]
    pages += [reverse("directives:issue_directive", args=[document.public_id])]
    pages += [reverse("directives:coverage", args=[directive.public_id]) + "?level=opened"]
    deeper = ("chase", "ladder", "set_check", "newcomers", "issue_version", "coverage")
    pages += [reverse(f"directives:{name}", args=[renewed.public_id]) for name in deeper]
    pages += [reverse("proof", args=[SignOff.objects.get().minutes.code])]
    evidence = Evidence.objects.first()
    return [*pages, reverse("directives:decide_evidence", args=[evidence.public_id])]


@pytest.mark.door
@pytest.mark.pages
@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("name", ["", "minh", "dung"])
def test_pages_in_english_hold_no_vietnamese_but_names_and_data(name):
    client, data = client_of(name, "en"), data_words()
    left = []
    for page in pages_of(name):
        response = client.get(page)
        assert response.status_code == 200, page
        assert response["Content-Language"] == "en"
        left += [(page, text) for text in without(visible(response, "en"), data)]
    assert left == []


@pytest.fixture
def minh(cast) -> Client:
    """Minh, signed in with his password, so that pages which ask for it again open."""
    user = cast.minh
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def english_in(texts) -> list[str]:
    return [text for text in texts if ENGLISH.search(text)]


@pytest.mark.door
@pytest.mark.pages
def test_pages_of_sign_in_are_vietnamese(cast):
    client = Client()
    left = []
    for name in ("account_login", "account_reset_password", "account_reset_password_done", "account_inactive"):
        left += english_in(visible(client.get(reverse(name)), "vi"))
    wrong = client.post(reverse("account_login"), {"login": cast.minh.email, "password": "x"})
    left += english_in(visible(wrong, "vi"))
    bad_link = client.get(reverse("account_reset_password_from_key", args=["1", "set-password"]))
    left += english_in(visible(bad_link, "vi"))
    assert left == []
    assert "Thư điện tử hoặc mật khẩu không đúng." in wrong.content.decode()


@pytest.mark.door
@pytest.mark.pages
def test_pages_of_the_second_factor_are_vietnamese(minh):
    again = reverse("account_reauthenticate")
    left = english_in(visible(minh.get(again), "vi"))
    left += english_in(visible(minh.post(again, {"password": "x"}), "vi"))
    minh.post(again, {"password": PASSWORD})
    for name in ("mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "account_change_password"):
        response = minh.get(reverse(name))
        assert response.status_code == 200, name
        left += english_in(visible(response, "vi"))
    wrong = minh.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert left + english_in(visible(wrong, "vi")) == []
    assert "Quét mã QR" in wrong.content.decode()
    short = minh.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "ngắn", "password2": "ngắn"}
    )
    assert english_in(visible(short, "vi")) == []


@pytest.mark.door
@pytest.mark.pages
def test_mail_of_a_password_reset_is_vietnamese(cast):
    Client().post(reverse("account_reset_password"), {"email": cast.minh.email})
    Client().post(reverse("account_reset_password"), {"email": "nobody@example.vn"})
    assert len(mail.outbox) >= 1
    lines = [line for message in mail.outbox for line in f"{message.subject}\n{message.body}".splitlines()]
    assert [line for line in lines if "://" not in line and ENGLISH.search(line)] == []
