// Asks the browser for a subscription and sends it with the form that stands on the page.
const form = document.querySelector("[data-push-key]");
const able = form && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const bytes = (text) => {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (text.length % 4)) % 4);
  return Uint8Array.from(atob(padded), (char) => char.charCodeAt(0));
};

const named = () => {
  const agent = navigator.userAgent;
  const browser = /Edg\//.test(agent) ? "Edge" : /Firefox\//.test(agent) ? "Firefox" : /Chrome\//.test(agent) ? "Chrome" : "Safari";
  const system = /Android/.test(agent) ? "Android" : /iPhone|iPad/.test(agent) ? "iOS" : /Windows/.test(agent) ? "Windows" : /Mac/.test(agent) ? "macOS" : "Linux";
  return `${browser}, ${system}`;
};

// One made under an older key of the house's would be refused for ever.
const isOf = (known, key) => {
  const own = known.options && known.options.applicationServerKey;
  return !own || String(new Uint8Array(own)) === String(key);
};

const say = (name) => {
  for (const line of form.querySelectorAll("[data-said]")) line.hidden = line.dataset.said !== name;
};

async function ask() {
  const granted = await Notification.requestPermission();
  if (granted !== "granted") return say("refused");
  const registration = await navigator.serviceWorker.register(form.dataset.pushWorker, { scope: "/notices/" });
  const key = bytes(form.dataset.pushKey);
  let known = await registration.pushManager.getSubscription();
  if (known && !isOf(known, key)) {
    await known.unsubscribe();
    known = null;
  }
  const made = known || (await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  const said = made.toJSON();
  form.elements.endpoint.value = said.endpoint;
  form.elements.p256dh.value = said.keys.p256dh;
  form.elements.auth.value = said.keys.auth;
  form.elements.label.value = named();
  form.submit();
}

if (able) {
  form.hidden = false;
  document.querySelector("[data-push-unable]").hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask().catch(() => say("failed"));
  });
}
