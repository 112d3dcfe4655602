/* Pictures beside the editor: sent without leaving the page, put in where the cursor stands, chosen as the cover. */

const list = document.querySelector("[data-pictures]");
const box = document.querySelector("[data-picture-form]");

function ready(scope) {
  for (const button of scope.querySelectorAll("[data-insert]")) button.hidden = false;
}

async function send(button) {
  const said = box.querySelector("[data-picture-said]");
  const body = new FormData();
  for (const field of box.querySelectorAll("[name]")) body.append(field.name, field.type === "file" ? (field.files[0] ?? "") : field.value);
  body.append("part", "1");
  body.append("csrfmiddlewaretoken", box.closest("form").elements.namedItem("csrfmiddlewaretoken").value);
  button.disabled = true;
  said.textContent = button.dataset.busy;
  try {
    const answer = await fetch(box.dataset.pictureForm, { method: "POST", body });
    const rows = document.createRange().createContextualFragment(await answer.text());
    if (answer.status !== 201) {
      said.replaceChildren(rows);
      return;
    }
    const row = rows.firstElementChild;
    list.children[0].after(rows);
    ready(list);
    said.replaceChildren();
    for (const field of box.querySelectorAll("[name]")) field.value = "";
    row.querySelector("[data-insert]").focus();
  } catch {
    said.textContent = box.dataset.failed;
  } finally {
    button.disabled = false;
  }
}

if (list && box) {
  box.hidden = false;
  ready(list);
  box.querySelector("[data-picture-send]").addEventListener("click", (event) => send(event.currentTarget));
  // Enter in the small form sends the picture, not the article.
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type === "file" || event.target.tagName === "BUTTON") return;
    event.preventDefault();
    send(box.querySelector("[data-picture-send]"));
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (button) document.dispatchEvent(new CustomEvent("insert-picture", { detail: { src: button.dataset.insert, alt: button.dataset.alt } }));
  });
}
