/* "Leave, keep nothing": the draft goes, and the page is replaced, so that "back" does not return to it. */

const name = "caunoi-draft";

function leave(to) {
  document.documentElement.dataset.leaving = "";
  try {
    indexedDB.deleteDatabase(name);
  } catch {
    // a browser without storage has nothing to forget
  }
  document.body.replaceChildren();
  location.replace(to);
}

for (const link of document.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
}
