"""The report of an activity on a phone: bytes of the form, opened without a network after one visit, photos made small there,
and what is left after the browser is killed (-9) with three photos in a draft; then sent from two tabs at once. Needs Chromium.
"""

from measure import Bench

bench = Bench("offline_form", __doc__, is_web=True)

import io
import os
import shutil
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management import call_command
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import TimeoutError as Slow
from storm import Server

from caunoi.plans.models import Activity

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.browser import ARGUMENTS, axe_source

PHONE, FORM, TITLE = {"width": 390, "height": 844}, "/plans/activities/new/", "Sinh hoạt tổ may, đo trên điện thoại"
# Photos as phones take them: 48, 12 and 12 megapixels.
PHOTOS = ((8000, 6000), (4000, 3000), (3000, 4000))
OWN = """performance.getEntriesByType('resource').filter(e => /\\/plans\\//.test(e.name) && !/icon|worker|choices/.test(e.name))
 .reduce((sum, e) => sum + e.encodedBodySize, performance.getEntriesByType('navigation')[0].encodedBodySize)"""
ALL = """performance.getEntriesByType('resource').reduce((sum, e) => sum + e.encodedBodySize,
 performance.getEntriesByType('navigation')[0].encodedBodySize)"""
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
AXE = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(r => r.violations)"
DRAFTS = """() => new Promise((done) => { const asked = indexedDB.open("caunoi-reports", 1); asked.onsuccess = () => {
  const got = asked.result.transaction("drafts").objectStore("drafts").getAll(); got.onsuccess = () => done(got.result); }; })"""
SIDES = f"""async () => {{ const sides = []; for (const file of (await ({DRAFTS})())[0].files) {{
  const p = await createImageBitmap(file.blob); sides.push(Math.max(p.width, p.height)); }} return sides; }}"""


def photos(folder: Path) -> list[Path]:
    made = []
    for number, size in enumerate(PHOTOS):
        noise = Image.effect_noise((size[0] // 8, size[1] // 8), 60).resize(size).convert("RGB")
        made.append(folder / f"anh-{number}.jpg")
        noise.save(made[-1], "JPEG", quality=90)
    return made


def opened(playwright: Playwright, folder: Path, port: int) -> BrowserContext:
    """The phone's browser, with what it kept the last time."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "no Chromium on this machine: tools/services install"
    given: dict[str, Any] = {
        "viewport": PHONE,
        "base_url": f"http://127.0.0.1:{port}",
        "locale": "vi-VN",
        "bypass_csp": True,
    }
    context = playwright.chromium.launch_persistent_context(str(folder), executable_path=path, args=ARGUMENTS, **given)
    context.set_default_timeout(60_000)
    return context


def kill(folder: Path) -> None:
    """End the browser as a phone without memory does: only that of this folder, which this measurement started."""
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            words = (entry / "cmdline").read_bytes()
            if str(folder).encode() in words and b"--type=" not in words and entry.name.isdigit():
                os.kill(int(entry.name), signal.SIGKILL)


def ready(page: Page) -> None:
    page.locator("form[data-ready]").wait_for(state="attached")


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "minh@mau.caunoi.example")
    page.fill("input[name=password]", "caunoi-mau-2026")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url("**/desk/")


def first_visit(page: Page) -> None:
    sign_in(page)
    page.goto(FORM)
    ready(page)
    page.wait_for_timeout(1500)
    bench.add("form_kb", page.evaluate(OWN) / 1000, "<= 45")
    bench.add("first_visit_kb", page.evaluate(ALL) / 1000)
    page.evaluate("navigator.serviceWorker.ready.then((r) => r.active.state)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    # The browser writes its cookies every half a minute; nobody signs in and loses the phone in the same one.
    page.wait_for_timeout(35_000)


def write_offline(page: Page, files: list[Path]) -> None:
    started = time.perf_counter()
    page.goto(FORM)
    ready(page)
    bench.add("opened_offline_ms", (time.perf_counter() - started) * 1000)
    bench.add("opened_offline", int(page.get_by_text("Đang mất mạng").count() > 0), "== 1")
    page.get_by_label("Hình thức").select_option("GROUP_MEETING")
    page.get_by_label("Đã làm việc gì").fill(TITLE)
    page.get_by_label("Số lượt người dự").fill("40")
    slowest = 0.0
    for number, file in enumerate(files, 1):
        started = time.perf_counter()
        page.set_input_files("input[name=photos]", file)
        page.locator("[data-file-list] li").nth(number - 1).wait_for()
        slowest = max(slowest, time.perf_counter() - started)
    bench.add("photo_seconds_most", slowest)
    bench.add("photo_px_most", max(page.evaluate(SIDES)), "<= 1600")
    bench.add("scrolls_sideways", int(page.evaluate(SIDEWAYS)), "== 0")
    page.evaluate(axe_source())
    bench.add("axe_violations", len(page.evaluate(AXE)), "== 0")


def send_twice(context: BrowserContext) -> None:
    """Two tabs with the same draft, pressed one after the other without waiting."""
    pages = [context.new_page(), context.new_page()]
    for page in pages:
        page.goto(FORM)
        ready(page)
    for page in pages:
        page.get_by_role("button", name="Gửi bản nháp này").click(no_wait_after=True)
    pages[0].wait_for_url("**/plans/activities/*-*/")
    pages[1].wait_for_timeout(2000)


def measured(server: Server, folder: Path) -> None:
    files, profile = photos(folder), folder / "phone"
    # Playwright keeps an event loop in this thread, which Django takes for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        context = opened(playwright, profile, server.port)
        page = context.pages[0]
        first_visit(page)
        context.set_offline(True)
        write_offline(page, files)
        kill(profile)
        with suppress(Exception):
            context.close()
        context = opened(playwright, profile, server.port)
        context.set_offline(True)
        page = context.pages[0]
        page.goto(FORM)
        ready(page)
        drafts = page.evaluate(DRAFTS)
        kept = [len(draft["files"]) for draft in drafts if draft["fields"]["title"] == [TITLE]]
        bench.add("photos_after_kill", sum(kept), "== 3")
        with suppress(Slow):  # the list is drawn after the form is ready
            page.locator("[data-drafts] li").first.wait_for(timeout=5_000)
        bench.add("drafts_offered_after_kill", page.locator("[data-drafts] li").count(), "== 1")
        context.set_offline(False)
        page.goto(FORM)
        if (
            "/accounts/login/" in page.url
        ):  # the kill took the browser's newest cookies with it; the drafts are still there
            sign_in(page)
        page.wait_for_timeout(1500)
        bench.add("sent_by_itself", Activity.objects.filter(title=TITLE).count(), "== 0")
        send_twice(context)
        context.close()
    rows = Activity.objects.filter(title=TITLE)
    bench.add("reports_arrived", rows.count(), "== 1")
    bench.add("photos_arrived", sum(row.files.count() for row in rows), "== 3")


call_command("demo", stdout=io.StringIO())
server = Server(bench.environment)
server.start()
try:
    with tempfile.TemporaryDirectory() as place:
        measured(server, Path(place))
finally:
    server.kill()
bench.finish()
