/* Fills <input data-proof> with work done in a thread beside. Without this file the field stays empty, and a person looks
   at what was sent before it goes on. */

const LONGEST_MS = 20_000;

function solve(field) {
  const challenge = JSON.parse(field.dataset.proof);
  const worker = new Worker(field.dataset.worker, { type: "module" });
  return new Promise((done) => {
    const end = (number) => {
      worker.terminate();
      if (number !== null) {
        const { algorithm, salt, signature, challenge: hash } = challenge;
        field.dataset.solved = "";
        field.value = btoa(JSON.stringify({ algorithm, challenge: hash, number, salt, signature }));
      }
      done();
    };
    worker.onmessage = ({ data }) => end(data);
    worker.onerror = () => end(null);
    worker.postMessage({ hash: challenge.challenge, salt: challenge.salt, most: challenge.maxNumber });
  });
}

function guard(field) {
  const solved = solve(field);
  const form = field.form;
  const status = form.querySelector("[data-proof-status]");
  let isReady = false;
  let isWaiting = false;
  const patience = () => new Promise((done) => setTimeout(done, LONGEST_MS));
  solved.then(() => { isReady = true; });
  form.addEventListener("submit", async (event) => {
    // Ways back (`formnovalidate`) send nothing that counts.
    if (isReady || event.submitter?.formNoValidate) return;
    event.preventDefault();
    if (isWaiting) return;
    isWaiting = true;
    if (status) status.textContent = status.dataset.text;
    const button = event.submitter;
    await Promise.race([solved, patience()]);
    isReady = true;
    if (status) status.textContent = "";
    form.requestSubmit(button);
  });
}

if ("Worker" in window) {
  for (const field of document.querySelectorAll("input[data-proof]")) guard(field);
}
