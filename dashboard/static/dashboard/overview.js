// The figures again every minute while the page is seen, and the button that prints.
const figures = document.querySelector("[data-refreshes]");
const printer = document.querySelector("[data-prints]");

async function refresh() {
  if (document.hidden || figures.querySelector("details[open]")) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("figures");
    if (fresh && !figures.contains(document.activeElement)) figures.replaceChildren(...fresh.children);
  } catch {
    // away: the figures say their age themselves
  }
}

if (figures) setInterval(refresh, Number(figures.dataset.refreshes) * 1000);
if (printer) {
  printer.hidden = false;
  printer.addEventListener("click", () => print());
}
