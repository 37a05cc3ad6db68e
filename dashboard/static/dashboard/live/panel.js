// The switches of the panel: kinds and layers shown, and on phones the sheet itself.
import { number } from "./words.js";

export function switches(selector, onChange) {
  for (const button of document.querySelectorAll(selector)) {
    button.addEventListener("click", () => {
      const pressed = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(pressed));
      onChange(button.dataset, pressed);
    });
  }
}

export function showCounts(counts) {
  for (const place of document.querySelectorAll("[data-kind-count]")) {
    const count = counts[place.dataset.kindCount] ?? 0;
    place.textContent = number(count);
    place.closest("button").hidden = count === 0;
  }
}

export function sheet() {
  const panel = document.getElementById("panel");
  const handle = document.getElementById("panel-handle");
  const open = (isOpen) => {
    panel.dataset.open = String(isOpen);
    handle.setAttribute("aria-expanded", String(isOpen));
  };
  handle.addEventListener("click", () => open(panel.dataset.open !== "true"));
  let start = null;
  handle.addEventListener("pointerdown", (event) => { start = event.clientY; });
  handle.addEventListener("pointermove", (event) => {
    if (start === null || Math.abs(event.clientY - start) < 24) return;
    open(event.clientY < start);
    start = null;
  });
  return { close: () => open(false), height: () => panel.offsetHeight };
}
