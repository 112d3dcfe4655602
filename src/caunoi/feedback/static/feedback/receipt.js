/* What paper and fingers do without it: copy, print, and a code that came behind `#` of a scanned address. */

const bare = (text) => text.replaceAll(/\s+/g, " ").trim();

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!navigator.clipboard || !source) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.dataset.code ?? bare(source.textContent));
    button.querySelector("span").textContent = button.dataset.done;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const field = document.querySelector("[data-receipt]");
if (field && location.hash.length > 16) {
  field.value = decodeURIComponent(location.hash.slice(1));
  // The code must not stay in the address, nor in the device's history.
  history.replaceState(null, "", location.pathname);
  field.form.querySelector("button").focus();
}
