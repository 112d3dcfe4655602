// SPDX-License-Identifier: AGPL-3.0-or-later. A draft into the form and out of it; and the lists that a page without a network lacks.

const NEVER = new Set(["csrfmiddlewaretoken", "key", "upload", "confirmed"]);

export function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (NEVER.has(name) || value instanceof File) continue;
    (fields[name] ||= []).push(value);
  }
  return fields;
}

export function fill(form, fields) {
  for (const field of form.elements) {
    if (!field.name || NEVER.has(field.name) || field.type === "file") continue;
    const values = fields[field.name] ?? [];
    if (field.type === "checkbox") field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
}

function rows(place, name, choices) {
  const made = choices.map(([value, text], n) => {
    const label = Object.assign(document.createElement("label"), { className: "row tight choice-row" });
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value, id: `id_${name}_${n}` });
    label.append(box, Object.assign(document.createElement("span"), { textContent: text }));
    return label;
  });
  place.querySelectorAll("label").forEach((each) => each.remove());
  place.append(...made);
  place.hidden = made.length === 0;
}

/* The page without a network: units, tasks and duties as they were when this phone last saw them. */
export function offer(form, choices) {
  const unit = form.elements.unit;
  unit.replaceChildren(...choices.units.map(([value, text]) => new Option(text, value)));
  if (choices.units.length === 1) unit.closest(".field").hidden = true;
  for (const name of ["tasks", "duties"]) {
    const place = form.querySelector(`[data-choices=${name}]`);
    if (place) rows(place, name, choices[name]);
  }
}

/* What a form counts besides people, asked only where it counts something. */
export function follow(form) {
  const field = form.elements.item_count;
  const place = field?.closest(".field");
  if (!place) return;
  const words = JSON.parse(form.dataset.items);
  const look = () => {
    const word = words[form.elements.form.value];
    place.hidden = !word && !field.value;
    if (word) place.querySelector("label").firstChild.textContent = `${word} `;
  };
  form.elements.form.addEventListener("change", look);
  look();
}

export function say(place, tone, text) {
  if (!place) return;
  place.hidden = !text;
  place.dataset.s = tone;
  place.querySelector("p").textContent = text;
}
