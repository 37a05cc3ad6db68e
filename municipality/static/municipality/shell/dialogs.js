// Opens and closes dialogs, and asks before what cannot be undone.
const asked = new WeakSet();

const confirmation = (words) => new Promise((resolve) => {
  const dialog = document.getElementById("confirm");
  dialog.querySelector(".dialog__words").textContent = words;
  dialog.returnValue = "no";
  dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  dialog.showModal();
});

const askFirst = async (event) => {
  const button = event.submitter;
  if (!button?.dataset.confirm || asked.has(button)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await confirmation(button.dataset.confirm))) return;
  asked.add(button);
  event.target.requestSubmit(button);
  asked.delete(button);
};

const openOrClose = (event) => {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) {
    opener.closest("[popover]")?.hidePopover?.();
    document.getElementById(opener.dataset.opens)?.showModal();
  }
  const closer = event.target.closest?.("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  if (event.target.matches?.("dialog.dialog") && isOutside(event)) event.target.close();
};

const isOutside = ({ target, clientX, clientY }) => {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
};

export const wireDialogs = () => {
  document.addEventListener("submit", askFirst, true);
  document.addEventListener("click", openOrClose);
  document.querySelectorAll("[data-opens][hidden]").forEach((button) => { button.hidden = false; });
};
