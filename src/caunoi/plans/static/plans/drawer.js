// SPDX-License-Identifier: AGPL-3.0-or-later. The drafts of this person on this phone: go on writing, send, throw away.

const place = document.querySelector("[data-drafts]");

function button(text, act, css = "btn is-2") {
  const made = Object.assign(document.createElement("button"), { type: "button", className: css, textContent: text });
  made.addEventListener("click", act);
  return made;
}

function line(draft, tools) {
  const { words, photos, store, open, deliver, failed, problems } = tools;
  const row = Object.assign(document.createElement("li"), { className: "stack g2" });
  const name = Object.assign(document.createElement("b"), { textContent: draft.fields.title?.[0] || words.untitled });
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "numeric", year: "numeric", hour: "numeric", minute: "2-digit" }).format(draft.at);
  const small = Object.assign(document.createElement("small"), { className: "soft" });
  small.textContent = `${draft.files.length} ${words.files}, ${photos.weight(draft.files)} · ${words.saved} ${when}`;
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0, hidden: true });
  bar.setAttribute("aria-label", words.sending);
  const go = async () => {
    bar.hidden = false;
    try {
      const answer = await deliver(draft, (share) => { bar.value = share; });
      if (answer?.url) return location.assign(answer.url);
      await open(draft.key);
      if (answer) problems(answer);
    } catch (error) {
      failed(error);
    } finally {
      bar.hidden = true;
    }
    return undefined;
  };
  const drop = () => window.confirm(words.sure) && store.drop(draft.key).then(() => drawer(tools));
  const deeds = Object.assign(document.createElement("span"), { className: "row" });
  const state = Object.assign(document.createElement("span"), { className: "pill", textContent: words.waits });
  state.dataset.s = "hold";
  deeds.append(...(navigator.onLine ? [button(words.send, go, "btn")] : [state]), button(words.open, () => open(draft.key)), button(words.drop, drop, "btn is-quiet"));
  row.append(name, small, bar, deeds);
  return row;
}

export async function drawer(tools) {
  const { store, person, here, words } = tools;
  const drafts = (await store.draftsOf(person)).filter((each) => each.key !== here());
  place.hidden = drafts.length === 0;
  place.querySelector("[data-count]").textContent = `${navigator.onLine ? words.tosend : words.held}: ${drafts.length}`;
  place.querySelector("ul").replaceChildren(...drafts.map((each) => line(each, tools)));
}
