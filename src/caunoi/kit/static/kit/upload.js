/* Sends files in pieces while the form is filled, and goes on where it stopped when the line comes back. Photos wider than
   2560 px are made smaller on the phone. Without this file the form sends its files by itself. */

const WIDEST = 2560;
const WAITS_MS = [1000, 2000, 4000, 8000, 15000];
const pause = (ms) => new Promise((done) => {
  const timer = setTimeout(done, ms);
  window.addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
});

async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = WIDEST / Math.max(picture.width, picture.height);
    if (scale >= 1) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return made ? new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file; // a picture that the phone cannot read is for the house to judge
  }
}

class Refused extends Error {}

class Uploader {
  constructor(input) {
    this.input = input;
    this.form = input.form;
    this.list = this.form.querySelector("[data-upload-list]");
    this.text = this.list.dataset;
    this.busy = new Set();
    this.name = input.name;
    input.addEventListener("change", () => this.take());
    this.form.addEventListener("submit", (event) => this.hold(event));
  }

  headers(more) {
    return { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value, ...more };
  }

  async ask(url, options) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await fetch(url, options);
        if (answer.status === 503 || answer.status >= 500) throw new Error(String(answer.status));
        return answer;
      } catch (error) {
        if (attempt >= 20) throw error;
        await pause(WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)]);
      }
    }
  }

  async send(file, say) {
    const { start, piece: pieceUrl } = this.input.dataset;
    const body = new URLSearchParams({ name: file.name, size: file.size, draft: this.input.dataset.draft });
    const answer = await this.ask(start, { method: "POST", body, headers: this.headers() });
    const begun = await answer.json();
    if (answer.status !== 201) throw new Refused(begun.message);
    let at = 0;
    for (let isFinished = false; !isFinished;) {
      const headers = this.headers({ "Upload-Token": begun.token, "Upload-Offset": String(at), "Content-Type": "application/octet-stream" });
      const piece = file.slice(at, at + begun.piece);
      const given = await this.ask(pieceUrl, { method: "POST", body: piece, headers });
      const state = await given.json();
      if (given.status === 422) throw new Refused(state.message);
      if (given.status !== 200 && given.status !== 409) throw new Refused(this.text.failed);
      at = state.received;
      isFinished = state.is_finished === true;
      say(`${this.text.sending} ${Math.floor((at / file.size) * 100)}%`);
    }
    return begun.token;
  }

  line(file) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const state = document.createElement("span");
    name.textContent = file.name;
    name.className = "break";
    state.className = "sm soft";
    item.append(name, " ", state);
    this.list.append(item);
    return { item, say: (text) => { state.textContent = text; } };
  }

  keep(item, token) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "upload";
    field.value = token;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn is-2";
    button.textContent = this.text.remove;
    button.addEventListener("click", () => {
      this.ask(this.input.dataset.discard, { method: "POST", headers: this.headers({ "Upload-Token": token }) });
      item.remove();
    });
    item.append(field, " ", button);
  }

  take() {
    const files = [...this.input.files];
    this.input.value = "";
    for (const file of files) {
      const { item, say } = this.line(file);
      say(`${this.text.sending} 0%`);
      const work = smaller(file)
        .then((ready) => this.send(ready, say))
        .then((token) => { say(this.text.done); this.keep(item, token); })
        .catch((error) => { say(error instanceof Refused ? error.message : this.text.failed); item.dataset.bad = ""; })
        .finally(() => this.busy.delete(work));
      this.busy.add(work);
    }
  }

  async hold(event) {
    if (this.busy.size === 0) return;
    event.preventDefault();
    const button = event.submitter;
    await Promise.all(this.busy);
    this.form.requestSubmit(button);
  }
}

for (const input of document.querySelectorAll("input[type=file][data-draft]")) new Uploader(input);
