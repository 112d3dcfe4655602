"""The wizard on a cheap phone: bytes of each step, how late the page answers a tap with the processor slowed four times,
whether anything scrolls sideways at 360 px, and what axe finds. Needs Chromium.
"""

from measure import Bench

bench = Bench("wizard", __doc__, is_web=True)

import io
import shutil
import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command
from playwright.sync_api import Page, sync_playwright
from storm import Server

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.browser import ARGUMENTS, axe_source

PHONE, SLOWED = {"width": 360, "height": 740}, 4
STORY = "Bộ phận một cửa hẹn trả giấy khai sinh ba ngày, hơn một tuần chưa có. Tôi phải đi lại ba lần."
# Interaction to next paint, as the browser reports it: the longest event of a tap or a key.
LISTEN = """window.slowest = 0; new PerformanceObserver(list => { for (const e of list.getEntries())
 if (e.interactionId) window.slowest = Math.max(window.slowest, e.duration); })
 .observe({type: 'event', durationThreshold: 16, buffered: true});"""
WEIGH = """performance.getEntriesByType('resource').filter(e => /feedback\\/|proof|upload/.test(e.name))
 .reduce((sum, e) => sum + e.encodedBodySize, performance.getEntriesByType('navigation')[0].encodedBodySize)"""
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
AXE = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(r => r.violations)"


class Steps:
    """What was seen at each step."""

    def __init__(self) -> None:
        self.bytes: list[int] = []
        self.taps: list[float] = []
        self.sideways = self.violations = 0

    def look(self, page: Page) -> None:
        page.wait_for_timeout(600)
        self.bytes.append(int(page.evaluate(WEIGH)))
        self.sideways += bool(page.evaluate(SIDEWAYS))
        page.evaluate(axe_source())
        self.violations += len(page.evaluate(AXE))

    def feel(self, page: Page) -> None:
        """The slowest tap or key of this step; asked before the page is left."""
        page.wait_for_timeout(300)
        self.taps.append(float(page.evaluate("window.slowest")))


def go_on(page: Page, steps: Steps) -> None:
    steps.feel(page)
    page.locator("main form button[value=next]").click()
    page.wait_for_load_state()
    steps.look(page)


def walk(page: Page) -> Steps:
    """From the first question to the receipt."""
    steps = Steps()
    page.goto("/feedback/send/")
    steps.look(page)
    page.get_by_label("Kể lại việc bạn gặp").press_sequentially(STORY[:30], delay=40)
    page.get_by_label("Kể lại việc bạn gặp").fill(STORY)
    go_on(page, steps)
    page.locator("#id_body_q").press_sequentially("uy ban my duc", delay=60)
    page.locator("#ds-body").get_by_text("Ủy ban nhân dân xã Mỹ Đức").click()
    go_on(page, steps)
    go_on(page, steps)
    apart = page.get_by_role("button", name="Khác, tôi gửi riêng")
    if apart.count():
        apart.click()
        steps.look(page)
    go_on(page, steps)
    page.get_by_label("Chỉ dùng mã biên nhận").check()
    go_on(page, steps)
    page.wait_for_timeout(3200)
    go_on(page, steps)
    page.locator("#ma").wait_for()
    page.get_by_role("checkbox").check()
    steps.feel(page)
    return steps


def measured(server: Server) -> Steps:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "no Chromium on this machine: tools/services install"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        context: Any = browser.new_context(
            viewport=PHONE, base_url=f"http://127.0.0.1:{server.port}", locale="vi-VN", has_touch=True, bypass_csp=True
        )
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.set_default_timeout(30_000)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        steps = walk(page)
        browser.close()
    return steps


call_command("demo", stdout=io.StringIO())
server = Server(bench.environment)
server.start()
try:
    steps = measured(server)
finally:
    server.kill()
bench.add("steps", len(steps.bytes), ">= 7")
bench.add("step_kb_most", max(steps.bytes) / 1000, "<= 45")
bench.add("step_kb_least", min(steps.bytes) / 1000)
bench.add("inp_ms_most", max(steps.taps), "<= 100")
bench.add("steps_that_scroll_sideways", steps.sideways, "== 0")
bench.add("axe_violations", steps.violations, "== 0")
bench.finish()
