/* Keeps what is being written on this device, so that a lost line or a closed page loses nothing. It sends nothing, ever. What
   is kept goes when it is saved; a newer text of a colleague is never overwritten by it unasked. */

const OLDEST_MS = 14 * 24 * 60 * 60 * 1000;
const FIELDS = ["title", "lead", "body", "note"];

function start(form) {
  const key = `caunoi-article-${form.dataset.keep}`;
  const offer = form.querySelector("[data-keep-offer]");
  const said = form.querySelector("[data-keep-said]");
  const now = () => Object.fromEntries(FIELDS.map((name) => [name, form.elements.namedItem(name).value]));
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      return kept && Date.now() - kept.at < OLDEST_MS ? kept : null;
    } catch {
      return null;
    }
  };
  const kept = read();
  const isOther = kept && FIELDS.some((name) => kept.values[name] !== form.elements.namedItem(name).value);
  if (isOther && kept.values.body && !document.querySelector(".errsum, [role=alert]")) {
    offer.hidden = false;
    form.querySelector("[data-keep-go]").addEventListener("click", () => {
      for (const name of FIELDS) {
        const field = form.elements.namedItem(name);
        field.value = kept.values[name];
        field.dispatchEvent(new Event("restored"));
      }
      offer.hidden = true;
    });
    form.querySelector("[data-keep-drop]").addEventListener("click", () => {
      localStorage.removeItem(key);
      offer.hidden = true;
    });
  }
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      try {
        localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: now() }));
        const time = new Intl.DateTimeFormat("vi", { hour: "2-digit", minute: "2-digit" }).format(Date.now());
        said.textContent = `${said.dataset.text} ${time}`;
      } catch {
        // no room on this device: the form works as ever
      }
    }, 800);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

/* Saved: the page that follows a save says whose draft may go. */
for (const saved of document.querySelectorAll("[data-kept-saved]")) {
  localStorage.removeItem(`caunoi-article-${saved.dataset.keptSaved}`);
  if (saved.dataset.keptNew) localStorage.removeItem("caunoi-article-new");
}
for (const form of document.querySelectorAll("form[data-keep]")) start(form);
