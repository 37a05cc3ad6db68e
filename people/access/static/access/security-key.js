// Lets a security key answer for a form: <form data-security-key="get|create|sign-in"> with a hidden
// field `credential` and a button `data-use-key`. The options come with the page, or by the address.
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const withIds = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }));

async function optionsFor(form) {
  if (form.dataset.securityKey === "sign-in") {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options.publicKey;
  }
  const data = JSON.parse(document.getElementById("security-key-options").textContent);
  return (data.creation_options ?? data.request_options).publicKey;
}

async function create(form, options) {
  const alone = form.elements.passwordless?.checked ?? false;
  const selection = { ...options.authenticatorSelection, requireResidentKey: alone, residentKey: alone ? "required" : "discouraged" };
  if (alone) selection.userVerification = "required";
  return navigator.credentials.create({
    publicKey: {
      ...options,
      authenticatorSelection: selection,
      challenge: bytes(options.challenge),
      excludeCredentials: withIds(options.excludeCredentials),
      user: { ...options.user, id: bytes(options.user.id) },
    },
  });
}

const get = (options) =>
  navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: withIds(options.allowCredentials) },
  });

function plain(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function answer(form) {
  const failed = form.querySelector("[data-key-failed]");
  failed.hidden = true;
  try {
    const options = await optionsFor(form);
    const credential = form.dataset.securityKey === "create" ? await create(form, options) : await get(options);
    form.elements.credential.value = JSON.stringify(plain(credential));
    form.submit();
  } catch {
    failed.hidden = false;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("[data-security-key]")) {
    form.hidden = false;
    form.querySelector("[data-use-key]").addEventListener("click", () => answer(form));
  }
}
