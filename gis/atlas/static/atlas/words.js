// What the page says, in the reader's language, and how it writes numbers.
const read = (id) => JSON.parse(document.getElementById(id).textContent);

export const settings = read("atlas-settings");
export const { words } = settings;

const language = document.documentElement.lang;
const locale = { ar: "ar-MA-u-nu-latn", fr: "fr", en: "en-GB" }[language] ?? "fr";
const formats = [0, 1, 2].map((digits) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }));
const days = new Intl.DateTimeFormat({ ar: "ar-MA-u-nu-latn", fr: "fr-MA", en: "en-GB" }[language] ?? "fr-MA", { dateStyle: "long", timeZone: "UTC" });

export const isRightToLeft = document.documentElement.dir === "rtl";
export const number = (value, decimals = 0) => formats[decimals].format(value);
export const day = (text) => days.format(new Date(`${text}T00:00:00Z`));
export const fill = (pattern, values) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), pattern);
export const inUnit = (value, decimals, unit) => fill(words[unit], { n: number(value, decimals) });

const status = document.getElementById("atlas-state");
let saying;

// Tells a screen reader what happened; the same words twice are said twice.
export function say(text) {
  status.textContent = "";
  clearTimeout(saying);
  saying = setTimeout(() => { status.textContent = text; }, 60);
}
