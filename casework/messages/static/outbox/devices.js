// Adds this browser to those on which a person is notified.
const place = document.querySelector("[data-push]");
const button = place?.querySelector("[data-push-add]");
const said = place?.querySelector("[data-push-said]");

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (each) => each.charCodeAt(0));
}

async function add() {
  const words = place.dataset;
  if ((await Notification.requestPermission()) !== "granted") {
    said.textContent = words.refused;
    return;
  }
  const registration = await navigator.serviceWorker.register(words.worker);
  await navigator.serviceWorker.ready.catch(() => null);
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
    location.reload();
    return;
  }
  await subscription.unsubscribe();
  const { error } = await answer.json().catch(() => ({}));
  said.textContent = error || words.failed;
}

if (place && button) {
  if ("serviceWorker" in navigator && "PushManager" in window) {
    button.hidden = false;
    button.addEventListener("click", () => {
      add().catch(() => {
        said.textContent = place.dataset.failed;
      });
    });
  } else {
    said.textContent = place.dataset.unsupported;
  }
}
