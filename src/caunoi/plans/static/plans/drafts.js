// SPDX-License-Identifier: AGPL-3.0-or-later. Drafts of reports with their photos, on this phone (IndexedDB), each under the
// person who wrote it. Who holds the phone is a mark that signing out takes away: without it no draft is shown to anybody.

const NAME = "caunoi-reports";
const WHO = "caunoi-person";

function open() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("drafts", { keyPath: "key" }).createIndex("person", "person");
      asked.result.createObjectStore("people", { keyPath: "person" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

async function inStore(name, mode, act) {
  const db = await open();
  try {
    const work = db.transaction(name, mode);
    const asked = act(work.objectStore(name));
    // Written means on the disk, not only asked for: the tab may be killed the moment after.
    await new Promise((done, fail) => {
      work.oncomplete = done;
      work.onerror = work.onabort = () => fail(work.error);
    });
    return asked.result;
  } finally {
    db.close();
  }
}

export const draftsOf = async (person) => {
  const found = await inStore("drafts", "readonly", (store) => store.index("person").getAll(person));
  return found.sort((one, other) => other.at - one.at);
};
export const draft = (key) => inStore("drafts", "readonly", (store) => store.get(key));
export const keep = (value) => inStore("drafts", "readwrite", (store) => store.put({ ...value, at: Date.now() }));
export const drop = (key) => inStore("drafts", "readwrite", (store) => store.delete(key));
export const choicesOf = (person) => inStore("people", "readonly", (store) => store.get(person));
export const keepChoices = (value) => inStore("people", "readwrite", (store) => store.put(value));

export function who() {
  try { return localStorage.getItem(WHO) ?? ""; } catch { return ""; }
}

export function setWho(person) {
  try { localStorage.setItem(WHO, person); } catch { /* a browser that keeps nothing has no drafts either */ }
}
