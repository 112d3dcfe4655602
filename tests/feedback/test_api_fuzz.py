"""Whatever is sent to the API's doors, none of them breaks (SAFETY S-FUZZ): the bodies follow openapi.json, nearly."""

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caunoi.conf.api import api
from tests.cast import Cast

pytestmark = [pytest.mark.door, pytest.mark.django_db]
SPEC = json.loads(json.dumps(api.get_openapi_schema(), default=str))
EXAMPLES = 200
TEXTS = st.text(max_size=60) | st.sampled_from(
    ["", "\0", "\ud800", "<script>", "UB-MD", "a" * 21_000, "💥" * 300, "1.011441"]
)
STRANGE = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def of_schema(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of a schema, and now and then something else in their place."""
    if "$ref" in schema:
        schema = SPEC["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    if "enum" in schema:
        fitting: st.SearchStrategy[Any] = st.sampled_from(schema["enum"])
    elif schema.get("type") == "object":
        fitting = st.fixed_dictionaries({}, optional={n: of_schema(s) for n, s in schema.get("properties", {}).items()})
    elif schema.get("type") == "array":
        fitting = st.lists(of_schema(schema["items"]), max_size=7)
    else:
        fitting = TEXTS | st.text(alphabet="aăâbcdđ ,.", min_size=12, max_size=80)
    return st.one_of(fitting, fitting, fitting, STRANGE)


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, found) for path, methods in SPEC["paths"].items() for method, found in methods.items()]


@pytest.mark.parametrize(("path", "method", "found"), operations(), ids=lambda value: str(value)[:40])
def test_no_request_breaks_the_api(cast: Cast, path: str, method: str, found: dict[str, Any]):
    shape = found.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    client = Client()

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    )  # fmt: skip
    @given(
        of_schema(shape) if shape else STRANGE, st.binary(max_size=20), st.sampled_from(["", "a-good-key-1", "ngắn"])
    )
    def run(body: Any, raw: bytes, key: str) -> None:
        for data in (json.dumps(body), raw):
            with transaction.atomic():
                response = client.generic(
                    method.upper(), path, data, "application/json", headers={"Idempotency-Key": key}
                )
                transaction.set_rollback(True)
            assert str(response.status_code) in found["responses"]
            if response.status_code >= 400:
                assert response.headers["Content-Type"] == "application/problem+json"

    run()
