// Shows what the commune's server sends, and opens the page that it speaks of.
function read(data) {
  try {
    return data ? data.json() : {};
  } catch {
    return {};
  }
}

self.addEventListener("push", (event) => {
  const said = read(event.data);
  event.waitUntil(
    self.registration.showNotification(said.title || self.location.hostname, {
      body: said.body || "",
      lang: said.language || "fr",
      dir: said.language === "ar" ? "rtl" : "ltr",
      data: { url: said.url || "/" },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.url, self.location.origin);
  if (address.origin === self.location.origin) event.waitUntil(self.clients.openWindow(address.href));
});
