/* SPDX-License-Identifier: AGPL-3.0-or-later. A paper: each answer is sent as it is ticked, and the server's clock runs.
   What is not saved yet stays ticked, is said, and is sent again; handing in sends everything once more. */

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15000;

const form = document.querySelector("form[data-answers]");
const state = document.getElementById("paper-state");
const clock = document.getElementById("paper-clock");
// Not a reload: after a paper that was refused it would hand it in once more, or ask to.
const again = () => location.replace(form.querySelector("[formaction]").formAction);
const waiting = new Map();
const ticked = Array.from(form.querySelectorAll("input[type=radio]:checked"));
const saved = new Set(ticked.filter((box) => box.defaultChecked).map((box) => box.name));
let isSending = false;
let pause = FIRST_PAUSE_MS;

const say = (words) => {
  state.textContent = words;
};

const tell = () => {
  const counted = form.dataset.saved.replace("%n", saved.size);
  say(waiting.size === 0 ? counted : `${form.dataset.unsaved} ${counted}`);
};

const send = async () => {
  if (isSending || waiting.size === 0) return;
  isSending = true;
  const sent = new Map(waiting);
  try {
    const answer = await fetch(form.dataset.answers, { method: "POST", body: new URLSearchParams([...sent]), keepalive: true });
    if (answer.status === 409 || answer.status === 404) {
      again(); // the paper has ended: its page says how
      return;
    }
    if (!answer.ok) throw new Error(answer.status);
    for (const [name, value] of sent) {
      if (waiting.get(name) === value) waiting.delete(name);
      saved.add(name);
    }
    pause = FIRST_PAUSE_MS;
  } catch {
    setTimeout(send, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    return;
  } finally {
    isSending = false;
    tell();
  }
  send();
};

form.addEventListener("change", (event) => {
  if (event.target.type !== "radio") return;
  waiting.set(event.target.name, event.target.value);
  tell();
  send();
});
addEventListener("online", send);
for (const box of ticked) if (!box.defaultChecked) box.dispatchEvent(new Event("change", { bubbles: true })); // ticked before this file was here

/* The time left is counted from the page's coming, not from the device's calendar, which may be wrong. */
const began = performance.now();
const total = Number(form.dataset.left) * 1000;
const tick = () => {
  const left = Math.max(0, total - (performance.now() - began));
  const seconds = Math.ceil(left / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (clock.textContent !== text) clock.textContent = text;
  clock.closest("[data-s]").dataset.s = seconds > 60 ? "info" : "over";
  if (left > 0) setTimeout(tick, 250);
  else setTimeout(() => again(), Number(form.dataset.grace) * 1000 + 500 + Math.random() * 4000); // what is on its way counts
};
clock.closest("[hidden]").hidden = false;
tick();
