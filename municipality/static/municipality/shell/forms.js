// Small services to forms: send filters by themselves, send nothing twice, show the first error.
const aFile = 4000;
const aPage = 60000;

// A photo takes long to send from a telephone: who presses again meanwhile deposits the same twice. A file leaves the page where it was.
const guardTwice = (event) => {
  const { target, submitter } = event;
  if (event.defaultPrevented || target.method !== "post" || !submitter || target.target) return;
  setTimeout(() => { submitter.setAttribute("aria-disabled", "true"); });
  setTimeout(() => { release(submitter); }, submitter.name === "export" ? aFile : aPage);
};

const release = (button) => { button.removeAttribute("aria-disabled"); };

const refuseTwice = (event) => {
  if (event.submitter?.getAttribute("aria-disabled") === "true") event.preventDefault();
};

export const wireForms = () => {
  document.addEventListener("submit", refuseTwice, true);
  document.addEventListener("submit", guardTwice);
  window.addEventListener("pageshow", () => { document.querySelectorAll("[type=submit][aria-disabled]").forEach(release); });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-autosubmit]") && event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) form.requestSubmit();
  });
  document.querySelector(".alert[autofocus]")?.focus();
};
