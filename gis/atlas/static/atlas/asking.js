// Pieces of pages from the server, put into a part of the panel; only the last question of a part is answered.
import { words } from "./words.js";

const asking = new WeakMap();

export async function ask(place, address, query) {
  asking.get(place)?.abort();
  const control = new AbortController();
  asking.set(place, control);
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${address}?${query}`, { signal: control.signal, headers: { "HX-Request": "true" } });
    if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
    place.innerHTML = await answer.text();
  } catch (error) {
    if (error.name === "AbortError") return false;
    place.replaceChildren(Object.assign(document.createElement("p"), { className: "alert alert--alarm", textContent: words.failed }));
  }
  place.removeAttribute("aria-busy");
  return true;
}
