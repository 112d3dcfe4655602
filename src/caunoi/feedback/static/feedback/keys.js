// SPDX-License-Identifier: AGPL-3.0-or-later. One key, one deed: [data-key] is clicked, chosen or focused by its letter.
// Lists: J and K walk over [data-row], X ticks, Enter opens. WCAG 2.1.4: the person can switch the keys off.
const STORE = "caunoi-keys-off";
const dialog = document.getElementById("phim-tat");
const toggle = dialog?.querySelector("[data-keys-on]");
const rows = [...document.querySelectorAll("[data-row]")];
let here = -1;

function isOff() {
  try { return localStorage.getItem(STORE) === "1"; } catch { return false; }
}

function setOff(off) {
  try { localStorage.setItem(STORE, off ? "1" : "0"); } catch { /* private mode: for this page only */ }
}

function isTyping(target) {
  return target.closest("textarea, select, dialog") || (target.matches("input") && !["checkbox", "radio", "submit"].includes(target.type));
}

function walk(step) {
  if (!rows.length) return;
  rows[here]?.classList.remove("is-here");
  here = Math.max(0, Math.min(rows.length - 1, here + step));
  const row = rows[here];
  row.classList.add("is-here");
  row.querySelector("th a")?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function count() {
  const place = document.querySelector("[data-count]");
  const ticked = document.querySelectorAll("[data-row] input[name=case]:checked").length;
  if (place) place.textContent = ticked ? `${ticked} ✓` : place.dataset.idle;
  for (const row of rows) row.classList.toggle("is-on", Boolean(row.querySelector("input[name=case]:checked")));
}

function act(target) {
  if (target.matches("input[type=radio], input[type=checkbox]")) {
    target.checked = target.type === "radio" ? true : !target.checked;
    target.focus();
    target.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (target.matches("input, textarea, select")) {
    target.focus();
    target.select?.();
  } else {
    target.click();
  }
}

function help() {
  if (!dialog) return;
  toggle.checked = !isOff();
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && event.target.matches("input, textarea")) event.target.blur();
  if (isTyping(event.target)) return;
  if (event.key === "?") { event.preventDefault(); help(); return; }
  if (isOff()) return;
  const key = event.key.toLowerCase();
  if (key === "/") {
    const field = document.querySelector("[data-focus='/']");
    if (field) { event.preventDefault(); field.focus(); }
    return;
  }
  if (rows.length && key === "j") { walk(1); return; }
  if (rows.length && key === "k") { walk(-1); return; }
  if (rows.length && key === "x" && here >= 0) {
    const box = rows[here].querySelector("input[name=case]");
    if (box) act(box);
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (target && target.offsetParent !== null) { event.preventDefault(); act(target); }
});

toggle?.addEventListener("change", () => setOff(!toggle.checked));
document.querySelectorAll("[data-help]").forEach((button) => button.addEventListener("click", help));
const place = document.querySelector("[data-count]");
if (place) place.dataset.idle = place.textContent;
document.addEventListener("change", count);
count();
