// Applies the reader's choice of colours before the page is painted, and lets them change it.
const KEY = "theme";
const root = document.documentElement;
const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
const dark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);

if (stored()) root.dataset.theme = stored();

const show = (button) => {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(isDark()));
};
const announce = () => {
  document.querySelectorAll("[data-theme-switch]").forEach(show);
  document.dispatchEvent(new Event("themechange"));
};

dark.addEventListener("change", announce);
document.addEventListener("DOMContentLoaded", announce);
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-theme-switch]")) return;
  root.dataset.theme = isDark() ? "light" : "dark";
  try { localStorage.setItem(KEY, root.dataset.theme); } catch { /* kept for this page only */ }
  announce();
});
