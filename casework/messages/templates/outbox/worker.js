// Shows what the commune's server sends, and opens the page that it speaks of; tells the server when
// the browser changes the address under which it is reached.
const RENEW = "{% url 'outbox:renew_device' %}";
const KEY = "{{ key }}";
const MEMORY = "{% url 'outbox:devices' %}";

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

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (each) => each.charCodeAt(0));
}

// Not every browser says which subscription it gave up: the page wrote it down when it was made.
async function known(event) {
  if (event.oldSubscription) return event.oldSubscription.toJSON();
  const kept = await self.caches.match(MEMORY, { cacheName: "subscription" });
  return kept ? kept.json() : null;
}

async function renewed(event) {
  if (event.newSubscription) return event.newSubscription;
  const manager = self.registration.pushManager;
  const present = await manager.getSubscription();
  return present || manager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(KEY) });
}

async function renew(event) {
  const old = await known(event);
  if (!old) return;
  const fresh = (await renewed(event)).toJSON();
  const answer = await fetch(RENEW, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      old: old.endpoint,
      secret: old.keys.auth,
      endpoint: fresh.endpoint,
      p256dh: fresh.keys.p256dh,
      auth: fresh.keys.auth,
    }),
  });
  if (!answer.ok) return;
  const cache = await self.caches.open("subscription");
  await cache.put(MEMORY, new Response(JSON.stringify(fresh)));
}

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));
