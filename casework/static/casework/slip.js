// The follow-up slip. Its QR code holds reference and code behind the "#", which browsers send nowhere: here they are
// typed into the form, and taken out of the address.
const printer = document.querySelector("[data-prints]");
if (printer) {
  printer.hidden = false;
  printer.addEventListener("click", () => print());
}

const written = /^#([\w/.-]+)\.([\dA-Z-]{16,24})$/i.exec(location.hash);
const form = document.querySelector("form[data-slip]");
if (form && written) {
  [, form.elements.reference.value, form.elements.secret.value] = written;
  history.replaceState(null, "", location.pathname);
  form.querySelector("[type=submit]").focus();
}
