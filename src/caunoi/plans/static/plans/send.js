// SPDX-License-Identifier: AGPL-3.0-or-later. Sends one draft when a person pressed the button: its files in pieces, which go on where
// they stopped, then the form once. The draft's key and each file's key were made here, so that a second sending is the same.

const WAITS_MS = [800, 2000, 5000];
const TOKEN_MS = 20 * 60 * 60 * 1000;

export class Stop extends Error {}

async function ask(url, options = {}) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await fetch(url, { redirect: "manual", ...options });
      if (answer.status >= 500) throw new Error(String(answer.status));
      return answer;
    } catch (error) {
      if (attempt >= WAITS_MS.length || !navigator.onLine) throw error;
      await new Promise((done) => setTimeout(done, WAITS_MS[attempt]));
    }
  }
}

async function begin(file, urls, headers, words) {
  const body = new URLSearchParams({ name: file.name, size: file.blob.size, draft: file.key });
  const answer = await ask(urls.start, { method: "POST", body, headers });
  const said = await answer.json().catch(() => ({}));
  if (answer.status !== 201) throw new Stop(`${file.name}: ${said.message ?? words.failed}`);
  return { token: said.token, begun: Date.now(), piece: said.piece };
}

/* Where the file stopped; 0 and a new token when the house has forgotten it. */
async function place(file, urls, headers, words) {
  if (file.token && Date.now() - file.begun < TOKEN_MS) {
    const answer = await ask(urls.status, { headers: { "Upload-Token": file.token } });
    if (answer.ok) return (await answer.json()).received;
  }
  Object.assign(file, await begin(file, urls, headers, words));
  return 0;
}

async function upload(file, urls, headers, words, moved) {
  let at = await place(file, urls, headers, words);
  let isFinished = file.isDone && at === file.blob.size;
  while (!isFinished) {
    const more = { "Upload-Token": file.token, "Upload-Offset": String(at), "Content-Type": "application/octet-stream" };
    const body = await file.blob.slice(at, at + (file.piece ?? 524288)).arrayBuffer();
    const answer = await ask(urls.piece, { method: "POST", body, headers: { ...headers, ...more } });
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 422) {
      file.token = "";
      throw new Stop(`${file.name}: ${said.message}`);
    }
    if (answer.status !== 200 && answer.status !== 409) throw new Stop(`${file.name}: ${words.failed}`);
    at = said.received;
    isFinished = said.is_finished === true;
    await moved(at);
  }
  file.isDone = true;
}

async function post(draft, csrf, confirmed) {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(draft.fields)) for (const value of values) body.append(name, value);
  body.set("key", draft.key);
  for (const file of draft.files) body.append("upload", `${file.kind}:${file.key}:${file.token}`);
  for (const code of confirmed) body.append("confirmed", code);
  const headers = { Accept: "application/json", "X-CSRFToken": csrf };
  const answer = await ask(draft.post, { method: "POST", body, headers });
  if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
  return answer.json();
}

/* The answer of the house: `{url}`, or `{problems, questions}`. Raises Stop with words for the person, or what the network said. */
export async function send(draft, { urls, words, keep, progress }) {
  const asked = await ask(urls.choices, { headers: { Accept: "application/json" } });
  if (!asked.ok) throw new Stop(words.signin);
  const { csrf, person } = await asked.json();
  if (person !== draft.person) throw new Stop(words.other);
  const total = draft.files.reduce((sum, each) => sum + each.blob.size, 0) || 1;
  let before = 0;
  for (const file of draft.files) {
    await upload(file, urls, { "X-CSRFToken": csrf }, words, async (at) => { progress((before + at) / total); });
    before += file.blob.size;
    await keep(draft);
  }
  progress(1);
  const said = await post(draft, csrf, draft.confirmed ?? []);
  if (said.is_gone) for (const file of draft.files) file.token = "";
  return said;
}
