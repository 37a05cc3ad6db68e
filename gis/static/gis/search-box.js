// The search box over everything that has a name and a place: a combobox with a list (WAI-ARIA APG, "list autocomplete
// with manual selection"). Without this script it is a field of its form.
//
// What is chosen is told by an event, `place:chosen`, with the result as its detail; where nobody prevents it, the page of
// what was chosen is opened. `data-near` ("longitude,latitude") puts the nearest first; a map may set it as it moves.
const PAUSE_MS = 180;
const SHORTEST = 2;

export class SearchBox {
  constructor(root) {
    this.root = root;
    this.field = root.querySelector("input");
    this.list = root.querySelector("[role=listbox]");
    this.state = root.querySelector("[data-search-state]");
    this.results = [];
    this.at = -1;
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, autocomplete: "off",
    })) this.field.setAttribute(name, value);
    this.field.addEventListener("input", () => this.later());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.index));
    });
  }

  later() {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (this.field.value.trim().length < SHORTEST) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    this.asking = new AbortController();
    const url = new URL(this.root.dataset.url, document.baseURI);
    url.searchParams.set("q", this.field.value);
    if (this.root.dataset.near) url.searchParams.set("near", this.root.dataset.near);
    try {
      const answer = await fetch(url, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.show((await answer.json()).results);
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(results) {
    this.results = results;
    this.at = -1;
    this.list.replaceChildren(...results.map((result, index) => this.option(result, index)));
    this.open(results.length > 0 && document.activeElement === this.field);
    const { none, found } = this.root.dataset;
    this.state.textContent = results.length ? found.replace("{count}", results.length) : none;
  }

  option(result, index) {
    const option = Object.assign(document.createElement("li"), { id: `${this.list.id}_${index}` });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.index = index;
    const label = Object.assign(document.createElement("bdi"), { textContent: result.label });
    const detail = document.createElement("small");
    const words = [result.title, result.other, result.detail].filter(Boolean);
    words.forEach((text, n) => {
      if (n) detail.append(" · ");
      detail.append(Object.assign(document.createElement("bdi"), { textContent: text }));
    });
    option.append(label, detail);
    return option;
  }

  open(opens) {
    this.list.hidden = !opens;
    this.field.setAttribute("aria-expanded", String(opens));
    if (!opens) this.mark(-1);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.open(false);
  }

  mark(index) {
    this.at = index;
    [...this.list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === index)));
    const marked = this.list.children[index];
    if (marked) {
      this.field.setAttribute("aria-activedescendant", marked.id);
      marked.scrollIntoView({ block: "nearest" });
    } else this.field.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const count = this.results.length;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && count) {
      event.preventDefault();
      if (this.list.hidden) this.open(true);
      const next = this.at + steps[event.key];
      this.mark(next < -1 ? count - 1 : next >= count ? -1 : next);
    } else if (event.key === "Enter" && !this.list.hidden && this.at >= 0) {
      event.preventDefault();
      this.choose(this.at);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  choose(index) {
    const result = this.results[index];
    this.field.value = result.label;
    this.close();
    const chosen = new CustomEvent("place:chosen", { bubbles: true, cancelable: true, detail: result });
    if (this.root.dispatchEvent(chosen)) window.location.assign(result.url);
  }
}

for (const root of document.querySelectorAll("[data-search-box]")) new SearchBox(root);

for (const button of document.querySelectorAll("[data-near-me]")) {
  const { form } = button;
  button.hidden = !("geolocation" in navigator);
  button.addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.elements.near.value = `${coords.longitude.toFixed(4)},${coords.latitude.toFixed(4)}`;
      form.requestSubmit();
    },
    () => { form.querySelector("[data-near-state]").textContent = button.dataset.unknown; },
    { timeout: 10000 },
  ));
}
