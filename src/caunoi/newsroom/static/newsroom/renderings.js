// SPDX-License-Identifier: AGPL-3.0-or-later. Shows what becomes of the words while they are typed. Without this file the
// preview is of what was saved.
const form = document.querySelector("form[data-live]");
const place = document.querySelector("#xem-thu");

if (form && place) {
  const PAUSE = 600;
  let timer = 0;
  let asked = 0;

  const show = async () => {
    asked += 1;
    const mine = asked;
    const answer = await fetch(form.dataset.live, { method: "POST", body: new FormData(form) }).catch(() => null);
    // Only the newest words are shown; while something is missing, what was shown stays.
    if (answer?.ok && mine === asked) {
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...found.body.childNodes);
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
}
