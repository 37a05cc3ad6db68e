// Adds this browser to those on which a person is notified, and takes it away again. The browser is
// asked for its leave when the button is pressed, never before.
const place = document.querySelector("[data-push]");
const button = place?.querySelector("[data-push-add]");
const said = place?.querySelector("[data-push-said]");

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (each) => each.charCodeAt(0));
}

async function digest(text) {
  const found = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(found)].map((each) => each.toString(16).padStart(2, "0")).join("");
}

// What this browser holds already; asks nobody and registers nothing.
async function current() {
  const registration = await navigator.serviceWorker.getRegistration(place.dataset.worker);
  return (await registration?.pushManager.getSubscription()) || null;
}

async function active() {
  await navigator.serviceWorker.register(place.dataset.worker);
  return navigator.serviceWorker.ready;
}

async function add() {
  const words = place.dataset;
  if ((await Notification.requestPermission()) !== "granted") {
    said.textContent = words.refused;
    return;
  }
  const registration = await active();
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(words.key),
  });
  const { endpoint, keys } = subscription.toJSON();
  const name = (navigator.userAgentData?.platform || navigator.platform || "").slice(0, 80);
  const answer = await fetch(words.add, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": words.token },
    body: JSON.stringify({ endpoint, p256dh: keys.p256dh, auth: keys.auth, name }),
  });
  if (answer.ok) {
    await remember(subscription).catch(() => null);
    location.reload();
    return;
  }
  await subscription.unsubscribe();
  const { error } = await answer.json().catch(() => ({}));
  said.textContent = error || words.failed;
}

// For the service worker, when the browser's maker changes the address: see worker.js.
async function remember(subscription) {
  const cache = await caches.open("subscription");
  await cache.put(location.pathname, new Response(JSON.stringify(subscription.toJSON())));
}

// Whoever removes this very device also ends the browser's own subscription.
async function mark() {
  const subscription = await current();
  if (!subscription) return;
  const own = document.querySelector(
    `[data-push-device="${await digest(subscription.endpoint)}"]`,
  );
  if (!own) return;
  button.hidden = true;
  own.querySelector("[data-push-name]").append(` (${place.dataset.here})`);
  own.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = event.submitter?.value ?? "";
    Promise.all([subscription.unsubscribe(), caches.delete("subscription")])
      .catch(() => false)
      .then(() => send(own, value));
  });
}

function send(form, device) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "device", value: device });
  form.append(field);
  form.submit();
}

if (place && button) {
  if ("serviceWorker" in navigator && "PushManager" in window) {
    button.hidden = false;
    mark().catch(() => null);
    button.addEventListener("click", () => {
      button.disabled = true;
      add()
        .catch(() => {
          said.textContent = place.dataset.failed;
        })
        .finally(() => {
          button.disabled = false;
        });
    });
  } else {
    said.textContent = place.dataset.unsupported;
  }
}
