"""Contact fields at rest: unreadable without the key, findable with it, and keys can be changed."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from caunoi.kit import encryption
from caunoi.organisations.models import Member
from tests.kit import samples

pytestmark = pytest.mark.room

NAME = "Nguyễn Thị Lan"
OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))


@pytest.fixture
def use_keys(settings):
    """`use_keys(new, old)` as an installation that has them in this order."""

    def use(*keys: str) -> None:
        settings.CAUNOI = samples.options(field_key=",".join(keys))

    return use


def test_what_is_encrypted_can_be_read_again_and_only_so():
    token = encryption.encrypt(NAME)
    assert NAME not in token
    assert encryption.decrypt(token) == NAME


def test_the_same_text_never_looks_the_same():
    assert encryption.encrypt(NAME) != encryption.encrypt(NAME)


def test_another_key_reads_nothing(use_keys):
    use_keys(OLD)
    token = encryption.encrypt(NAME)
    use_keys(OTHER)
    with pytest.raises(ImproperlyConfigured, match="does not fit"):
        encryption.decrypt(token)


def test_a_changed_text_is_not_believed():
    token = encryption.encrypt(NAME)
    with pytest.raises(ImproperlyConfigured, match="does not fit"):
        encryption.decrypt(token[:-8] + "AAAAAAA=")


def test_after_a_change_of_keys_the_old_texts_are_read_and_new_ones_need_the_new_key(use_keys):
    use_keys(OLD)
    before = encryption.encrypt(NAME)
    use_keys(NEW, f" {OLD}")
    assert encryption.decrypt(before) == NAME
    after = encryption.encrypt(NAME)
    use_keys(NEW)
    assert encryption.decrypt(after) == NAME


def test_without_a_key_nothing_is_written_in_the_clear(use_keys):
    use_keys("")
    with pytest.raises(ImproperlyConfigured, match="caunoi init"):
        encryption.encrypt(NAME)


def test_a_fingerprint_finds_a_value_for_its_purpose_only():
    phone = encryption.fingerprint("+84912345678", "phone")
    assert phone == encryption.fingerprint("+84912345678", "phone")
    assert phone != encryption.fingerprint("+84912345679", "phone")
    assert phone != encryption.fingerprint("+84912345678", "zalo")
    assert len(phone) == 64


def test_a_fingerprint_cannot_be_made_without_the_key(use_keys):
    use_keys(OLD)
    ours = encryption.fingerprint("+84912345678", "phone")
    use_keys(OTHER)
    assert encryption.fingerprint("+84912345678", "phone") != ours


def test_fingerprints_outlive_a_change_of_keys(use_keys):
    use_keys(OLD)
    ours = encryption.fingerprint("+84912345678", "phone")
    use_keys(NEW, OLD)
    assert encryption.fingerprint("+84912345678", "phone") == ours


@pytest.mark.django_db
def test_the_database_holds_no_name_and_no_number(cast):
    member = Member.objects.get(code="001")
    with connection.cursor() as cursor:
        cursor.execute("SELECT full_name, phone FROM organisations_member WHERE id = %s", [member.pk])
        full_name, phone = cursor.fetchone()
    assert (member.full_name, member.phone) == (NAME, "")
    assert encryption.decrypt(full_name) == NAME
    assert NAME not in full_name
    assert phone == ""
