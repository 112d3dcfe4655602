"""This node's copy is what the database says: after changes, crashes, other versions and other databases."""

import json
import multiprocessing
import os
import signal
from pathlib import Path

import pytest
from django.core.management import call_command

from caunoi.kit import searching
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.kit.searching import Query, entries, following, search, shelf
from tests.kit.searching_shelf import Table, ThingChanged, entry

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    monkeypatch.setattr(shelf, "folder", lambda: tmp_path / "search")
    monkeypatch.setattr(entries, "_sources", {})
    made = Table()
    searching.register(made)
    return made


def found(text: str) -> list[str]:
    return [hit.group for hit in search(Query(text)).hits]


def test_the_first_round_builds_and_the_next_ones_keep_up(table: Table):
    table.put("a", entry("a", "Nghị quyết về nhà ở"))
    assert searching.follow() == 1
    table.put("b", entry("b", "Nghị quyết về đường sá"))
    table.put("a", entry("a", "Kế hoạch về nhà ở"))
    assert found("nghị quyết") == ["a"]
    assert searching.follow() == 2
    assert (found("nghị quyết"), found("kế hoạch")) == (["b"], ["a"])
    table.drop("b")
    assert searching.follow() == 1
    assert (found("nghị quyết"), searching.follow()) == ([], 0)


def test_many_events_of_one_thing_are_one_writing(table: Table):
    searching.follow()
    for number in range(20):
        table.put("a", entry("a", f"Bản thứ {number}"))
    assert searching.follow() == 1
    assert found("bản thứ 19") == ["a"]


def test_an_event_committed_after_a_later_one_is_heard(table: Table):
    table.put("a", entry("a", "Một"))
    searching.follow()
    late = OutboxEvent.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    OutboxEvent.objects.create(
        pk=late + 1, name="tests.other", payload={}, posted_at="2026-01-01T00:00Z", next_attempt_at="2026-01-01T00:00Z"
    )
    searching.follow()
    table.groups["a"] = [entry("a", "Hai")]
    OutboxEvent.objects.create(
        pk=late, name=ThingChanged.name, payload={"key": "document:a"}, posted_at="2026-01-01T00:00Z", next_attempt_at="2026-01-01T00:00Z"
    )  # fmt: skip
    assert searching.follow() == 1
    assert found("hai") == ["a"]


def test_what_cannot_be_read_is_not_found_holds_up_nothing_and_is_tried_again(table: Table, monkeypatch):
    table.put("a", entry("a", "Một văn bản"))
    searching.follow()
    table.broken.add("a")
    table.put("a", entry("a", "Một văn bản đã thu hồi"))
    table.put("b", entry("b", "Hai văn bản"))
    searching.follow()
    assert found("văn bản") == ["b"]
    assert searching.status().failed == 1
    table.broken.clear()
    assert searching.follow() == 0
    monkeypatch.setattr(following, "AGAIN_SECONDS", -1)
    assert searching.follow() == 1
    assert sorted(found("văn bản")) == ["a", "b"]


def test_a_rebuild_hears_again_what_came_while_it_read(table: Table, monkeypatch):
    table.put("a", entry("a", "Một"))
    read = Table.entries

    def entries_then_change(self: Table, keys):
        yield from list(read(self, keys))
        if self.groups["a"][0].title == "Một":
            table.put("a", entry("a", "Hai"))

    monkeypatch.setattr(Table, "entries", entries_then_change)
    searching.rebuild()
    assert found("hai") == []
    searching.follow()
    assert (found("hai"), found("một")) == (["a"], [])


@pytest.mark.parametrize("change", ["version", "kinds", "mark", "broken", "no index"])
def test_a_copy_of_something_else_is_built_anew(table: Table, change: str):
    table.put("a", entry("a", "Một"))
    searching.follow()
    generation = shelf.current()
    path = generation / shelf.STATE
    state = json.loads(path.read_text())
    other = {"version": 0, "kinds": "article:1", "mark": "00000000-0000-0000-0000-000000000000"}
    if change in other:
        path.write_text(json.dumps(state | {change: other[change]}))
    elif change == "broken":
        path.write_text("{")
    else:
        (generation / "meta.json").write_text("{")
    table.groups["b"] = [entry("b", "Hai")]  # without an event: only who reads everything sees it
    searching.follow()
    assert found("hai") == ["b"]
    assert shelf.current() != generation


def _build_and_die() -> None:
    """A process that is killed in the middle of a rebuild."""
    searching.rebuild(lambda *_: os.kill(os.getpid(), signal.SIGKILL))


def test_a_crash_while_building_leaves_the_old_copy(table: Table):
    table.put("a", entry("a", "Một"))
    searching.follow()
    generation = shelf.current()
    process = multiprocessing.get_context("fork").Process(target=_build_and_die)
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    assert (shelf.current(), found("một")) == (generation, ["a"])
    searching.rebuild()
    assert len(list(shelf.folder().glob("g*"))) == 2
    assert found("một") == ["a"]


def test_one_process_writes_and_others_go_on(table: Table):
    with shelf.writing(wait=True) as is_ours:
        assert is_ours
        assert searching.follow() == 0
    table.put("a", entry("a", "Một"))
    assert searching.follow() == 1


def test_the_command_says_how_far_it_is(table: Table, capsys):
    call_command("index")
    assert "none yet" in capsys.readouterr().out
    table.put("a", entry("a", "Một"))
    call_command("index", "rebuild")
    assert "index: document 1/1" in capsys.readouterr().out
    table.put("a", entry("a", "Hai"))
    call_command("index", "status")
    assert "1 entries, 1 events to hear, 0 to try again" in capsys.readouterr().out
