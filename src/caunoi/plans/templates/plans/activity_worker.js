/* Keeps the form of a report, and only it: a page without anything of anybody, its style and its scripts. */
const CACHE = "caunoi-form-{{ version }}";
const SHELL = "{{ shell|escapejs }}";
const FORM = "{{ form|escapejs }}";
const FILES = new Set([{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}]);

self.addEventListener("install", (event) => {
  // Without cookies: what is kept was made for nobody.
  const asked = [SHELL, ...FILES].map((url) => new Request(url, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(asked)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.filter((name) => name.startsWith("caunoi-form-") && name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(drop).then(() => self.clients.claim()));
});

async function shell(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(SHELL)) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === FORM) event.respondWith(shell(event.request));
  else if (FILES.has(url.pathname)) event.respondWith(caches.match(event.request, { ignoreSearch: true }).then((kept) => kept ?? fetch(event.request)));
});
