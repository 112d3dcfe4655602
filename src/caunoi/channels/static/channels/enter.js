/* While somebody speaks: hints as one types, one key to read back, and the words kept in this tab until they are sent.
   The tab keeps them, not the device: desks share computers. Nothing is ever sent by itself but the question for hints. */

const PAUSE_MS = 400;
const form = document.querySelector("[data-enter]");
const keep = (key, value) => sessionStorage.setItem(key, value);

function names() {
  return [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "submit");
}

function save(key) {
  const kept = {};
  for (const field of names()) {
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) kept[`${field.name}=${field.value}`] = true;
    } else if (field.value) kept[field.name] = field.value;
  }
  keep(key, JSON.stringify(kept));
}

function restore(key) {
  const kept = JSON.parse(sessionStorage.getItem(key) || "{}");
  if (!kept.text || form.elements.text.value) return;
  for (const field of names()) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = Boolean(kept[`${field.name}=${field.value}`]);
    else if (kept[field.name]) field.value = kept[field.name];
  }
}

function begin() {
  const place = document.getElementById("goi-y");
  const bodies = document.getElementById("bodies");
  const key = `caunoi-enter-${form.dataset.draft}`;
  let waiting;
  let asking;

  const look = async () => {
    asking?.abort();
    asking = new AbortController();
    const body = new URLSearchParams({
      text: form.elements.text.value,
      body: form.elements.body.value,
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
    });
    try {
      const answer = await fetch(form.dataset.enter, { method: "POST", body, signal: asking.signal });
      if (!answer.ok) return;
      place.replaceChildren(document.createRange().createContextualFragment(await answer.text()));
      bodies.replaceChildren(
        ...[...place.querySelectorAll("[data-fill=body]")].map((found) => new Option("", found.dataset.value)),
      );
    } catch {
      // hints are a help; without them the form works as before
    }
  };

  restore(key);
  form.addEventListener("input", () => {
    save(key);
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE_MS);
  });
  place.addEventListener("click", (event) => {
    const found = event.target.closest("[data-fill]");
    if (!found) return;
    form.elements[found.dataset.fill].value = found.dataset.value;
    form.elements[found.dataset.fill].focus();
    save(key);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[value=check]"));
    }
  });
}

if (form) begin();
else for (const key of Object.keys(sessionStorage)) if (key.startsWith("caunoi-enter-")) sessionStorage.removeItem(key);

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
