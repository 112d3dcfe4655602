/* "Leave, keep nothing": the draft goes, and the page is replaced, so that "back" does not return to it. */

const name = "caunoi-draft";

/* Resolves when the draft is gone; a browser without storage has nothing to forget. */
function forget() {
  return new Promise((done) => {
    try {
      const asked = indexedDB.deleteDatabase(name);
      asked.onsuccess = done;
      asked.onerror = done;
      asked.onblocked = done;
    } catch {
      done();
    }
  });
}

function leave(to) {
  document.documentElement.dataset.leaving = "";
  document.title = "…";
  document.body.replaceChildren();
  // The page is empty at once; the address follows when the draft is gone, or a blink later.
  Promise.race([forget(), new Promise((done) => setTimeout(done, 300))]).then(() => location.replace(to));
}

for (const link of document.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
}
