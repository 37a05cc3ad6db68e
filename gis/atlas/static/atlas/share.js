// The address of what is seen, for others; and paper.
import { say, words } from "./words.js";

export function wireSharing(map, state) {
  const shown = document.getElementById("atlas-link");
  document.querySelector("[data-copy]").addEventListener("click", async () => {
    const link = new URL(state.address, location.href).href;
    history.replaceState(null, "", state.address);
    try {
      await navigator.clipboard.writeText(link);
      shown.querySelector("[data-link-words]").textContent = words.copied;
    } catch {
      shown.querySelector("[data-link-words]").textContent = words.not_copied;
    }
    shown.hidden = false;
    shown.querySelector("input").value = link;
    shown.querySelector("input").select();
    say(shown.querySelector("[data-link-words]").textContent);
  });
  document.querySelector("[data-print]").addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", () => map.invalidateSize({ animate: false }));
  window.addEventListener("afterprint", () => map.invalidateSize({ animate: false }));
}
