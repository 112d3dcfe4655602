"""Administrative procedures: written down by officers, read by everybody, known to cases by their code."""

import pytest
from django.core.exceptions import ValidationError

from caunoi.feedback.models import Topic
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.library import queries
from caunoi.library.actions import ProcedureDraft, save_procedure
from caunoi.library.models import Procedure
from tests.cast import AT
from tests.doors import HOSTILE, refused
from tests.library.shelves import DRAFT, make_procedure
from tests.library.test_documents import confirm
from tests.world import World, class_world  # noqa: F401

URL = "/library/procedures/"


def typed(**more: str) -> dict[str, str]:
    rows = {f"{name}-{part}": number for name in ("step", "paper", "basis")
            for part, number in (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "0"))}  # fmt: skip
    return rows | {"code": "2.000815", "name": "Chứng thực bản sao", "body": "UBND cấp xã", "is_active": "on"} | more


@pytest.mark.room
@pytest.mark.django_db
class TestSaving:
    def test_it_keeps_steps_and_papers_in_order_and_tells(self, cast):
        found = make_procedure(cast)
        assert list(found.steps.order_by("position").values_list("position", "name")) == [(1, "Nộp hồ sơ"), (2, "")]
        assert found.papers.order_by("position").first().copies == "1 bản chính"
        assert OutboxEvent.objects.get(name="library.procedure_saved").payload == {"procedure_id": found.pk}
        assert AuditRow.objects.get(verb="library.save_procedure").facts["code"] == "1.001193"

    def test_the_same_code_twice_is_refused(self, cast):
        make_procedure(cast)
        with pytest.raises(ValidationError, match="đã có"):
            make_procedure(cast)

    @pytest.mark.parametrize("wrong", [{"limit_unit": ""}, {"limit_amount": None}, {"is_verified": True}])
    def test_half_a_limit_and_a_check_without_a_source_are_refused(self, cast, wrong):
        with pytest.raises(ValidationError):
            make_procedure(cast, **wrong)

    def test_changing_writes_the_rows_anew_and_keeps_the_code(self, cast):
        found = make_procedure(cast)
        draft = ProcedureDraft(code="khác", name="Khai sinh", body="UBND", papers=(("Tờ khai", ""),))
        save_procedure(procedure=found, draft=draft, owner=found.owner, by=cast.hoa, at=AT)
        found.refresh_from_db()
        assert (found.code, found.steps.count(), found.papers.count(), found.name) == ("1.001193", 0, 1, "Khai sinh")

    def test_a_basis_waits_for_its_document(self, cast):
        found = make_procedure(cast)
        document = confirm(cast)
        basis = found.bases.order_by("position")
        assert [row.document for row in basis] == [document, None]

    def test_a_topic_knows_its_procedure_while_it_is_in_use(self, cast):
        found = make_procedure(cast)
        assert (queries.procedure_of_code("1.001193"), queries.procedure_of_code("")) == (found, None)
        Procedure.objects.update(is_active=False)
        assert queries.procedure_of_code("1.001193") is None


@pytest.mark.door
class TestPages:
    def test_the_list_is_found_without_accents_and_by_code(self, world: World):
        client = world.client("an")
        for words in ("khai sinh", "dang ky", "1.001193"):
            assert "Đăng ký khai sinh" in client.get(URL, {"q": words}).content.decode()
        assert "Không có thủ tục nào" in client.get(URL, {"q": "kết hôn"}).content.decode()

    @pytest.mark.parametrize("words", HOSTILE)
    def test_any_address_is_answered(self, world: World, words: str):
        for name in ("q", "field", "from"):
            assert world.client("an").get(URL, {name: words}).status_code == 200

    def test_the_page_says_what_to_bring_and_what_it_rests_on(self, world: World):
        page = world.client("an").get(f"{URL}1.001193/").content.decode()
        for words in ("Trong ngày làm việc", "Miễn phí", "1 bản chính", "2. Nhận giấy khai sinh.", "Luật Hộ tịch",
                      str(world.public.public_id)):  # fmt: skip
            assert words in page

    def test_an_officer_adds_one_and_bad_input_keeps_what_was_typed(self, world: World):
        client = world.client("hoa")
        refused(client.post(f"{URL}add/", typed(code="a b")), "a b", "Chứng thực bản sao")
        refused(client.post(f"{URL}add/", typed(code=DRAFT.code)), "đã có")
        refused(client.post(f"{URL}add/", typed(online_url="javascript:alert(1)")), "Chứng thực bản sao")
        more = {"step-0-text": "Nộp bản chính để đối chiếu.", "paper-0-name": "Bản chính"}
        assert client.post(f"{URL}add/", typed(**more)).status_code == 302
        found = Procedure.objects.get(code="2.000815")
        assert (found.owner, found.steps.get().text) == (world.cast.units["MD"], "Nộp bản chính để đối chiếu.")

    def test_one_out_of_use_says_so_and_leaves_the_list(self, world: World):
        client = world.client("hoa")
        form = typed(name="Đăng ký khai sinh") | {"is_active": ""}
        assert client.post(f"{URL}1.001193/mend/", form).status_code == 302
        assert "không còn áp dụng" in client.get(f"{URL}1.001193/").content.decode()
        assert "Đăng ký khai sinh" not in client.get(URL).content.decode()

    def test_a_case_shows_the_procedure_of_its_topic(self, world: World):
        case = world.voices.case
        Topic.objects.filter(code="CIVIL_STATUS").update(procedure_code="1.001193")
        case.topic = Topic.objects.get(code="CIVIL_STATUS")
        case.save(update_fields=["topic"])
        page = world.client("hoa").get(f"/feedback/cases/{case.public_id}/").content.decode()
        assert f"{URL}1.001193/" in page

    def test_the_list_costs_the_same_for_1_and_3_rows(self, world: World, django_assert_max_num_queries):
        client = world.client("an")
        with django_assert_max_num_queries(6):
            client.get(URL)
        for number in (2, 3):
            make_procedure(world.cast, code=f"1.00119{number}x")
        with django_assert_max_num_queries(6):
            client.get(URL)
