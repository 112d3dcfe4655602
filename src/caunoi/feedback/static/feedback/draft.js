/* Keeps the wizard's answers and photos on this device while they are written (IndexedDB), offers to go on with them, and
   forgets them when the receipt is kept. It sends nothing, ever: only a person's button does. */

const NAME = "caunoi-draft";
const STORE = "drafts";
const KEY = "send";
const NEVER = new Set(["csrfmiddlewaretoken", "step", "go", "proof", "opened", "website", "returning", "voice"]);
const OLDEST_MS = 14 * 24 * 60 * 60 * 1000;

function open() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

async function inStore(mode, act) {
  const db = await open();
  try {
    const store = db.transaction(STORE, mode).objectStore(STORE);
    return await new Promise((done, fail) => {
      const asked = act(store);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
  } finally {
    db.close();
  }
}

const read = () => inStore("readonly", (store) => store.get(KEY));
const write = (draft) => inStore("readwrite", (store) => store.put(draft, KEY));
const drop = () => inStore("readwrite", (store) => store.delete(KEY));

/* Answers of the page by name; files apart, since only they are more than words. */
function answersOf(form) {
  const fields = {};
  const files = [];
  for (const [name, value] of new FormData(form)) {
    if (NEVER.has(name)) continue;
    if (value instanceof File) {
      if (value.size) files.push(value);
    } else if (value) {
      (fields[name] ||= []).push(value);
    }
  }
  return { fields, files };
}

async function keep(form) {
  const { fields, files } = answersOf(form);
  if (!fields.text?.[0]?.trim() || "leaving" in document.documentElement.dataset) return false;
  const before = await read();
  const isSame = before?.fields.key?.[0] === fields.key?.[0];
  const kept = files.length ? files : isSame ? before.files : [];
  await write({ fields: { ...(isSame ? before.fields : {}), ...fields }, files: kept, at: Date.now() });
  return true;
}

function say(form) {
  const place = form.querySelector("[data-draft-said]");
  if (!place) return;
  const time = new Intl.DateTimeFormat("vi", { hour: "2-digit", minute: "2-digit" }).format(Date.now());
  place.textContent = `${place.dataset.text} ${time}.`;
}

function watch(form) {
  let waiting;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => (await keep(form).catch(() => false)) && say(form), 600);
  };
  form.addEventListener("input", later);
  // At once: what is sent in pieces is taken out of the field.
  form.addEventListener("change", (event) => event.target.type === "file" && keep(form).catch(() => {}), { capture: true });
  form.addEventListener("submit", () => keep(form).catch(() => {}));
  keep(form).catch(() => {});
}

/* The words into the page, the other answers beside them as hidden fields: the wizard goes on as if never left. */
function restore(form, draft) {
  for (const [name, values] of Object.entries(draft.fields)) {
    const shown = form.elements.namedItem(name);
    if (shown && "value" in shown && values.length === 1) {
      shown.value = values[0];
      continue;
    }
    for (const value of values) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      form.append(field);
    }
  }
}

async function offer(form) {
  const card = document.querySelector("[data-draft-offer]");
  const draft = await read();
  const isSame = draft?.fields.key?.[0] === form.elements.namedItem("key")?.value;
  if (!card || !draft || isSame || form.elements.namedItem("text")?.value) return watch(form);
  if (Date.now() - draft.at > OLDEST_MS) return drop().then(() => watch(form));
  card.hidden = false;
  const when = new Intl.DateTimeFormat("vi", { dateStyle: "short", timeStyle: "short" }).format(draft.at);
  const line = card.querySelector("[data-draft-when]");
  const count = `${draft.fields.text[0].length} ${line.dataset.chars}`;
  line.textContent = [when, count, ...(draft.files.length ? [`${draft.files.length} ${line.dataset.files}`] : [])].join(" · ");
  card.querySelector("[data-draft-go]").addEventListener("click", () => {
    restore(form, draft);
    card.hidden = true;
    form.elements.namedItem("text").focus();
    watch(form);
  });
  card.querySelector("[data-draft-drop]").addEventListener("click", () => drop().then(() => { card.hidden = true; watch(form); }));
  form.addEventListener("input", () => watch(form), { once: true });
  return undefined;
}

/* Photos chosen before the connection was lost come back into the field. */
async function refill(form) {
  const input = form.querySelector("input[type=file]");
  const draft = await read();
  const isSame = draft?.fields.key?.[0] === form.elements.namedItem("key")?.value;
  if (!input || !isSame || !draft.files?.length || form.querySelector("[name=file]")) return;
  const basket = new DataTransfer();
  for (const file of draft.files) basket.items.add(file);
  input.files = basket.files;
}

if ("indexedDB" in window) {
  if (document.querySelector("[data-draft-done]")) drop().catch(() => {});
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (document.querySelector("[data-draft-offer]")) offer(form).catch(() => {});
    else refill(form).catch(() => {}).then(() => watch(form));
  }
}
