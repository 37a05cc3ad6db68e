// What the page says, in the reader's language, and how it writes numbers and ages.
const read = (id) => JSON.parse(document.getElementById(id).textContent);

export const words = read("live-words");
export const settings = read("live-settings");

const language = document.documentElement.lang;
const numbers = { ar: "ar-MA-u-nu-latn", fr: "fr", en: "en-GB" }[language] ?? "fr";
const dates = { ar: "ar-MA-u-nu-latn", fr: "fr-MA", en: "en-GB" }[language] ?? "fr-MA";
const relative = new Intl.RelativeTimeFormat(dates, { style: "short", numeric: "auto" });
const clock = new Intl.DateTimeFormat(dates, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" });
const formats = [0, 1].map((digits) => new Intl.NumberFormat(numbers, { minimumFractionDigits: digits, maximumFractionDigits: digits }));

export const isArabic = language === "ar";
export const number = (value, decimals = 0) => (Number.isFinite(value) ? formats[decimals].format(value) : "–");
export const fill = (pattern, value) => pattern.replace("{n}", value);

// The city's clock, by the server's word: devices do not all know when Morocco moves its clocks.
let zone = settings.utc_offset_ms;
export const setZone = (offset) => { zone = offset ?? zone; };
export const time = (ms) => clock.format(ms + zone);
export const reads = (names) => (isArabic ? names.ar || names.fr : names.fr || names.ar);

const UNITS = [["second", 1000, 90], ["minute", 60_000, 90], ["hour", 3_600_000, 36], ["day", 86_400_000, Infinity]];

export function age(passed) {
  const [unit, ms] = UNITS.find(([, ms, most]) => passed < ms * most);
  return relative.format(-Math.max(0, Math.round(passed / ms)), unit);
}

export function wind(degrees) {
  return words.winds[Math.round(degrees / 45) % 8];
}

export const eventTitle = (code) => words.events[code] ?? code.replaceAll("_", " ");

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
