// Keys of one letter, which the reader may switch off (WCAG 2.1.4); they wait while somebody types.
const KEY = "keys";
const isOff = () => { try { return localStorage.getItem(KEY) === "off"; } catch { return false; } };
const keep = (value) => { try { localStorage.setItem(KEY, value); } catch { /* for this page only */ } };
const WRITES = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

const press = (event) => {
  if (isOff() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.(WRITES) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") return done(event, () => document.getElementById("key-list")?.showModal());
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (target) done(event, () => (target.matches("input") ? target.focus() : target.click()));
};

const done = (event, act) => { event.preventDefault(); act(); };

export const wireKeys = () => {
  document.addEventListener("keydown", press);
  const choice = document.querySelector("[data-keys-switch]");
  if (!choice) return;
  choice.checked = !isOff();
  choice.addEventListener("change", () => keep(choice.checked ? "on" : "off"));
};
