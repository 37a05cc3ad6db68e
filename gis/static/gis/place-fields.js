// The place of a request: what is found by name is put on the map and into words; a point that is put or moved is told in
// words, in its arrondissement, with what stands there. What somebody wrote themselves is never overwritten.
const PAUSE_MS = 250;
const LONGEST = 200;

class PlaceFields {
  constructor(root) {
    this.root = root;
    const { elements } = root.closest("form");
    [this.latitude, this.longitude, this.words, this.filled, this.territory] =
      ["latitude", "longitude", "place", "filled", "territory"].map((name) => elements.namedItem(name));
    this.things = root.querySelector("[data-place-things]");
    this.told = root.querySelector("[data-place-told]");
    this.map = root.querySelector("[data-place-map]");
    for (const step of root.querySelectorAll("[data-place-step]")) step.hidden = true;
    elements.namedItem("seek").removeAttribute("name"); // what is being looked for is not sent
    elements.namedItem("sought").value = "";
    root.addEventListener("place:chosen", (event) => this.take(event));
    root.addEventListener("place:put", () => this.later());
    for (const field of [this.latitude, this.longitude]) field.addEventListener("change", () => this.later());
    this.things.addEventListener("click", (event) => this.choose(event));
  }

  get isOurs() {
    const typed = this.words.value.trim();
    return !typed || typed === this.filled.value;
  }

  put(words) {
    if (!words || !this.isOurs) return false;
    this.words.value = this.filled.value = words.slice(0, LONGEST);
    this.words.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }

  move([longitude, latitude]) {
    this.latitude.value = latitude;
    this.longitude.value = longitude;
    for (const field of [this.latitude, this.longitude]) field.dispatchEvent(new Event("input", { bubbles: true }));
    this.map.dispatchEvent(new CustomEvent("place:show"));
  }

  take(event) {
    event.preventDefault();
    this.move(event.detail.point);
    this.say(this.put(event.detail.label));
    this.ask({ hasWords: true });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask({ hasWords = false } = {}) {
    clearTimeout(this.timer);
    this.asking?.abort();
    const pair = [this.longitude, this.latitude].map(({ value }) => Number.parseFloat(value.replace(/[,٫]/, ".")));
    if (!pair.every(Number.isFinite)) {
      this.things.hidden = true;
      if (this.isOurs) this.words.value = this.filled.value = "";
      return;
    }
    this.asking = new AbortController();
    const url = new URL(this.root.dataset.at, document.baseURI);
    url.search = new URLSearchParams({ lon: pair[0], lat: pair[1] });
    try {
      const answer = await fetch(url, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.show(await answer.json(), hasWords);
    } catch (error) {
      if (error.name !== "AbortError") this.things.hidden = true;
    }
  }

  show({ words, territory, things }, hasWords) {
    if ([...this.territory.options].some(({ value }) => value && value === territory)) this.territory.value = territory;
    if (!hasWords) this.say(this.put(words), things.length);
    else if (things.length) this.say(true, things.length);
    this.things.querySelectorAll("button").forEach((button) => button.remove());
    this.things.append(...things.map((thing) => this.button(thing)));
    this.things.hidden = !things.length;
  }

  say(isFilled, count = 0) {
    const { filled, kept, offered } = this.root.dataset;
    const words = isFilled ? filled.replace("{words}", this.words.value) : kept;
    this.told.textContent = count ? `${words}. ${offered.replace("{count}", count)}` : words;
  }

  button(thing) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "place__choice-one" });
    const away = document.createElement("small");
    away.textContent = this.root.dataset.away.replace("{metres}", Math.round(thing.distance_m));
    button.append(Object.assign(document.createElement("bdi"), { textContent: thing.words }), away);
    button.dataset.words = thing.words;
    button.dataset.point = JSON.stringify(thing.point);
    button.setAttribute("aria-pressed", "false");
    return button;
  }

  // What the request is about goes before what somebody wrote, and instead of what we did.
  choose(event) {
    const button = event.target.closest("button[type=button]");
    if (!button) return;
    for (const each of this.things.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each === button));
    const { words, point } = button.dataset;
    const typed = this.words.value;
    if (!this.put(words) && !typed.includes(words) && typed.length + words.length + 2 <= LONGEST) this.words.value = `${words}; ${typed}`;
    this.move(JSON.parse(point));
    this.say(true);
  }
}

for (const root of document.querySelectorAll("[data-place-fields]")) new PlaceFields(root);
