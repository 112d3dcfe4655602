// SPDX-License-Identifier: AGPL-3.0-or-later. The composer counts its checklist, puts in templates and finds legal basis
// without leaving the page. Without this file every part works by plain posts.
const form = document.querySelector("[data-composer]");

if (form) {
  const items = [...form.querySelectorAll("[data-item]")];
  const have = form.querySelector("[data-have]");
  const list = form.querySelector("[data-basis-list]");
  const query = form.querySelector("[data-basis-q]");
  const { yes, no } = form.dataset;

  const isThere = (name) => {
    if (name === "basis") return Boolean(form.querySelector("input[name=basis]:checked"));
    const field = form.elements[name];
    return field.type === "file" ? field.files.length > 0 : field.value.trim() !== "";
  };

  const count = () => {
    let n = 0;
    for (const item of items) {
      const ok = isThere(item.dataset.item);
      n += ok ? 1 : 0;
      item.toggleAttribute("data-ok", ok);
      item.querySelector("[data-said]").textContent = `: ${ok ? yes : no}`;
    }
    const text = have.textContent.replace(/\d+\/\d+/, `${n}/${items.length}`);
    if (text !== have.textContent) have.textContent = text;
  };

  const find = async () => {
    const address = new URL(form.dataset.basis, location.href);
    address.searchParams.set("q", query.value);
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return;
    const kept = [...list.querySelectorAll("li")].filter((row) => row.querySelector("input[name=basis]:checked"));
    const keys = new Set(kept.map((row) => row.querySelector("input[name=basis]").value));
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = [...found.querySelectorAll("li")].filter((row) => !keys.has(row.querySelector("input[name=basis]").value));
    const note = found.querySelector("p");
    const rows = document.createElement("ul");
    rows.className = "list";
    rows.append(...kept, ...fresh);
    list.replaceChildren(...(rows.children.length ? [rows] : note ? [note] : []));
    count();
  };

  form.addEventListener("input", count);
  form.addEventListener("change", count);
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); find(); }
  });
  form.querySelector("button[value=find]").addEventListener("click", (event) => { event.preventDefault(); find(); });
  form.querySelectorAll("[data-template]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    const text = form.elements.text;
    text.value = text.value.trim() ? `${text.value.trimEnd()}\n\n${link.dataset.template}` : link.dataset.template;
    text.focus();
    count();
  }));
  count();
}
