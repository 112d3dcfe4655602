"""A real browser shows notices: the same one once, whatever comes in."""

import json

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.getRegistration("/notices/");
  return (await registration.getNotifications()).map((one) => [one.title, one.tag, one.data.path]).sort();
}"""
REGISTER = """async () => {
  const made = await navigator.serviceWorker.register("/notices/push-worker.js", { scope: "/notices/" });
  const worker = made.installing || made.waiting || made.active;
  while (worker.state !== "activated") await new Promise((resolve) => setTimeout(resolve, 20));
}"""


@pytest.fixture
def page(browser, live_server):
    context = browser.new_context(base_url=live_server.url, locale="vi-VN")
    context.grant_permissions(["notifications"], origin=live_server.url)
    yield context.new_page()
    context.close()


def test_a_notice_given_twice_is_shown_once_and_leads_nowhere_else(page, live_server):
    page.goto("/ui/")
    page.evaluate(REGISTER)
    found: list[str] = []
    wire = page.context.new_cdp_session(page)
    wire.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    wire.send("ServiceWorker.enable")
    page.wait_for_timeout(100)
    given = [
        {"title": "Phổ biến Hướng dẫn số 12", "path": "/directives/1/", "tag": "a"},
        {"title": "Phổ biến Hướng dẫn số 12", "path": "/directives/1/", "tag": "a"},
        {"title": "Lạ", "path": "//evil.vn/", "tag": "b"},
    ]
    for data in [*(json.dumps(one) for one in given), "không phải JSON"]:
        wire.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": live_server.url, "registrationId": found[-1], "data": data},
        )
    page.wait_for_function(f"async () => (await ({SHOWN})()).length === 3", timeout=8000)
    assert page.evaluate(SHOWN) == [
        ["Cầu Nối", "caunoi", "/notices/"],
        ["Lạ", "b", "/notices/"],
        ["Phổ biến Hướng dẫn số 12", "a", "/directives/1/"],
    ]
