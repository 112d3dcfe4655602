/* Titles while someone types: a list under the search box, by keys or finger. Without an answer the box works as ever. */

const PAUSE_MS = 150;
const LEAST = 2;

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const box = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.id = `${box.id}-list`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.labels[0]?.textContent ?? "");
  list.hidden = true;
  box.parentElement.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    box.setAttribute(name, value);
  }
  let waiting;
  let asking;
  let at = -1;

  const close = () => {
    list.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const choose = (place) => {
    at = place;
    [...list.children].forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[at].id);
  };

  const show = ([, titles, told, urls]) => {
    list.replaceChildren(
      ...titles.map((title, n) => {
        const row = document.createElement("li");
        const small = document.createElement("small");
        row.id = `${list.id}-${n}`;
        row.setAttribute("role", "option");
        row.dataset.url = urls[n];
        small.textContent = told[n];
        row.append(title, small);
        return row;
      }),
    );
    close();
    list.hidden = titles.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
  };

  const look = async () => {
    asking?.abort();
    asking = new AbortController();
    const text = box.value.trim();
    if (text.length < LEAST) return close();
    try {
      const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: text })}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === box) show(await answer.json());
    } catch {
      // typed on, or no network
    }
  };

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE_MS);
  });
  if (box.value !== box.defaultValue) look(); // typed before this file was here
  box.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const count = list.children.length;
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") choose(at + 1 < count ? at + 1 : -1);
    else if (event.key === "ArrowUp") choose(at < 0 ? count - 1 : at - 1);
    else if (event.key === "Enter" && at >= 0) location.assign(list.children[at].dataset.url);
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[role=option]");
    if (row) location.assign(row.dataset.url);
  });
}
