// Small services to forms: send filters by themselves, send nothing twice, show the first error.
const again = 4000;

const guardTwice = (event) => {
  const { target, submitter } = event;
  if (event.defaultPrevented || target.method !== "post" || !submitter || target.target) return;
  setTimeout(() => { submitter.setAttribute("aria-disabled", "true"); });
  setTimeout(() => { submitter.removeAttribute("aria-disabled"); }, again);
};

const refuseTwice = (event) => {
  if (event.submitter?.getAttribute("aria-disabled") === "true") event.preventDefault();
};

export const wireForms = () => {
  document.addEventListener("submit", refuseTwice, true);
  document.addEventListener("submit", guardTwice);
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-autosubmit]") && event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) form.requestSubmit();
  });
  document.querySelector(".alert[autofocus]")?.focus();
};
