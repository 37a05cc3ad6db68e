// Keeps what is typed into a form marked `data-draft`, and brings it back: nothing typed is lost.
const PAUSE_MS = 1000;
const SECRET = /(password|otp|secret)$/i;
const UNFILLED = new Set(["file", "hidden", "submit", "button", "image", "reset"]);

function entriesOf(form) {
  const entries = new FormData();
  for (const [name, value] of new FormData(form)) {
    const field = form.elements[name];
    const type = field?.type ?? "";
    if (typeof value === "string" && type !== "hidden" && type !== "password" && !SECRET.test(name)) {
      entries.append(name, value);
    }
  }
  return entries;
}

function fill(form, entries) {
  for (const [name, values] of Object.entries(entries)) {
    const found = form.elements[name];
    const fields = found instanceof RadioNodeList ? [...found] : found ? [found] : [];
    for (const field of fields) {
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = values.includes(field.value);
      } else if (field.type === "select-multiple") {
        for (const option of field.options) option.selected = values.includes(option.value);
      } else if (!UNFILLED.has(field.type)) {
        field.value = values[0] ?? "";
      }
    }
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function keeper(bar, form) {
  const token = form.elements.csrfmiddlewaretoken?.value ?? "";
  const state = bar.querySelector(".draft__state");
  let timer = 0;
  let isSent = false;

  const send = (method, body) =>
    fetch(bar.dataset.address, { method, body, headers: { "X-CSRFToken": token }, redirect: "manual" });
  const keep = async () => {
    if (isSent) return;
    try {
      const answer = await send("POST", entriesOf(form));
      state.textContent = answer.ok ? bar.dataset.kept : bar.dataset.lost;
    } catch {
      state.textContent = bar.dataset.lost;
    }
  };
  const later = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, PAUSE_MS);
  };

  form.addEventListener("input", later);
  form.addEventListener("submit", () => { isSent = true; window.clearTimeout(timer); });
  return { forget: () => send("DELETE") };
}

function offer(bar, form, forget) {
  const found = bar.querySelector("[data-draft-found]");
  if (!found) return;
  const entries = JSON.parse(found.querySelector("script[type='application/json']").textContent);
  const discard = found.querySelector("[data-draft-discard]");
  discard.hidden = false;
  found.querySelector("[data-draft-restore]").addEventListener("click", (event) => {
    event.preventDefault();
    fill(form, entries);
    found.hidden = true;
    const around = form.closest("details");
    if (around) around.open = true;
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  discard.addEventListener("click", async () => {
    await forget();
    found.hidden = true;
  });
}

for (const bar of document.querySelectorAll("[data-draft-of]")) {
  const form = document.querySelector(`form[data-draft="${CSS.escape(bar.dataset.draftOf)}"]`);
  if (form) {
    const { forget } = keeper(bar, form);
    offer(bar, form, forget);
  }
}
