// Shows a notice on this machine: a short title, and where it leads. The same message twice has one tag: one notice.
self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data ? event.data.json() : {};
  } catch {
    said = {};
  }
  const title = typeof said.title === "string" && said.title ? said.title : "Cầu Nối";
  const path = typeof said.path === "string" && /^\/(?!\/)/.test(said.path) ? said.path : "/notices/";
  event.waitUntil(self.registration.showNotification(title, { tag: String(said.tag || "caunoi"), data: { path }, lang: "vi" }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data?.path || "/notices/", self.location.origin);
  event.waitUntil(
    (async () => {
      const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
      const same = open.find((client) => new URL(client.url).pathname === address.pathname);
      return same ? same.focus() : self.clients.openWindow(address.href);
    })(),
  );
});
