"""What import-linter cannot say of the house."""

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "caunoi"
TESTS = Path(__file__).parent
PYTHON = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
INNER = re.compile(r"(models|queries|actions|rules)(\.py$|/)")
# Where importing late is the point: settings must not be read before secrets exist.
LATE_IMPORTS_ALLOWED = {"__main__.py"}
pytestmark = pytest.mark.pure


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def dotted(node: ast.expr) -> str:
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))


def trees() -> list[tuple[str, ast.Module]]:
    return [(name_of(path), ast.parse(path.read_text(encoding="utf-8"))) for path in PYTHON]


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def test_what_changes_or_reads_data_knows_nothing_of_the_web():
    forbidden = re.compile(r"django\.(http|forms|shortcuts|template)\b")
    rooms = {"accounts", "notifications", "organisations", "library", "directives"}
    found = [
        (name, module)
        for name, tree in trees()
        if name.split("/")[0] in rooms and INNER.match(name.split("/", 1)[1])
        for node in ast.walk(tree)
        for module in imported(node)
        if forbidden.match(module)
    ]
    assert found == []


def test_only_the_clock_asks_for_the_time():
    asks = {"datetime.now", "datetime.utcnow", "timezone.now", "date.today", "datetime.today", "timezone.localdate"}
    found = [
        (name, node.lineno, dotted(node.func))
        for name, tree in trees()
        if name != "kit/clock.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func) in asks
    ]
    assert found == []


def test_no_model_orders_itself():
    found = [
        (name, node.lineno)
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name == "Meta"
        for line in node.body
        if isinstance(line, ast.Assign) and any(getattr(target, "id", "") == "ordering" for target in line.targets)
    ]
    assert found == []


def test_events_are_heard_in_receivers_only():
    found = [
        (name, node.lineno)
        for name, tree in trees()
        if not name.endswith("receivers.py") and not name.startswith("kit/outbox/")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if dotted(decorator.func if isinstance(decorator, ast.Call) else decorator) in {"receiver", "outbox.consumer"}
    ]
    assert found == []


def test_every_event_is_posted():
    told = {
        node.name
        for name, tree in trees()
        if name.endswith("/events.py")
        for node in tree.body
        if isinstance(node, ast.ClassDef) and any("name" in ast.unparse(line) for line in node.body)
    }
    made = {dotted(node.func) for _, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert told - {each.rpartition(".")[2] for each in made} == set()


def test_no_import_hides_in_a_function():
    found = [
        (name, node.lineno)
        for name, tree in trees()
        if name not in LATE_IMPORTS_ALLOWED
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_actions_say_who_and_when():
    """Public functions of actions that write an audit row take keyword-only `by` and `at`."""
    found = []
    for name, tree in trees():
        if "/actions" not in name:
            continue
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            calls = {dotted(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
            keywords = {argument.arg for argument in node.args.kwonlyargs}
            if "audit.record" in calls and not {"by", "at"} <= keywords:
                found.append((name, node.name))
    assert found == []


@pytest.mark.parametrize(("pattern", "ceiling"), [("*.py", 400), ("*.html", 200), ("*.js", 150)])
def test_no_file_is_over_its_ceiling(pattern, ceiling):
    files = [path for root in (SOURCE, TESTS) for path in root.rglob(pattern) if "migrations" not in path.parts]
    found = {str(path): lines for path in files if (lines := path.read_text(encoding="utf-8").count("\n")) > ceiling}
    assert found == {}


def test_no_function_is_over_its_ceiling():
    found = [
        (name, node.name)
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 50
    ]
    assert found == []


def test_no_drawer_without_a_name():
    forbidden = {"utils", "helpers", "common", "core", "services", "managers", "misc"}
    assert [str(path) for path in SOURCE.rglob("*") if path.stem in forbidden] == []


def test_templates_carry_no_inline_style_or_script():
    script = r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)"
    bad = re.compile(rf"{script}|\sstyle=|\son[a-z]+=\"|javascript:", re.IGNORECASE)
    found = [
        (name_of(path), number)
        for path in SOURCE.rglob("*.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bad.search(line) and "/email/" not in name_of(path)
    ]
    assert found == []


def test_templates_take_nothing_from_a_room_above():
    """Files and parts of templates are imports, too."""
    layers = re.search(
        r"containers = caunoi\nlayers =\n(.*?)exhaustive", (SOURCE.parents[1] / ".importlinter").read_text(), re.DOTALL
    )
    floor = {room: n for n, line in enumerate(layers[1].splitlines()) for room in re.findall(r"\w+", line)}
    taken = re.compile(r"""\{% (?:static|include|extends) ['"](\w+)/""")
    found = [
        (name_of(path), other)
        for path in sorted(SOURCE.glob("*/templates/**/*.html"))
        for other in taken.findall(path.read_text(encoding="utf-8"))
        if (room := path.relative_to(SOURCE).parts[0]) != other and floor.get(other, 99) <= floor[room]
    ]
    assert found == []
