// The control by which a reader chooses among base maps, where there are several.
const { L } = window;

const made = (name, attributes, ...children) => {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...children);
  return element;
};

export const Switch = L.Control.extend({
  initialize(words, offers, chosen, choose, options) {
    L.Util.setOptions(this, options);
    Object.assign(this, { words, offers, chosen, choose });
  },

  onAdd() {
    const group = `basemap-${L.Util.stamp(this)}`;
    const options = this.offers.map((offer) => {
      const button = made("input", { type: "radio", name: group, value: offer.name, checked: offer.name === this.chosen });
      button.setAttribute("form", group); // of no form: the map may stand in one, which is not to send or keep this
      button.addEventListener("change", () => this.choose(offer.name));
      return made("label", {}, button, made("span", { textContent: offer.title, dir: "auto" }));
    });
    const list = made("fieldset", {}, made("legend", { textContent: this.words.title, className: "visually-hidden" }), ...options);
    const root = made("details", { className: "basemap-switch", dir: document.documentElement.dir || "ltr" }, made("summary", { textContent: this.words.title }), list);
    root.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "Escape" || !root.open) return;
      root.open = false;
      root.querySelector("summary").focus();
    });
    for (const name of ["input", "change"]) root.addEventListener(name, (event) => event.stopPropagation());
    L.DomEvent.disableClickPropagation(root);
    L.DomEvent.disableScrollPropagation(root);
    this.root = root;
    return root;
  },

  mark(name) {
    for (const button of this.root.querySelectorAll("input")) button.checked = button.value === name;
  },
});
