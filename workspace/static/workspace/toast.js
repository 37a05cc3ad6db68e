// A message with a way back stays half a minute, and longer while somebody is on it.
const toast = document.querySelector("[data-toast]");

if (toast) {
  let left = Number(toast.dataset.toast);
  let since = Date.now();
  let timer = 0;

  const run = () => {
    since = Date.now();
    timer = window.setTimeout(() => { toast.hidden = true; }, left);
  };
  const hold = () => {
    window.clearTimeout(timer);
    left = Math.max(left - (Date.now() - since), 5000);
  };

  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, run);
  run();
}
