// SPDX-License-Identifier: AGPL-3.0-or-later. The report's form on a phone: every change is kept as a draft at once, photos are made small,
// and nothing is sent but by the button. Without this file the form sends itself, with its files.

const form = document.querySelector("form[data-report]");
const [store, photos, sending, fields] = await Promise.all(["store", "photos", "send", "fill"].map((name) => import(form.dataset[name])));
const words = document.querySelector("[data-words]").dataset;
const urls = { start: form.dataset.start, piece: form.dataset.piece, status: form.dataset.status, choices: form.dataset.choices };
const said = document.querySelector("[data-said]");
const bar = form.querySelector("[data-progress]");
const list = form.querySelector("[data-file-list]");
const isShell = form.dataset.report === "shell";
const person = isShell ? store.who() : form.dataset.person;
let draft = { key: form.elements.key.value || crypto.randomUUID(), person, post: form.dataset.post, fields: {}, files: [], confirmed: [] };
let isTouched = false;
let waiting;

async function keep() {
  clearTimeout(waiting);
  if (!isTouched) return;
  draft.fields = fields.fieldsOf(form);
  await store.keep(draft);
  const time = new Intl.DateTimeFormat("vi", { hour: "2-digit", minute: "2-digit" }).format(Date.now());
  form.querySelector("[data-kept]").textContent = `${words.keptAt} ${time}.`;
}

async function show() {
  const lines = await Promise.all(draft.files.map(async (file) => {
    const line = Object.assign(document.createElement("li"), { className: "file" });
    const name = Object.assign(document.createElement("span"), { className: "break", textContent: file.name });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn is-2", textContent: words.remove });
    button.setAttribute("aria-label", `${words.remove}: ${file.name}`);
    button.addEventListener("click", () => { draft.files = draft.files.filter((each) => each.key !== file.key); isTouched = true; keep().then(show); });
    line.append((await photos.thumb(file.blob, file.name)) ?? "", name, button);
    return line;
  }));
  list.replaceChildren(...lines);
}

async function take(input) {
  const chosen = [...input.files];
  input.value = "";
  isTouched = true;
  for (const file of chosen) {
    const blob = input.name === "documents" ? file : await photos.smaller(file);
    draft.files.push({ key: crypto.randomUUID(), kind: input.dataset.kind, name: blob.name, blob, token: "" });
    await keep().catch(() => fields.say(said, "bad", words.full));
    await show();
  }
}

function problems(answer) {
  const lines = Object.values(answer.problems ?? {}).flat();
  const asked = answer.questions ?? [];
  const place = form.querySelector("[data-questions]");
  place.replaceChildren(...asked.map(({ code, text }) => {
    const label = Object.assign(document.createElement("label"), { className: "row tight choice-row" });
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "confirmed", value: code });
    label.append(box, Object.assign(document.createElement("span"), { textContent: text }));
    return label;
  }));
  place.hidden = asked.length === 0;
  fields.say(said, "bad", [...lines, ...(asked.length ? [words.confirm] : [])].join(" "));
  (asked.length ? place : said).scrollIntoView({ block: "center" });
}

async function deliver(which, progress) {
  const go = () => sending.send(which, { urls, words, keep: store.keep, progress });
  // Two tabs with the same draft: one sends.
  const answer = await (navigator.locks ? navigator.locks.request(`report-${which.key}`, { ifAvailable: true }, (lock) => lock && go()) : go());
  if (answer?.url) {
    // What has arrived is no draft any more: leaving the page would keep it once more.
    if (which.key === draft.key) { isTouched = false; clearTimeout(waiting); }
    await store.drop(which.key);
  }
  return answer;
}

function failed(error) {
  fields.say(said, "warn", error instanceof sending.Stop ? error.message : navigator.onLine ? words.failed : words.offline);
  said.scrollIntoView({ block: "center" });
}

async function submit(event) {
  event.preventDefault();
  isTouched = true;
  draft.confirmed = [...form.querySelectorAll("[name=confirmed]:checked")].map((box) => box.value);
  await keep();
  bar.hidden = false;
  try {
    const answer = await deliver(draft, (share) => { bar.value = share; });
    if (answer?.url) location.assign(answer.url);
    else if (answer) problems(answer);
  } catch (error) {
    failed(error);
  } finally {
    bar.hidden = true;
    await list_drafts();
  }
}

async function open(key) {
  const found = await store.draft(key);
  if (found.post !== form.dataset.post) location.assign(found.post);
  draft = found;
  fields.fill(form, draft.fields);
  form.elements.form.dispatchEvent(new Event("change"));
  await show();
  form.scrollIntoView();
}

async function list_drafts() {
  const { drawer } = await import(form.dataset.drawer);
  await drawer({ store, photos, words, person, open, deliver, failed, problems, here: () => (isTouched ? draft.key : "") });
}

if (isShell && !person) {
  form.hidden = true;
  fields.say(said, "warn", words.nobody);
} else {
  form.addEventListener("input", () => { isTouched = true; clearTimeout(waiting); waiting = setTimeout(keep, 300); });
  form.addEventListener("submit", submit);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => take(input));
    if (input.files.length) take(input); // chosen before this file was here
  }
  window.addEventListener("online", list_drafts);
  window.addEventListener("offline", list_drafts);
  if (isShell) {
    const known = await store.choicesOf(person);
    if (known) fields.offer(form, known);
    form.elements.happened_on.value = new Date(Date.now() - new Date().getTimezoneOffset() * 6e4).toISOString().slice(0, 10);
    fields.say(said, "warn", words.offline);
  } else {
    store.setWho(person);
    fetch(urls.choices).then((answer) => answer.json()).then(store.keepChoices).catch(() => {});
    navigator.storage?.persist?.();
    navigator.serviceWorker?.register(form.dataset.worker).catch(() => {});
  }
  fields.follow(form);
  const mine = await store.draft(draft.key);
  if (mine && mine.person === person) await open(mine.key);
  await list_drafts();
}
form.dataset.ready = "";
