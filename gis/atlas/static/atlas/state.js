// What of the map is shown, in the address of the page: whoever opens the address sees the same.
const PLACES = 5;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const SETTLED_MS = 250;

const pair = (text) => {
  const numbers = text.split(",").map(Number);
  return numbers.length === 2 && numbers.every(Number.isFinite) ? numbers : null;
};

export const pairText = (point) => point.map((value) => Number(value.toFixed(PLACES))).join(",");
export const areaText = (points) => points.map((point) => point.map((value) => value.toFixed(PLACES)).join(",")).join(";");

function areaOf(text) {
  const points = text.split(";").map(pair);
  return points.length >= 3 && points.every(Boolean) ? points : null;
}

export class State {
  constructor(search = location.search) {
    const asked = new URLSearchParams(search);
    const numbers = ["lon", "lat", "zoom"].map((name) => Number.parseFloat(asked.get(name)));
    this.view = numbers.every(Number.isFinite) ? numbers : null;
    this.on = DAY.test(asked.get("on") ?? "") ? asked.get("on") : "";
    this.area = areaOf(asked.get("area") ?? "");
    this.pick = pair(asked.get("pick") ?? "");
    this.feature = asked.get("feature") ?? "";
    this.layers = [];
  }

  // The query by which the server is asked for the same.
  query(more = {}) {
    const asked = new URLSearchParams({ layers: this.layers.join(",") });
    if (this.on) asked.set("on", this.on);
    for (const [name, value] of Object.entries(more)) if (value !== "") asked.set(name, value);
    return asked;
  }

  get address() {
    const [lon, lat, zoom] = this.view;
    const asked = new URLSearchParams({ lon: lon.toFixed(PLACES), lat: lat.toFixed(PLACES), zoom });
    for (const [name, value] of this.query({
      area: this.area ? areaText(this.area) : "", pick: this.pick ? pairText(this.pick) : "", feature: this.feature,
    })) asked.set(name, value);
    return `${location.pathname}?${asked.toString().replaceAll("%2C", ",").replaceAll("%3B", ";").replaceAll("%3A", ":")}`;
  }

  // Browsers refuse an address that changes too often: it settles first.
  keep() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => history.replaceState(null, "", this.address), SETTLED_MS);
  }
}
