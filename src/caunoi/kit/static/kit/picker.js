/* What may be meant while it is typed, units or documents: the same rows that a button "find" brings, asked for by POST so that
   no log keeps them. */

const PAUSE_MS = 250;

for (const field of document.querySelectorAll("[data-find]")) {
  const place = document.getElementById(field.dataset.into);
  const token = field.form.elements.namedItem("csrfmiddlewaretoken").value;
  let waiting;
  let asking;

  const look = async () => {
    asking?.abort();
    asking = new AbortController();
    const body = new URLSearchParams({ q: field.value, field: field.dataset.field, csrfmiddlewaretoken: token });
    const beside = field.form.elements.namedItem(field.dataset.beside ?? "");
    if (beside) body.set(field.dataset.beside, beside.value);
    try {
      const answer = await fetch(field.dataset.find, { method: "POST", body, signal: asking.signal });
      if (!answer.ok) return;
      const chosen = place.querySelector("input:checked");
      const rows = document.createRange().createContextualFragment(await answer.text());
      const kept = chosen && !rows.querySelector(`[value="${chosen.value}"]`) ? [chosen.closest("label")] : [];
      if (chosen) rows.querySelector(`[value="${chosen.value}"]`)?.setAttribute("checked", "");
      place.replaceChildren(...kept, rows);
    } catch {
      // without an answer the button still works
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE_MS);
  });
  if (field.value !== field.defaultValue) look(); // typed before this file was here
}
